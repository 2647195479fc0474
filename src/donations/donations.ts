import type { Apply, Chapter, Command, Draft } from "../journal/chapter.ts";
import type { Line } from "../journal/line.ts";
import { PACKED, Table } from "../journal/table.ts";
import { type Fen, fen } from "../kernel/money.ts";
import { type Refusal, refuse } from "../kernel/result.ts";
import { accountPath } from "../ledger/public.ts";
import type { DonationFact } from "./facts.ts";
import {
  askedGift,
  droppedGift,
  type Gift,
  giftFrom,
  notedGift,
  refundedGift,
  settledGift,
  unsettledGift,
  withdrawnGift,
} from "./gift.ts";
import { decideGoods, type Goods, goodsFrom } from "./goods.ts";
import { decideGive, decidePlace, givenFrom, type Handout, handoutFrom, placedFrom } from "./goods-given.ts";
import { decideCarry, decideNoted, decidePledge, decideWithdraw } from "./pledge.ts";
import { openPromises } from "./open-promises.ts";
import { openGiftSums, refundKind } from "./gift-sums.ts";
import {
  decideAsk,
  decideDrop,
  type Lower,
  type Refund,
  refund,
  refusalToRefund,
  refusalToSettle,
  type Settlement,
  settlement,
} from "./settlement.ts";

export type Donations = ReturnType<typeof openDonations>;

/** Gifts of money and goods, from the promise to the refund. */
export const openDonations = (lower: Lower) => {
  const tables = openTables();
  const { gifts, refs, secrets, withdrawals, goods } = tables;

  const gift = (id: string) => gifts.get(id);
  const byRef = (ref: string): Gift | undefined => gifts.get(refs.get(ref) ?? "");
  const books = { fund: lower.funds.fund, byRef, gift };

  const chapter: Chapter = {
    name: "donations",
    tables: [
      gifts,
      refs,
      secrets,
      withdrawals,
      goods,
      tables.handouts,
      ...tables.sums.tables,
      ...tables.promises.tables,
    ],
    decide: {
      pledge: (command) => decidePledge(command, books),
      carry: (command) => decideCarry(command, books),
      withdraw: (command) => decideWithdraw(command),
      note: (command) => decideNoted(command),
      settleEvent: (command) => decideSettleEvent(command, lower, gift),
      refundEvent: (command) => decideRefundEvent(command, lower, gift),
      askRefund: (command) => decideAsk(command, gift(String(command.input.gift))),
      dropRefund: (command) => decideDrop(command, gift(String(command.input.gift))),
      acceptGoods: (command) => decideGoods(command, lower, (no) => goods.get(no)),
      giveGoods: (command) => decideGive(command, lower, goods.get(String(command.input.goods))),
      placeGoods: (command) => decidePlace(command, goods.get(String(command.input.goods))),
    },
    apply: appliesOf(tables, byRef),
  };

  return {
    chapter,
    gift,
    /** By order number or donation code. */
    byRef,
    /** By the SHA-256 (hex) of the secret of its page. */
    bySecretHash: (hash: string): Gift | undefined => gifts.get(secrets.get(hash) ?? ""),
    /** For its mirror. */
    giftTable: gifts,
    /** All gifts in the order in which they were promised to us. */
    gifts: () => gifts.values(),
    /** Transfers that are promised and have not come. */
    openTransfers: (): Gift[] =>
      [...tables.promises.ids()].flatMap(([id, kind]) => (kind === "transfer" ? (gifts.get(id) ?? []) : [])),
    /** Sums of the gifts and refunds that a month's books hold, and of those that happened in it. */
    sumsBookedIn: tables.sums.bookedIn,
    sumsOf: tables.sums.happenedIn,
    withdrawnOn: (ref: string) => withdrawals.get(ref),
    goodsLot: (no: string) => goods.get(no),
    goods: () => goods.values(),
    /** What went out of a lot, oldest first. */
    handoutsOf: (no: string): Handout[] => [...tables.handouts.values()].filter((row) => row.goods === no),
    settlement: (input: Settlement): Draft => settlement(lower, input),
    refusalToSettle,
    refund: (input: Refund): Draft => refund(lower, input),
    refusalToRefund,
  };
};

const openTables = () => ({
  gifts: new Table<Gift>("gifts", PACKED),
  refs: new Table<string>("giftRefs", PACKED),
  secrets: new Table<string>("giftSecrets", PACKED),
  withdrawals: new Table<string>("giftWithdrawals"),
  goods: new Table<Goods>("goods"),
  handouts: new Table<Handout>("goodsHandouts"),
  sums: openGiftSums(),
  promises: openPromises(),
});
type Tables = ReturnType<typeof openTables>;

/** Kinds of the people's module, after which a donor's name is no longer published (PII-13). */
type Gone = "person.blocked" | "person.erased";

