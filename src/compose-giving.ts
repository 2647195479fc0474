import { limits } from "../config/limits.ts";
import { knownFund } from "./disclosure/public.ts";
import { donationPages } from "./donations/pages.ts";
import { askRefund, giveFacts, handleEvent } from "./donations/public.ts";
import { donationRoutes } from "./donations/routes.ts";
import { listGifts } from "./donations/store.ts";
import { encodeLine } from "./journal/line.ts";
import { leafHash } from "./journal/merkle.ts";
import { sandboxPages } from "./payments/pages.ts";
import { webhookRoutes } from "./payments/routes.ts";
import { keyedHash } from "./platform/crypto.ts";
import { addressLimit } from "./platform/rate-limit.ts";
import type { Process } from "./process.ts";
import { mailRoutes } from "./receipts/mail-routes.ts";
import { receiptPages } from "./receipts/pages.ts";
import { giftReceipt, receiptFile, receiptSummary } from "./receipts/public.ts";
import { receiptRoutes } from "./receipts/routes.ts";
import { listReceipts } from "./receipts/store.ts";
import type { Services } from "./services.ts";

/** Giving, payments, receipts: the API, and the donor's pages. */
export const giving = (base: Process, services: Services) => {
  const { chapters, people, clock, catchUp, redis, config } = base;
  const { donations, gateways, donationDeps, receipts } = services;
  const limitGiving = addressLimit(redis, {
    name: "giving",
    points: limits.giftsPerAddress,
    keyedBy: (text) => keyedHash(config.keys.name, text),
  });
  const file = (receipt: Parameters<typeof receiptFile>[1]) => receiptFile({ files: base.files.sealed }, receipt);
  const receiptDeps = { receipts: chapters.receipts, service: receipts, donations, people, file, catchUp };
  const { documents, listed } = base;
  return [
    donationRoutes({
      ...chapters,
      people,
      service: donations,
      askRefund: (ask) => askRefund(donationDeps, ask),
      list: (query) => listed(() => listGifts(documents, query)),
      receiptsOf: (gift) => chapters.receipts.byGift(gift).map(receiptSummary),
      catchUp,
      limitGiving,
      publicUrl: config.publicUrl,
    }),
    donationPages({
      ...chapters,
      service: donations,
      gateways: gateways.all,
      mails: config.mail !== undefined,
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
    mailRoutes({ ...receiptDeps, mails: services.mails, mailer: services.mailer, kind: config.mail?.kind }),
  ];
};

type Given = {
  readonly gift: { readonly id: string; readonly donor?: string; readonly settledLine?: number };
  readonly secret: string;
};

const giftFacts = async (base: Process, { gift, secret }: Given) => {
  const gone = base.people.standing(gift.donor ?? "")?.state;
  const known = {
    receipt: giftReceipt(base.chapters.receipts, gift.id, secret),
    uses: [],
    ...(gone === undefined ? {} : { gone }),
  };
  const index = gift.settledLine;
  const line = index === undefined ? undefined : await base.book.line(index);
  if (index === undefined || line === undefined) return known;
  const text = encodeLine(line);
  const leaf = leafHash(text).toString("hex");
  return { ...known, settled: { at: line.at, line: index, batch: base.book.batchOf(index), leaf, text } };
};

const purposeNames = (base: Process) =>
  new Map(base.chapters.funds.purposes().map(({ code, zh, en }) => [code, { zh, en }]));
const fundName = (base: Process, code: string) => {
  const fund = base.chapters.funds.fund(code);
  return { zh: fund?.nameZh ?? code, en: fund?.nameEn ?? code };
};
export const federationName = (base: Process) => {
  const federation = base.chapters.funds.federation();
  return { zh: federation?.nameZh ?? "", en: federation?.nameEn ?? "" };
};
