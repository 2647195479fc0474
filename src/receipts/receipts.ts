import type { Apply, Chapter, Draft } from "../journal/chapter.ts";
import { PACKED, Table } from "../journal/table.ts";
import { businessDate } from "../kernel/dates.ts";
import { type Refusal, refuse } from "../kernel/result.ts";
import type { Donations, Goods } from "../donations/public.ts";
import type { Funds } from "../funds/public.ts";
import { decideFollow, decideRendered, decideVoid, type ReceiptBooks } from "./decisions.ts";
import type { IssuedData, ReceiptFact, WaivedData } from "./facts.ts";
import {
  type GiftReceipts,
  nextReceiptStep,
  type Receipt,
  type ReceiptStep,
  receiptFrom,
  redReceipt,
  renderedReceipt,
  replacedReceipt,
  voidedReceipt,
} from "./receipt.ts";
import { seriesOf, serialOf } from "./series.ts";

export type Receipts = ReturnType<typeof openReceipts>;
export type WaiverRow = {
  readonly of: string;
  readonly form: "gift" | "goods";
  readonly why: string;
  readonly causeOn: string;
};

/** Receipts: one gapless series a year, at most one live receipt per gift (RCPT-12, RCPT-14). */
export const openReceipts = (lower: { readonly donations: Donations; readonly funds: Funds }) => {
  const tables = openTables();
  const reads = readsOf(tables, lower.donations);
  const { receipts, ofGift, counters, waivers, priorVoids } = tables;
  const nextSerial = (year: string): string => serialOf(year, (counters.get(year) ?? 0) + 1);
  const books: ReceiptBooks = { ...lower, ...reads, nextSerial };

  const chapter: Chapter = {
    name: "receipts",
    tables: [receipts, ofGift, counters, waivers, priorVoids, tables.due],
    guard: (draft) => refusalOfLiveReceipt(draft, reads.live),
    decide: {
      follow: (command, now) => decideFollow(command, books, businessDate(Date.parse(now.at))),
      void: (command, now) => decideVoid(command, books, businessDate(Date.parse(now.at))),
      rendered: (command) => decideRendered(command, books),
    },
    apply: appliesOf(tables, reads.next),
  };
  return { chapter, receiptTable: receipts, ...reads };
};

const openTables = () => ({
  receipts: new Table<Receipt>("receipts", PACKED),
  ofGift: new Table<readonly string[]>("receiptsOfGift", PACKED),
  counters: new Table<number>("receiptCounters"),
  waivers: new Table<WaiverRow>("receiptWaivers", PACKED),
  /** Gifts and lots whose receipts have a step to go: few, they are followed at once. */
  due: new Table<true>("receiptsDue", PACKED),
  priorVoids: new Table<{ readonly gift: string; readonly causeOn: string }>("priorReceiptVoids"),
});
type Tables = ReturnType<typeof openTables>;

const readsOf = (tables: Tables, donations: Donations) => {
  const { receipts, ofGift, counters, waivers, priorVoids, due } = tables;
  const byGift = (id: string): Receipt[] => (ofGift.get(id) ?? []).flatMap((serial) => receipts.get(serial) ?? []);
  const blue = (id: string): Receipt[] => byGift(id).filter((receipt) => receipt.names === undefined);
  const known = (id: string): GiftReceipts => ({
    receipts: blue(id),
    waived: waivers.has(id),
    priorVoided: priorVoids.has(id),
  });
  return {
    receipt: (serial: string) => receipts.get(serial),
    /** All receipts of a gift or a lot of goods in order, red ones among them. */
    byGift,
    /** The one valid receipt, if there is one. */
    live: (id: string): Receipt | undefined => blue(id).find((receipt) => receipt.state === "valid"),
    /** All numbers ever given, in order, red ones among them. */
    all: () => receipts.values(),
    waivers: () => waivers.values(),
    waived: (id: string) => waivers.has(id),
    priorVoids: () => priorVoids.values(),
    /** Ids of the gifts and lots whose receipts have a step to go, in no order. */
    due: (): string[] => [...due.entries()].map(([id]) => id),
    /** The last number given per year: the series has every number up to it (RCPT-12). */
    counters: () => counters.entries(),
    /** What the receipts of a gift or a lot need next. */
    next: (id: string): ReceiptStep => {
      const gift = donations.gift(id);
      if (gift) return nextReceiptStep(gift, known(id));
      const lot = donations.goodsLot(id);
      return lot ? nextGoodsStep(lot, known(id)) : { do: "done" };
    },
    /** How many receipt lines it has; part of the key of the next one, so that a step is done once. */
    stepsDone: (id: string): number =>
      (ofGift.get(id)?.length ?? 0) + (waivers.has(id) ? 1 : 0) + (priorVoids.has(id) ? 1 : 0),
  };
};

