import type { Command, Draft } from "../journal/chapter.ts";
import type { Posting } from "../journal/line.ts";
import type { BusinessDate } from "../kernel/dates.ts";
import { type Fen, fen, formatYuan, minus, ZERO } from "../kernel/money.ts";
import { type JsonObject, type Refusal, refuse } from "../kernel/result.ts";
import type { Funds } from "../funds/public.ts";
import { accountPath, credit, debit, type Ledger } from "../ledger/public.ts";
import type { RefundAskedData } from "./facts.ts";
import { type Gift, restOf } from "./gift.ts";

export type Lower = { readonly ledger: Ledger; readonly funds: Funds };

/** `account` is debited: a bank or clearing account, or 2209 when the money waited there. `on` is an open day. */
export type Settlement = {
  readonly gift: Gift;
  readonly on: BusinessDate;
  readonly account: string;
  /** What came, in fen; the promised amount when left out. */
  readonly amount?: Fen;
  readonly extra?: JsonObject;
};

/** Why the money of a statement row or an event is not this gift's. Only a transfer may differ from what was promised. */
export const refusalToSettle = (
  gift: Pick<Gift, "id" | "state" | "amount" | "via">,
  amount: Fen,
): Refusal | undefined => {
  if (gift.state !== "pledged") return refuse("gift_already_settled", { gift: gift.id });
  if (amount <= 0n) return refuse("amount_not_positive", { gift: gift.id });
  if (gift.via !== "bank" && amount !== gift.amount) {
    return refuse("amount_differs", { gift: gift.id, promised: formatYuan(gift.amount), paid: formatYuan(amount) });
  }
  return undefined;
};

/** Dr account, Cr donation income of the fund, the gross (GIFT-4): 410101 when the fund is unrestricted, else 410102 (ACC-1). */
export const settlement = (
  lower: Lower,
  { gift, on, account, amount = gift.amount, extra = {} }: Settlement,
): Draft => ({
  kind: "donation.settled",
  on,
  data: { ...extra, gift: gift.id, fund: gift.fund, amount: amount.toString() },
  post: [debit(account, amount), credit(incomePath(lower, gift.fund, on), amount)],
});

/** `account` is credited. `ref` is the provider's number of the refund: the same one is never booked twice. */
export type Refund = {
  readonly gift: Gift;
  readonly ref: string;
  readonly on: BusinessDate;
  readonly amount: Fen;
  readonly account: string;
  readonly chargeback: boolean;
  readonly extra?: JsonObject;
};

/** Only settled gifts go back, each refund once, and never more than came (GIFT-27, PIT-9). */
export const refusalToRefund = (gift: Gift, amount: Fen, ref?: string): Refusal | undefined => {
  if (ref !== undefined && gift.refunds.some((refund) => refund.ref === ref)) return refuse("refund_known", { ref });
  if (gift.state === "pledged") return refuse("gift_not_settled", { gift: gift.id, rule: "GIFT-27" });
  if (amount <= 0n) return refuse("amount_not_positive", { gift: gift.id });
  const rest = restOf(gift);
  if (amount > rest) return refuse("refund_over_gift", { gift: gift.id, rest: formatYuan(rest), rule: "GIFT-27" });
  return undefined;
};

/**
 * Dr donation income of the fund, Cr account. What the fund no longer has is borne by the refund reserve of the general
 * fund (GIFT-29); a gift of an earlier year goes back through prior-year adjustment (ACC-11).
 */
export const refund = (lower: Lower, { gift, ref, on, amount, account, chargeback, extra = {} }: Refund): Draft => {
  const fromReserve = reserveShare(lower, { gift, on, amount });
  const fromFund = minus(amount, fromReserve);
  const reserve = accountPath("unrestrictedDonations", on, lower.funds.general().code, "refund-reserve");
  return {
    kind: "donation.refunded",
    on,
    data: {
      ...extra,
      gift: gift.id,
      fund: gift.fund,
      ref,
      amount: amount.toString(),
      ...(chargeback ? { basis: "chargeback" } : {}),
      ...(fromReserve > 0n ? { from_reserve: fromReserve.toString() } : {}),
    },
    // The account stands last: `refundedGift` reads it there.
    post: [
      ...(fromFund > 0n ? incomeBack(lower, { gift, on, amount: fromFund }) : []),
      ...(fromReserve > 0n ? [debit(reserve, fromReserve)] : []),
      credit(account, amount),
    ],
  };
};

/** Staff ask for a refund: the intent is kept before the provider is called; one at a time per gift (GIFT-27, PIT-11). */
export const decideAsk = (command: Command, gift: Gift | undefined): Draft | Refusal => {
  const data = command.input as RefundAskedData;
  if (!gift) return refuse("gift_unknown", { gift: data.gift });
  if (!gift.online || gift.via === "bank") return refuse("refund_at_provider", { gift: gift.id, via: gift.via });
  if (gift.asked) return refuse("refund_pending", { gift: gift.id });
  const refusal = refusalToRefund(gift, fen(BigInt(data.amount)));
  if (refusal) return refusal;
  return { kind: "refund.asked", data };
};

/** The provider refused a refund that was asked for. */
export const decideDrop = (command: Command, gift: Gift | undefined): Draft | Refusal => {
  if (!gift?.asked || gift.asked.refund !== command.input.refund) {
    return refuse("refund_known", { ref: String(command.input.refund) });
  }
  return { kind: "refund.dropped", data: command.input };
};

const reserveShare = (lower: Lower, { gift, on, amount }: { gift: Gift; on: BusinessDate; amount: Fen }): Fen => {
  if (lower.funds.general().code === gift.fund) return ZERO;
  const available = lower.funds.available(gift.fund, on);
  if (available >= amount) return ZERO;
  return available > 0n ? minus(amount, available) : amount;
};

const incomeBack = (lower: Lower, back: { gift: Gift; on: BusinessDate; amount: Fen }): Posting[] => {
  const { gift, on, amount } = back;
  const given = gift.settledOn ?? gift.promisedOn;
  if (given.slice(0, 4) === on.slice(0, 4)) return [debit(incomePath(lower, gift.fund, on), amount)];
  const key = isUnrestricted(lower, gift.fund) ? "unrestrictedNetAssets" : "restrictedNetAssets";
  const netAssets = debit(accountPath(key, on, gift.fund), amount);
  if (on < "2026-01-01") return [netAssets];
  const adjustment = accountPath("priorYearAdjustment", on, gift.fund);
  return [debit(adjustment, amount), netAssets, credit(adjustment, amount)];
};

const incomePath = (lower: Lower, fund: string, on: BusinessDate): string =>
  accountPath(isUnrestricted(lower, fund) ? "unrestrictedDonations" : "restrictedDonations", on, fund);

const isUnrestricted = (lower: Lower, fund: string): boolean => lower.funds.fund(fund)?.restriction === "none";
