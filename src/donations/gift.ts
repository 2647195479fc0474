import type { Line } from "../journal/line.ts";
import type { BusinessDate } from "../kernel/dates.ts";
import { type Fen, fen, minus, plus, ZERO } from "../kernel/money.ts";
import type { Display, DonorType, PledgeData, RefundAskedData, RefundedData, SettledData, Via } from "./facts.ts";

export type GiftRefund = {
  readonly ref: string;
  readonly on: BusinessDate;
  readonly amount: Fen;
  readonly chargeback: boolean;
  /** The merchant's refund number, when staff asked for it: a bill names the refund by it. */
  readonly asked?: string;
  /** The account it was paid from. */
  readonly account?: string;
  /** Index of its line. */
  readonly line?: number;
};

/** A gift of money, from the promise on. Amounts are fen, gross: what the donor paid (GIFT-3). */
export type Gift = {
  readonly id: string;
  /** Order number or donation code: what a statement names it by. */
  readonly ref: string;
  readonly via: Via;
  readonly fund: string;
  readonly purpose?: string;
  readonly amount: Fen;
  /** What was promised, when a transfer brought another amount. */
  readonly promised?: Fen;
  /** Opaque id of the donor in the vault. */
  readonly donor?: string;
  readonly donorType: DonorType;
  readonly anonymous: boolean;
  readonly publishConsent: boolean;
  readonly receiptWanted: boolean;
  readonly display: Display;
  readonly promisedOn: BusinessDate;
  readonly withdrawnOn?: BusinessDate;
  /** From before the opening: its money is in the opening balances. */
  readonly prior?: true;
  readonly receiptIssued?: boolean;
  /** Made on our own pages. */
  readonly online: boolean;
  readonly state: "pledged" | "settled" | "partly_refunded" | "refunded";
  readonly settledOn?: BusinessDate;
  readonly settledLine?: number;
  /** The account the money came to. */
  readonly account?: string;
  readonly refunds: readonly GiftRefund[];
  readonly refunded: Fen;
  /** A refund that staff asked for and the provider has not made yet. */
  readonly asked?: { readonly refund: string; readonly amount: Fen };
  /** The provider's own order, when it was paid on our pages. */
  readonly order?: string;
  /** The last attempt to pay failed; another may still succeed (PIT-3). */
  readonly attemptFailed?: true;
  readonly secret?: string;
  readonly request?: string;
  readonly terms?: string;
  /** Index of the line that made it. */
  readonly line: number;
};

const NO_REFUNDS: readonly GiftRefund[] = Object.freeze([]);

/** The gift of a pledged or carried line. */
export const giftFrom = (line: Line, index: number, withdrawnOn: BusinessDate | undefined): Gift => {
  const data = line.data as PledgeData;
  const prior = line.kind === "donation.carried";
  return Object.freeze({
    id: data.gift,
    ref: data.ref,
    via: data.via,
    fund: data.fund,
    amount: fen(BigInt(data.amount)),
    donorType: data.donor_type,
    anonymous: data.anonymous,
    publishConsent: data.publish_consent,
    receiptWanted: data.receipt_wanted,
    display: data.display ?? (data.publish_consent ? "full" : "hidden"),
    promisedOn: line.on,
    online: data.online === true,
    state: prior ? "settled" : "pledged",
    refunds: NO_REFUNDS,
    refunded: ZERO,
    line: index,
    ...(prior ? { prior: true as const, receiptIssued: data.receipt_issued === true, settledOn: line.on } : {}),
    ...(withdrawnOn === undefined ? {} : { withdrawnOn }),
    ...givenOf(data, ["purpose", "donor", "secret", "request", "terms"]),
  });
};

/** The fields that the data has, and no others. */
const givenOf = <Field extends "purpose" | "donor" | "secret" | "request" | "terms">(
  data: PledgeData,
  fields: readonly Field[],
): { readonly [F in Field]?: string } => {
  const given: { [F in Field]?: string } = {};
  for (const field of fields) if (data[field] !== undefined) given[field] = data[field];
  return given;
};

/** The money is here. A transfer may bring another amount than was promised: what came is the gift (GIFT-2). */
export const settledGift = (gift: Gift, line: Line, index: number): Gift => {
  const data = line.data as SettledData;
  const rest = gift.attemptFailed === undefined ? gift : withoutFailure(gift);
  const account = line.post.find(([, amount]) => !amount.startsWith("-"))?.[0];
  const amount = fen(BigInt(data.amount));
  return Object.freeze({
    ...rest,
    amount,
    ...(amount === gift.amount ? {} : { promised: gift.amount }),
    state: "settled",
    settledOn: data.relates_to ?? line.on,
    settledLine: index,
    ...(account === undefined ? {} : { account }),
    ...(data.order === undefined ? {} : { order: data.order }),
  });
};

const withoutFailure = ({ attemptFailed: _failed, ...rest }: Gift): Gift => rest;

/** The match that settled it was taken back: it is a promise again. One that another line settled stays. */
export const unsettledGift = (gift: Gift, line: Line): Gift => {
  if (gift.settledLine !== line.data.takes_back) return gift;
  const {
    settledOn: _on,
    settledLine: _line,
    account: _account,
    order: _order,
    promised = gift.amount,
    ...rest
  } = gift;
  return Object.freeze({ ...rest, amount: promised, state: "pledged" });
};

export const refundedGift = (gift: Gift, line: Line, index: number): Gift => {
  const data = line.data as RefundedData;
  const amount = fen(BigInt(data.amount));
  const refunded = plus(gift.refunded, amount);
  const { asked, ...rest } = gift;
  const account = line.post.at(-1)?.[0];
  const refund = {
    ref: data.ref,
    on: data.relates_to ?? line.on,
    amount,
    chargeback: data.basis === "chargeback",
    line: index,
    ...(data.asked === undefined ? {} : { asked: data.asked }),
    ...(account === undefined ? {} : { account }),
  };
  return Object.freeze({
    ...rest,
    ...(asked === undefined || asked.refund === data.asked ? {} : { asked }),
    state: refunded === gift.amount ? "refunded" : "partly_refunded",
    refunds: Object.freeze([...gift.refunds, Object.freeze(refund)]),
    refunded,
  });
};

export const askedGift = (gift: Gift, line: Line): Gift => {
  const data = line.data as RefundAskedData;
  return Object.freeze({ ...gift, asked: { refund: data.refund, amount: fen(BigInt(data.amount)) } });
};

/** A failed attempt is shown until another one succeeds (PIT-3). */
export const notedGift = (gift: Gift, line: Line): Gift =>
  gift.state === "pledged" && line.data.outcome === "failed"
    ? Object.freeze({ ...gift, attemptFailed: true as const })
    : gift;

/** The provider did not make the refund that was asked for. */
export const droppedGift = (gift: Gift, line: Line): Gift => {
  const { asked, ...rest } = gift;
  return asked?.refund === line.data.refund ? Object.freeze(rest) : gift;
};

/** The earliest withdrawal counts. */
export const withdrawnGift = (gift: Gift, on: BusinessDate): Gift =>
  gift.withdrawnOn !== undefined && gift.withdrawnOn <= on ? gift : Object.freeze({ ...gift, withdrawnOn: on });

/** What is left of a gift after its refunds, in fen. */
export const restOf = (gift: Gift): Fen => minus(gift.amount, gift.refunded);
