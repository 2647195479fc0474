import { type BusinessDate, firstDay, type Period } from "../kernel/dates.ts";
import { type Fen, formatYuan, minus, sum } from "../kernel/money.ts";
import type { Gift, GiftRefund } from "./gift.ts";
import type { Goods } from "./goods.ts";

type Span = { readonly from: BusinessDate; readonly to: BusinessDate };
const within = (span: Span, on: BusinessDate | undefined): boolean =>
  on !== undefined && span.from <= on && on <= span.to;

/**
 * The gifts of a period up to and with `asOf`, in the shape of the samples' `gifts`: "raised" is the gross of what was
 * settled (GIFT-3). Refunds count on their own day, also those of earlier gifts.
 */
export const giftFigures = (all: Iterable<Gift>, period: Period, asOf: BusinessDate) => {
  const span = { from: firstDay(period), to: asOf };
  const gifts = [...all];
  const settled = gifts.filter((gift) => gift.prior !== true && within(span, gift.settledOn));
  return {
    settled: settled.length,
    gross: formatYuan(sum(settled.map((gift) => gift.amount))),
    by_donor_type_and_channel: byTypeAndChannel(gifts, span),
    not_settled: notSettled(gifts, asOf),
    public_names: publicNames(settled, asOf),
    refunds: refundFigures(gifts, span),
  };
};

const byTypeAndChannel = (gifts: readonly Gift[], span: Span) => {
  const groups = new Map<string, { count: number; gross: Fen[]; refunds: Fen[] }>();
  const group = (gift: Gift) => {
    const key = `${gift.donorType}|${gift.via}`;
    const known = groups.get(key) ?? { count: 0, gross: [], refunds: [] };
    groups.set(key, known);
    return known;
  };
  for (const gift of gifts) {
    if (gift.prior !== true && within(span, gift.settledOn)) {
      group(gift).count += 1;
      group(gift).gross.push(gift.amount);
    }
    for (const refund of gift.refunds) if (within(span, refund.on)) group(gift).refunds.push(refund.amount);
  }
  return [...groups].sort(byKey).map(([key, { count, gross, refunds }]) => {
    const [donor_type = "", channel = ""] = key.split("|");
    const net = minus(sum(gross), sum(refunds));
    return {
      donor_type,
      channel,
      count,
      gross: formatYuan(sum(gross)),
      refunds: formatYuan(sum(refunds)),
      net: formatYuan(net),
    };
  });
};

/** Promises up to the day that had no money by then: platform orders and transfers. An abandoned attempt on our pages is none. */
const notSettled = (gifts: readonly Gift[], asOf: BusinessDate) => {
  const open = gifts.filter(
    (gift) => gift.prior !== true && gift.promisedOn <= asOf && (gift.settledOn === undefined || gift.settledOn > asOf),
  );
  const refs = (picks: (gift: Gift) => boolean) => open.filter(picks).map((gift) => gift.ref);
  return {
    platform_orders: refs((gift) => gift.via !== "bank" && !gift.online),
    donation_codes: refs((gift) => gift.via === "bank"),
  };
};

export type PublicName = "refunded" | "anonymous" | "withdrawn" | "no_consent" | "publishable";

/** What may be said of a donor on a day; the first that fits (samples rule 23). */
export const publicName = (gift: Gift, asOf: BusinessDate): PublicName => {
  const refunded = sum(gift.refunds.filter((refund) => refund.on <= asOf).map((refund) => refund.amount));
  if (refunded === gift.amount) return "refunded";
  if (gift.anonymous) return "anonymous";
  if (gift.withdrawnOn !== undefined && gift.withdrawnOn <= asOf) return "withdrawn";
  return gift.publishConsent ? "publishable" : "no_consent";
};

const publicNames = (settled: readonly Gift[], asOf: BusinessDate) => {
  const counts = { publishable: 0, anonymous: 0, no_consent: 0, withdrawn: 0, refunded: 0 };
  for (const gift of settled) counts[publicName(gift, asOf)] += 1;
  return counts;
};

const refundFigures = (gifts: readonly Gift[], span: Span) => {
  const counts = { full: 0, partial: 0, prior: 0, chargeback: 0 };
  const amounts: Fen[] = [];
  for (const gift of gifts) {
    for (const refund of gift.refunds) {
      if (!within(span, refund.on)) continue;
      counts[refundClass(gift, refund)] += 1;
      amounts.push(refund.amount);
    }
  }
  return { ...counts, total: formatYuan(sum(amounts)) };
};

const refundClass = (gift: Gift, refund: GiftRefund): "full" | "partial" | "prior" | "chargeback" => {
  if (refund.chargeback) return "chargeback";
  if (gift.prior) return "prior";
  return refund.amount === gift.amount ? "full" : "partial";
};

/** Goods of a period up to and with `asOf`, in the shape of the samples' `goods`. */
export const goodsFigures = (all: Iterable<Goods>, period: Period, asOf: BusinessDate) => {
  const span = { from: firstDay(period), to: asOf };
  const rows = [...all].filter((lot) => within(span, lot.receivedOn));
  const values = rows.flatMap((lot) => lot.value ?? []);
  return {
    rows: rows.length,
    booked: values.length,
    booked_total: formatYuan(sum(values)),
    memo_only: rows.length - values.length,
  };
};

const byKey = ([a]: [string, unknown], [b]: [string, unknown]): number => (a < b ? -1 : a > b ? 1 : 0);
