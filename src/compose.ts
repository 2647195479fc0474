import { join } from "node:path";
import type { Express } from "express";
import { limits } from "../config/limits.ts";
import { agencyRefusals } from "./agency/public.ts";
import { holdings } from "./compose-holdings.ts";
import { askRefund, donationRefusals, giveFacts, handleEvent } from "./donations/public.ts";
import { donationPages } from "./donations/pages.ts";
import { donationRoutes } from "./donations/routes.ts";
import { listGifts } from "./donations/store.ts";
import { disbursementRefusals } from "./disbursements/public.ts";
import { deskPages } from "./disbursements/pages.ts";
import { disbursementsRoutes } from "./disbursements/routes.ts";
import {
  bankAccounts,
  closeChecklist,
  closeRefusal,
  disclosurePages,
  disclosureRefusals,
  disclosureRoutes,
  fundStatement,
  knownFund,
} from "./disclosure/public.ts";
import { exportPages, exportRefusals, exportRoutes } from "./exports/public.ts";
import { fundsRefusals } from "./funds/public.ts";
import { fundsRoutes } from "./funds/routes.ts";
import {
  type Identity,
  identityPages,
  identityRefusals,
  identityRoutes,
  loadStaff,
  isOperator,
  openIdentity,
  requireOperator,
  requireStaff,
} from "./identity/public.ts";
import { importsPages, importsRefusals, importsRoutes } from "./imports/public.ts";
import { encodeLine } from "./journal/line.ts";
import { leafHash } from "./journal/merkle.ts";
import { journalPages } from "./journal/pages.ts";
import { proofRoutes } from "./journal/proof-routes.ts";
import { ledgerPages, ledgerRefusals, ledgerRoutes, openBooksReader } from "./ledger/public.ts";
import { openExports } from "./open-exports.ts";
import { paymentRefusals } from "./payments/public.ts";
import { sandboxPages } from "./payments/pages.ts";
import { webhookRoutes } from "./payments/routes.ts";
import { peopleRefusals } from "./people/public.ts";
import { recentChecks } from "./night-check.ts";
import { createApp } from "./platform/app.ts";
import { openAssets } from "./platform/assets.ts";
import { keyedHash } from "./platform/crypto.ts";
import { siteView } from "./platform/display.ts";
import { checkRoutes } from "./platform/check-routes.ts";
import { jobPages, jobRoutes } from "./platform/job-routes.ts";
import { addressLimit, signInLimits } from "./platform/rate-limit.ts";
import { bookRefusals } from "./platform/refusals.ts";
import { openRenderer } from "./platform/render.ts";
import { sessions } from "./platform/session.ts";
import { loadCatalogue } from "./platform/words.ts";
import { type Process, TEMPLATES } from "./process.ts";
import { giftReceipt, receiptFile, receiptRefusals, receiptSummary } from "./receipts/public.ts";
import { receiptPages } from "./receipts/pages.ts";
import { receiptRoutes } from "./receipts/routes.ts";
import { listReceipts } from "./receipts/store.ts";
import {
  casesWaiting,
  reconciliationPages,
  reconciliationRefusals,
  reconciliationRoutes,
} from "./reconciliation/public.ts";
import { listRows } from "./reconciliation/store.ts";
import { openServices, type Services } from "./services.ts";

/** Every refusal of every module, with its status and words. */
const REFUSALS = {
  ...bookRefusals,
  ...identityRefusals,
  ...peopleRefusals,
  ...ledgerRefusals,
  ...fundsRefusals,
  ...disbursementRefusals,
  ...agencyRefusals,
  ...paymentRefusals,
  ...donationRefusals,
  ...receiptRefusals,
  ...reconciliationRefusals,
  ...disclosureRefusals,
  ...exportRefusals,
  ...importsRefusals,
};

