import { Table } from "../journal/table.ts";
import { type BusinessDate, type Period, periodOf } from "../kernel/dates.ts";
import { type Fen, minus, plus } from "../kernel/money.ts";
import type { DonorType, Via } from "./facts.ts";
import type { Gift, GiftRefund } from "./gift.ts";

export type RefundKind = "full" | "partial" | "prior" | "chargeback";

/** Gifts, or refunds, of one fund, way and kind of donor that one month's books hold. Amounts are gross, in fen. */
export type GiftSum = {
  readonly what: "settled" | RefundKind;
  /** The month whose books hold them. */
  readonly booked: Period;
  /** The month in which they happened: an earlier one for late papers (ACC-16). */
  readonly month: Period;
  readonly fund: string;
  readonly via: Via;
  readonly donorType: DonorType;
  readonly count: number;
  readonly amount: Fen;
  /** Their first and last day. */
  readonly from: BusinessDate;
  readonly to: BusinessDate;
  /** Index of their first line. */
  readonly firstLine: number;
};

/** What a gift or a refund adds: `on` its own day, `bookedOn` that of its line. */
type Added = Pick<GiftSum, "what" | "amount"> & {
  readonly gift: Pick<Gift, "fund" | "via" | "donorType">;
  readonly on: BusinessDate;
  readonly bookedOn: BusinessDate;
  readonly line: number;
};

/** Running sums of gifts and refunds, so that a page of a month need not look at its gifts. */
export const openGiftSums = () => {
  const sums = new Table<GiftSum>("giftSums");
  /** Month → keys of the sums that its books hold, or that happened in it. */
  const months = new Table<readonly string[]>("giftSumsOfMonth");
  const list = (period: Period, key: string): void => months.set(period, [...(months.get(period) ?? []), key]);
  const of = (period: Period): GiftSum[] => (months.get(period) ?? []).flatMap((key) => sums.get(key) ?? []);
  return {
    tables: [sums, months],
    add: (added: Added): void => {
      const key = keyOf(added);
      const before = sums.get(key);
      if (before) return sums.set(key, withOneMore(before, added));
      const head = headOf(added);
      for (const period of new Set([head.booked, head.month])) list(period, key);
      sums.set(key, { ...head, ...firstOf(added) });
    },
    /** A gift whose match was taken back is counted no more; where its sum begins and ends is left as it was. */
    takeBack: ({ what, gift, on, bookedOn, amount }: Omit<Added, "line">): void => {
      const key = keyOf({ what, gift, on, bookedOn });
      const before = sums.get(key);
      if (!before) return;
      if (before.count > 1)
        return sums.set(key, { ...before, count: before.count - 1, amount: minus(before.amount, amount) });
      sums.delete(key);
      for (const period of new Set([before.booked, before.month]))
        months.set(
          period,
          (months.get(period) ?? []).filter((each) => each !== key),
        );
    },
    /** What a month's books hold. */
    bookedIn: (period: Period): GiftSum[] => of(period).filter(({ booked }) => booked === period),
    /** What happened in a month, whichever month's books hold it. */
    happenedIn: (period: Period): GiftSum[] => of(period).filter(({ month }) => month === period),
  };
};

type Headed = Omit<Added, "amount" | "line">;

const headOf = ({ what, gift: { fund, via, donorType }, on, bookedOn }: Headed) => ({
  what,
  booked: periodOf(bookedOn),
  month: periodOf(on),
  fund,
  via,
  donorType,
});
const keyOf = ({ what, gift: { fund, via, donorType }, on, bookedOn }: Headed): string =>
  `${what}|${periodOf(bookedOn)}|${periodOf(on)}|${fund}|${via}|${donorType}`;

const firstOf = ({ amount, on, line }: Added) => ({ count: 1, amount, from: on, to: on, firstLine: line });

const withOneMore = (sum: GiftSum, { amount, on }: Added): GiftSum => ({
  ...sum,
  count: sum.count + 1,
  amount: plus(sum.amount, amount),
  from: on < sum.from ? on : sum.from,
  to: on > sum.to ? on : sum.to,
});

/** What kind of refund this one of a gift is (samples rule 24). */
export const refundKind = (gift: Gift, refund: GiftRefund): RefundKind => {
  if (refund.chargeback) return "chargeback";
  if (gift.prior) return "prior";
  return refund.amount === gift.amount ? "full" : "partial";
};