/** Kinds of lower modules after which a receipt may be due. */
type Cause = "donation.settled" | "donation.refunded" | "match.taken_back" | "goods.accepted";

/** Every kind of this module is applied, and what makes a receipt due. */
const appliesOf = (
  { receipts, ofGift, counters, waivers, priorVoids, due }: Tables,
  next: (id: string) => ReceiptStep,
): { readonly [kind in ReceiptFact["kind"] | Cause]: Apply } => {
  /** Asks anew what the receipts of a gift or a lot need: after all that may change it. */
  const ask = (id: string): void => {
    if (next(id).do === "done") due.delete(id);
    else due.set(id, true);
  };
  const add = (receipt: Receipt): void => {
    receipts.set(receipt.serial, receipt);
    ofGift.set(receipt.gift, [...(ofGift.get(receipt.gift) ?? []), receipt.serial]);
    const { year, number } = seriesOf(receipt.serial);
    counters.set(year, number);
  };
  /** A kind that names a receipt changes its row. */
  const change = (serial: unknown, next: (receipt: Receipt) => Receipt): Receipt | undefined => {
    const before = receipts.get(String(serial));
    if (before) receipts.set(before.serial, next(before));
    return before;
  };
  return {
    // The donations have the gift, or the lot, as it is after its line: chapters apply in the order of the layers.
    "donation.settled": (line) => ask(String(line.data.gift)),
    "donation.refunded": (line) => ask(String(line.data.gift)),
    "match.taken_back": (line) => {
      if (typeof line.data.gift === "string") ask(line.data.gift);
    },
    "goods.accepted": (line) => ask(String(line.data.goods)),
    "receipt.issued": (line, index) => {
      add(receiptFrom(line, index));
      const { of, serial, replaces } = line.data as IssuedData;
      if (replaces !== undefined) change(replaces, (before) => replacedReceipt(before, serial));
      ask(of);
    },
    "receipt.voided": (line, index) => {
      const before = change(line.data.serial, (receipt) => voidedReceipt(receipt, line));
      if (!before) return;
      add(redReceipt(before, line, index));
      ask(before.gift);
    },
    "receipt.waived": (line) => {
      const { of, form, why, cause_on: causeOn } = line.data as WaivedData;
      waivers.set(of, { of, form, why, causeOn });
      ask(of);
    },
    "receipt.prior_voided": (line) => {
      const gift = String(line.data.gift);
      priorVoids.set(gift, { gift, causeOn: String(line.data.cause_on) });
      ask(gift);
    },
    "receipt.rendered": (line) => void change(line.data.serial, (receipt) => renderedReceipt(receipt, line)),
  };
};

/** One receipt or waiver per lot of goods. */
const nextGoodsStep = (lot: Goods, known: GiftReceipts): ReceiptStep => {
  if (!lot.receiptWanted) {
    return known.waived ? { do: "done" } : { do: "waive", why: "not_wanted", causeOn: lot.receivedOn };
  }
  const last = known.receipts.at(-1);
  if (last === undefined) return issueGoods(lot, 0, lot.receivedOn);
  if (last.voided?.reason !== "correction") return { do: "done" };
  return { ...issueGoods(lot, 0, last.voided.causeOn), replaces: last.serial };
};

const issueGoods = (lot: Goods, covers: number, causeOn: string) =>
  ({ do: "issue", covers, causeOn, ...(lot.value === undefined ? {} : { amount: lot.value }) }) as const;

/** A live receipt blocks a refund that staff ask for (RCPT-6) and the taking back of the match that settled its gift, until it is voided. */
const refusalOfLiveReceipt = (draft: Draft, live: (gift: string) => Receipt | undefined): Refusal | undefined => {
  if (draft.kind !== "refund.asked" && draft.kind !== "match.taken_back") return undefined;
  const receipt = live(String(draft.data.gift));
  return receipt ? refuse("receipt_live", { serial: receipt.serial, rule: "RCPT-6" }) : undefined;
};