/** The web app over an open process: the only place that knows every module's routes. */
export const composeWeb = async (base: Process): Promise<Express> => {
  const { config, redis } = base;
  const services = await openServices(base);
  const keyedBy = (text: string) => keyedHash(config.keys.name, text);
  const identity = openIdentity({ connection: base.connection, limits: signInLimits(redis, keyedBy), newId: base.ids });
  await firstOperator(identity, config.keys.adminPassword);
  const app = createApp({
    logger: base.logger,
    catalogue: loadCatalogue(join(TEMPLATES, "locales")),
    renderer: openRenderer({ folder: TEMPLATES, cache: true }),
    assets: openAssets(join(TEMPLATES, "assets")),
    session: sessions({
      redis,
      secret: config.keys.session,
      secure: config.publicUrl.startsWith("https:"),
      idleMilliseconds: limits.sessionIdleMinutes * 60_000,
      clock: () => base.clock().getTime(),
    }),
    signedIn: loadStaff(identity),
    refusals: REFUSALS,
    routers: [
      identityRoutes({ identity }),
      identityPages({ identity }),
      ...moneyIn(base, services),
      ...desk(base, { services, identity }),
      ...holdings(base, { services, identity, refusals: REFUSALS }),
      ...books(base, { services, identity }),
      ...published(base),
      proofRoutes(base),
      journalPages(),
      ...jobs(base),
    ],
    newRequestId: () => base.ids("R"),
    health: async () => ({ database: base.connection.readyState === 1, queue: redis.status === "ready" }),
    publicUrl: config.publicUrl,
  });
  app.locals["site"] = (words: Parameters<typeof siteView>[1]) => {
    const federation = base.chapters.funds.federation();
    if (!federation) return undefined;
    const name = { zh: federation.nameZh, en: federation.nameEn };
    return siteView({ name, creditCode: federation.creditCode, certificate: federation.certificate?.no ?? "" }, words);
  };
  return app;
};

/** The operator `admin` of an installation that has no staff yet. */
const firstOperator = async (identity: Identity, password: string | undefined): Promise<void> => {
  if (password === undefined || (await identity.members()).length > 0) return;
  await identity.createUser({ user: "admin", name: "admin", password, roles: ["operator"], funds: "all" });
};

/** Giving, payments, receipts. */
const moneyIn = (base: Process, services: Services) => {
  const { chapters, people, clock, catchUp, redis, config } = base;
  const { donations, gateways, donationDeps, receipts } = services;
  const limitGiving = addressLimit(redis, {
    name: "giving",
    points: limits.giftsPerAddress,
    keyedBy: (text) => keyedHash(config.keys.name, text),
  });
  const file = (receipt: Parameters<typeof receiptFile>[1]) => receiptFile({ files: base.files.sealed }, receipt);
  const receiptDeps = { receipts: chapters.receipts, service: receipts, donations, file, catchUp };
  const { documents, listed } = base;
  return [
    donationRoutes({
      ...chapters,
      service: donations,
      askRefund: (ask) => askRefund(donationDeps, ask),
      list: (query) => listed(() => listGifts(documents, query)),
      receiptsOf: (gift) => chapters.receipts.byGift(gift).map(receiptSummary),
      maskedOf: people.maskedOf,
      catchUp,
      limitGiving,
      publicUrl: config.publicUrl,
    }),
    donationPages({
      ...chapters,
      service: donations,
      gateways: gateways.all,
      facts: (fund) =>
        giveFacts(knownFund({ books: chapters, disclosure: chapters.disclosure }, fund), purposeNames(base)),
      giftFacts: (gift, secret) => giftFacts(base, { gift, secret }),
      catchUp,
      limitGiving,
      clock,
      newKey: () => base.ids("K"),
    }),
    webhookRoutes({ gateways: gateways.all, handle: (event) => handleEvent(donationDeps, event) }),
    sandboxPages({
      sandbox: gateways.sandbox,
      payee: () => federationName(base),
      fundOf: (gift) => fundName(base, chapters.donations.gift(gift)?.fund ?? ""),
      giftPath: donations.pathOf,
    }),
    receiptRoutes({ ...receiptDeps, list: (query) => listed(() => listReceipts(documents, query)) }),
    receiptPages(receiptDeps),
  ];
};

type Given = {
  readonly gift: { readonly id: string; readonly settledLine?: number };
  readonly secret: string;
};

