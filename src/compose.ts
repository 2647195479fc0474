import { join } from "node:path";
import type { Express } from "express";
import { limits } from "../config/limits.ts";
import { askRefund, donationRefusals, giveFacts, handleEvent } from "./donations/public.ts";
import { donationPages } from "./donations/pages.ts";
import { goodsRoutes } from "./donations/goods-routes.ts";
import { donationRoutes } from "./donations/routes.ts";
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
} from "./disclosure/public.ts";
import { fundsRefusals } from "./funds/public.ts";
import { fundsRoutes } from "./funds/routes.ts";
import type { hasRole } from "./identity/public.ts";
import {
  type Identity,
  identityPages,
  identityRefusals,
  identityRoutes,
  loadStaff,
  openIdentity,
  requireStaff,
} from "./identity/public.ts";
import { importsPages, importsRefusals, importsRoutes } from "./imports/public.ts";
import { journalPages } from "./journal/pages.ts";
import { proofRoutes } from "./journal/proof-routes.ts";
import { ledgerPages, ledgerRefusals, ledgerRoutes, moneyOf, openBooksReader } from "./ledger/public.ts";
import { paymentRefusals } from "./payments/public.ts";
import { sandboxPages } from "./payments/pages.ts";
import { webhookRoutes } from "./payments/routes.ts";
import { peopleRefusals } from "./people/public.ts";
import { createApp } from "./platform/app.ts";
import { openAssets } from "./platform/assets.ts";
import { keyedHash } from "./platform/crypto.ts";
import { siteView } from "./platform/display.ts";
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
import {
  differences,
  reconciliationPages,
  reconciliationRefusals,
  reconciliationRoutes,
} from "./reconciliation/public.ts";
import { openServices, type Services } from "./services.ts";

/** Every refusal of every module, with its status and words. */
const REFUSALS = {
  ...bookRefusals,
  ...identityRefusals,
  ...peopleRefusals,
  ...ledgerRefusals,
  ...fundsRefusals,
  ...disbursementRefusals,
  ...paymentRefusals,
  ...donationRefusals,
  ...receiptRefusals,
  ...reconciliationRefusals,
  ...disclosureRefusals,
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
  return [
    donationRoutes({
      ...chapters,
      service: donations,
      askRefund: (ask) => askRefund(donationDeps, ask),
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
      facts: (fund) => ({
        balance: moneyOf(chapters.ledger.balances.fund(fund)),
        ...giveFacts(paidAid(base, fund), purposeNames(base)),
      }),
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
    goodsRoutes({ ...chapters, submit: base.submit, catchUp, today: base.today }),
    receiptRoutes(receiptDeps),
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
  const leaf = base.book.nodes({ height: 0, from: index, count: 1 }).toString("hex");
  return { receipt, uses: [], settled: { at: line.at, line: index, batch: base.book.head().batch, leaf } };
};

const paidAid = (base: Process, fund: string) =>
  [...base.chapters.disbursements.requests()].flatMap((request) =>
    request.fund === fund && request.paidOn !== undefined
      ? [
          {
            purpose: request.purpose,
            amount: request.amount,
            household: request.household,
            paidOn: request.paidOn,
            confirmed: request.state === "confirmed",
          },
        ]
      : [],
  );
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
      differences: () => differences(chapters.reconciliation.book, today()).length,
      refusals: REFUSALS,
      newKey: () => base.ids("K"),
    }),
  ];
};

/** Imports, statements, the books: the API, and the desk. */
const books = (base: Process, { services, identity }: Staffed) => {
  const { chapters, catchUp, today, submit } = base;
  const newKey = () => base.ids("K");
  const imports = { imports: services.imports, today, newKey };
  const statements = { ...chapters, service: services.reconciliation, catchUp, today, newKey };
  const reader = openBooksReader({ lines: base.book, balances: chapters.ledger.balances });
  const ledger = { ledger: chapters.ledger, reader, submit, catchUp, today, sealed: base.files.sealed };
  return [
    importsRoutes(imports),
    importsPages(imports),
    reconciliationRoutes(statements),
    reconciliationPages(statements),
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
    run: requireStaff,
    mayRun: (request: Parameters<typeof hasRole>[0]) => request.signedIn !== undefined,
    roles: ["staff"],
  };
  return [jobRoutes(deps), jobPages(deps)];
};