/** Every kind of this module is applied. */
const appliesOf = (
  tables: Tables,
  byRef: (ref: string) => Gift | undefined,
): { readonly [kind in DonationFact["kind"] | Gone]: Apply } => {
  const { gifts, refs, secrets, withdrawals, sums, promises } = tables;
  const keep = (line: Line, index: number): void => {
    const row = giftFrom(line, index, withdrawals.get(String(line.data.ref)));
    gifts.set(row.id, row);
    refs.set(row.ref, row.id);
    promises.promised(row);
    if (row.secret !== undefined) secrets.set(row.secret, row.id);
  };
  /** A kind that names a gift changes its row; one that names an unknown gift changes nothing. */
  const change =
    (next: (row: Gift, line: Line, index: number) => Gift) =>
    (line: Line, index: number): void => {
      const row = gifts.get(String(line.data.gift));
      if (row) gifts.set(row.id, next(row, line, index));
    };
  const hide: Apply = (line) => {
    const row = line.data.record === "gift" ? gifts.get(String(line.data.of)) : undefined;
    if (row) gifts.set(row.id, withdrawnGift(row, line.on));
  };
  return {
    "person.blocked": hide,
    "person.erased": hide,
    "donation.pledged": keep,
    "donation.carried": keep,
    "donation.settled": change((row, line, index) => {
      const settled = settledGift(row, line, index);
      const { id, settledOn: on = line.on, amount } = settled;
      promises.settled(id);
      sums.add({ what: "settled", gift: settled, amount, on, bookedOn: line.on, line: index });
      return settled;
    }),
    "match.taken_back": change((row, line) => {
      const { takes_back: settled, relates_to: closed } = line.data;
      const back = unsettledGift(row, line);
      if (row.settledLine !== settled) return back;
      promises.promised(back);
      const { amount, settledOn: on = line.on } = row;
      // The books of a closed month still hold it (ACC-16).
      if (closed === undefined) sums.takeBack({ what: "settled", gift: row, amount, on, bookedOn: line.on });
      return back;
    }),
    "donation.refunded": change((row, line, index) => {
      const refunded = refundedGift(row, line, index);
      const refund = refunded.refunds.at(-1);
      if (refund) {
        const { on, amount } = refund;
        sums.add({ what: refundKind(row, refund), gift: row, amount, on, bookedOn: line.on, line: index });
      }
      return refunded;
    }),
    "refund.asked": change(askedGift),
    "refund.dropped": change(droppedGift),
    "payment.noted": change(notedGift),
    "donation.withdrawn": (line) => {
      const ref = String(line.data.ref);
      const before = withdrawals.get(ref);
      if (before === undefined || line.on < before) withdrawals.set(ref, line.on);
      const row = byRef(ref);
      if (row) gifts.set(row.id, withdrawnGift(row, line.on));
    },
    ...goodsApplies(tables),
  };
};

type GoodsKind = Extract<DonationFact["kind"], `goods.${string}`>;

const goodsApplies = ({ goods, handouts }: Tables): { readonly [kind in GoodsKind]: Apply } => ({
  "goods.given": (line, index) => {
    const lot = goods.get(String(line.data.goods));
    if (!lot) return;
    goods.set(lot.no, givenFrom(lot, line));
    handouts.set(String(index), handoutFrom(line, index));
  },
  "goods.placed": (line) => {
    const lot = goods.get(String(line.data.goods));
    if (lot) goods.set(lot.no, placedFrom(lot, line));
  },
  "goods.accepted": (line, index) => goods.set(String(line.data.goods), goodsFrom(line, index)),
});

type Find = (id: string) => Gift | undefined;

/** A provider says, and its own record read back confirms, that a gift made on our pages is paid (PIT-2). */
const decideSettleEvent = (command: Command, lower: Lower, find: Find): Draft | Refusal => {
  const { gift: id, amount, event, order } = command.input as EventInput;
  const row = find(id);
  if (!row) return refuse("gift_unknown", { gift: id });
  const refusal = refusalToSettle(row, amountOf(amount));
  if (refusal) return refusal;
  const { on, late } = postingDay(lower, command);
  const account = accountPath("otherMoney", on, row.via);
  return settlement(lower, {
    gift: row,
    on,
    account,
    amount: amountOf(amount),
    extra: { ...late, event, ...(order === undefined ? {} : { order }) },
  });
};

const decideRefundEvent = (command: Command, lower: Lower, find: Find): Draft | Refusal => {
  const { gift: id, amount, event, ref, asked, chargeback } = command.input as EventInput;
  const row = find(id);
  if (!row) return refuse("gift_unknown", { gift: id });
  const refusal = refusalToRefund(row, amountOf(amount), ref);
  if (refusal) return refusal;
  if (asked !== undefined && row.refunds.some((before) => before.asked === asked))
    return refuse("refund_known", { ref });
  const { on, late } = postingDay(lower, command);
  const account = accountPath("otherMoney", on, row.via);
  return refund(lower, {
    gift: row,
    ref,
    on,
    amount: amountOf(amount),
    account,
    chargeback: chargeback === true,
    extra: { ...late, event, ...(asked === undefined ? {} : { asked }) },
  });
};

type EventInput = {
  readonly gift: string;
  readonly amount: string;
  readonly event: string;
  readonly ref: string;
  readonly asked?: string;
  readonly order?: string;
  readonly chargeback?: boolean;
};

const amountOf = (text: string): Fen => fen(BigInt(text));

/** The day itself, or the first open day after a closed month with the day it relates to (ACC-16). */
const postingDay = (lower: Lower, command: Command): { on: string; late: { relates_to?: string } } => {
  const on = lower.ledger.periods.postingDate(command.on);
  return on === command.on ? { on, late: {} } : { on, late: { relates_to: command.on } };
};