const giftFacts = async (base: Process, { gift, secret }: Given) => {
  const receipt = giftReceipt(base.chapters.receipts, gift.id, secret);
  const index = gift.settledLine;
  const line = index === undefined ? undefined : await base.book.line(index);
  if (index === undefined || line === undefined) return { receipt, uses: [] };
  const text = encodeLine(line);
  const leaf = leafHash(text).toString("hex");
  return { receipt, uses: [], settled: { at: line.at, line: index, batch: base.book.batchOf(index), leaf, text } };
};

const purposeNames = (base: Process) =>
  new Map(base.chapters.funds.purposes().map(({ code, zh, en }) => [code, { zh, en }]));
const fundName = (base: Process, code: string) => {
  const fund = base.chapters.funds.fund(code);
  return { zh: fund?.nameZh ?? code, en: fund?.nameEn ?? code };
};
const federationName = (base: Process) => {
  const federation = base.chapters.funds.federation();
  return { zh: federation?.nameZh ?? "", en: federation?.nameEn ?? "" };
};

type Staffed = { readonly services: Services; readonly identity: Identity };

/** Requests for aid and the funds: the API, and the desk. */
const desk = (base: Process, { services, identity }: Staffed) => {
  const { chapters, people, catchUp, today } = base;
  const { sealed } = base.files;
  const deps = { ...chapters, service: services.aid, people, sealed, catchUp, today };
  return [
    fundsRoutes({ ...chapters, service: services.money, catchUp, today }),
    disbursementsRoutes(deps),
    deskPages({
      ...deps,
      members: identity.members,
      differences: () => casesWaiting(chapters, today()),
      refusals: REFUSALS,
      newKey: () => base.ids("K"),
    }),
  ];
};

/** Imports, statements, the books: the API, and the desk. */
const books = (base: Process, { services, identity }: Staffed) => {
  const { chapters, catchUp, today, submit, documents, listed } = base;
  const newKey = () => base.ids("K");
  const imports = { imports: services.imports, today, newKey };
  const statements = { ...chapters, service: services.reconciliation, catchUp, today, newKey };
  const reader = openBooksReader({ lines: base.book, balances: chapters.ledger.balances });
  const ledger = { ledger: chapters.ledger, reader, submit, catchUp, today, sealed: base.files.sealed };
  return [
    importsRoutes(imports),
    importsPages(imports),
    reconciliationRoutes({ ...statements, list: (query) => listed(() => listRows(documents, query)) }),
    reconciliationPages({ ...statements, members: identity.members }),
    ledgerRoutes(ledger),
    ledgerPages({
      ...ledger,
      newKey,
      members: identity.members,
      refusals: REFUSALS,
      funds: () => chapters.funds.all().map(({ code, nameZh, nameEn }) => ({ code, name: { zh: nameZh, en: nameEn } })),
      statement: (fund, on) => fundStatement(chapters, fund, on),
      checklist: (period) => closeChecklist(chapters, period),
      closeRefusal: (period) => closeRefusal(chapters, period),
      bankAccounts: (on) => bankAccounts(chapters, on),
      postByRule: (period, by) => services.money.postByRule(period, by),
      federationName: () => federationName(base).zh,
    }),
    exportRoutes({ service: openExports(base, limits.exportEntriesOnline) }),
    exportPages({ ledger: chapters.ledger, catchUp }),
  ];
};

const published = (base: Process) => {
  const deps = {
    submit: base.submit,
    catchUp: base.catchUp,
    today: base.today,
    files: base.files,
    head: base.book.head,
    checkpoint: base.checkpoints.publish,
    line: base.book.line,
    books: base.chapters,
    disclosure: base.chapters.disclosure,
    publicUrl: base.config.publicUrl,
  };
  return [disclosureRoutes(deps), disclosurePages(deps)];
};

const jobs = (base: Process) => {
  const deps = {
    queues: base.queues,
    look: requireStaff,
    run: requireOperator,
    mayRun: isOperator,
  };
  const checks = {
    recent: () => recentChecks(base.documents, base.clock()),
    seesDetails: (request: Parameters<typeof isOperator>[0]) => request.signedIn !== undefined,
  };
  return [jobRoutes(deps), jobPages(deps), checkRoutes(checks)];
};
