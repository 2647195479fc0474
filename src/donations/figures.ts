import { type BusinessDate, firstDay, type Period } from "../kernel/dates.ts";
import { type Fen, formatYuan, minus, plus, sum, ZERO } from "../kernel/money.ts";
import { refundKind } from "./gift-sums.ts";
import type { Gift } from "./gift.ts";
import type { Goods } from "./goods.ts";

type Span = { readonly from: BusinessDate; readonly to: BusinessDate };
const within = (span: Span, on: BusinessDate | undefined): boolean =>
  on !== undefined && span.from <= on && on <= span.to;

/**
 * The gifts of a period up to and with `asOf`, given one by one in the order of their promises, in the shape of the
 * samples' `gifts`: "raised" is the gross of what was settled (GIFT-3). Refunds count on their own day, also those of
 * earlier gifts.
 */
export const openGiftFigures = (period: Period, asOf: BusinessDate) => {
  const span = { from: firstDay(period), to: asOf };
  const groups = new Map<string, Group>();
  const notSettled: NotSettled = { platform_orders: [], donation_codes: [] };
  const names = { publishable: 0, anonymous: 0, no_consent: 0, withdrawn: 0, refunded: 0 };
  const refunds = { full: 0, partial: 0, prior: 0, chargeback: 0 };
  const add = (gift: Gift): void => {
    const settled = gift.prior !== true && within(span, gift.settledOn);
    const back = gift.refunds.filter((refund) => within(span, refund.on));
    for (const refund of back) refunds[refundKind(gift, refund)] += 1;
    if (settled) names[publicName(gift, asOf)] += 1;
    if (isNotSettled(gift, asOf)) listNotSettled(notSettled, gift);
    if (!settled && back.length === 0) return;
    const key = `${gift.donorType}|${gift.via}`;
    const { count, gross, refunded } = groups.get(key) ?? { count: 0, gross: ZERO, refunded: ZERO };
    groups.set(key, {
      count: count + (settled ? 1 : 0),
      gross: settled ? plus(gross, gift.amount) : gross,
      refunded: sum([refunded, ...back.map((refund) => refund.amount)]),
    });
  };
  const result = () => {
    const all = [...groups.values()];
    return {
      settled: all.reduce((count, group) => count + group.count, 0),
      gross: formatYuan(sum(all.map(({ gross }) => gross))),
      by_donor_type_and_channel: [...groups].sort(byKey).map(groupJson),
      not_settled: notSettled,
      public_names: names,
      refunds: { ...refunds, total: formatYuan(sum(all.map(({ refunded }) => refunded))) },
    };
  };
  return { add, result };
};

type Group = { readonly count: number; readonly gross: Fen; readonly refunded: Fen };
type NotSettled = { readonly platform_orders: string[]; readonly donation_codes: string[] };

const groupJson = ([key, { count, gross, refunded }]: [string, Group]) => {
  const [donor_type = "", channel = ""] = key.split("|");
  return {
    donor_type,
    channel,
    count,
    gross: formatYuan(gross),
    refunds: formatYuan(refunded),
    net: formatYuan(minus(gross, refunded)),
  };
};

/** Promises up to the day that had no money by then. */
const isNotSettled = ({ prior, promisedOn, settledOn }: Gift, asOf: BusinessDate): boolean =>
  prior !== true && promisedOn <= asOf && (settledOn === undefined || settledOn > asOf);

/** Platform orders and transfers; an abandoned attempt on our pages is none. */
const listNotSettled = (list: NotSettled, gift: Gift): void => {
  if (gift.via === "bank") list.donation_codes.push(gift.ref);
  else if (!gift.online) list.platform_orders.push(gift.ref);
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
