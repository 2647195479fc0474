import type { Line } from "../journal/line.ts";
import type { BusinessDate } from "../kernel/dates.ts";
import { type Fen, fen, minus, sum } from "../kernel/money.ts";
import type { Gift } from "../donations/public.ts";
import type { IssuedData, RenderedData, VoidedData, VoidReason } from "./facts.ts";

/** An acknowledgement (捐赠确认函) or the red one that voids it. Its fields never change; only what became of it does (RCPT-3). */
export type Receipt = {
  readonly serial: string;
  readonly form: "gift" | "goods";
  /** Id of the gift or number of the lot of goods. */
  readonly gift: string;
  readonly fund: string;
  /** Fen; below zero on a red one, left out for goods without a reliable value (RCPT-16). */
  readonly amount?: Fen;
  readonly donor?: string;
  readonly issuedOn: BusinessDate;
  /** Recorded instant, ISO 8601. */
  readonly issuedAt: string;
  readonly givenOn: BusinessDate;
  readonly covers: number;
  readonly causeOn: BusinessDate;
  readonly template: string;
  readonly state: "valid" | "red" | "replaced";
  readonly voided?: {
    readonly by: string;
    readonly on: BusinessDate;
    readonly reason: VoidReason;
    readonly causeOn: BusinessDate;
  };
  readonly replaces?: string;
  readonly replacedBy?: string;
  /** Set on a red receipt: the number it voids. */
  readonly names?: string;
  readonly rendered?: { readonly digest: string; readonly file: string; readonly bytes: number };
  readonly line: number;
};

export type GiftReceipts = {
  /** Blue receipts in order of issue. */
  readonly receipts: readonly Receipt[];
  readonly waived: boolean;
  readonly priorVoided: boolean;
};

export type ReceiptStep =
  | {
      readonly do: "issue";
      /** Left out for goods without a reliable value. */
      readonly amount?: Fen;
      readonly covers: number;
      readonly causeOn: BusinessDate;
      readonly replaces?: string;
    }
  | { readonly do: "void"; readonly serial: string; readonly causeOn: BusinessDate }
  | { readonly do: "waive"; readonly why: "anonymous" | "not_wanted"; readonly causeOn: BusinessDate }
  | { readonly do: "prior_void"; readonly causeOn: BusinessDate }
  | { readonly do: "done" };

const DONE: ReceiptStep = { do: "done" };

/**
 * What a gift's receipts need next. Refunds are followed one by one in their order, so what is issued and voided does
 * not depend on when the job runs: issue over the gross; for each refund void the live one and issue over the rest.
 */
export const nextReceiptStep = (gift: Gift, known: GiftReceipts): ReceiptStep => {
  if (gift.settledOn === undefined) return DONE;
  if (gift.prior) return priorStep(gift, known);
  if (gift.anonymous || !gift.receiptWanted) {
    const why = gift.anonymous ? "anonymous" : "not_wanted";
    return known.waived ? DONE : { do: "waive", why, causeOn: gift.settledOn };
  }
  // Receipts of an earlier settlement, whose match was taken back, are void and stay so.
  const last = known.receipts.filter(({ line }) => line > (gift.settledLine ?? -1)).at(-1);
  if (last === undefined) return { do: "issue", amount: gift.amount, covers: 0, causeOn: gift.settledOn };
  if (last.voided === undefined) {
    const refund = gift.refunds[last.covers];
    return refund === undefined ? DONE : { do: "void", serial: last.serial, causeOn: refund.on };
  }
  return reissue(gift, last, last.voided);
};

const priorStep = (gift: Gift, known: GiftReceipts): ReceiptStep => {
  const [refund] = gift.refunds;
  if (refund === undefined || gift.receiptIssued !== true || known.priorVoided) return DONE;
  return { do: "prior_void", causeOn: refund.on };
};

const reissue = (gift: Gift, last: Receipt, voided: NonNullable<Receipt["voided"]>): ReceiptStep => {
  const corrected = voided.reason === "correction";
  const refund = gift.refunds[last.covers];
  if (!corrected && refund === undefined) return DONE; // voided for a refund that the provider has not made yet
  const covers = corrected ? last.covers : last.covers + 1;
  const rest = minus(gift.amount, sum(gift.refunds.slice(0, covers).map(({ amount }) => amount)));
  if (rest <= 0n) return DONE;
  const causeOn = corrected || refund === undefined ? voided.causeOn : refund.on;
  return { do: "issue", amount: rest, covers, causeOn, replaces: last.serial };
};

export const receiptFrom = (line: Line, index: number): Receipt => {
  const data = line.data as IssuedData;
  return Object.freeze({
    serial: data.serial,
    form: data.form,
    gift: data.of,
    fund: data.fund,
    ...(data.amount === undefined ? {} : { amount: fen(BigInt(data.amount)) }),
    ...(data.donor === undefined ? {} : { donor: data.donor }),
    issuedOn: line.on,
    issuedAt: line.at,
    givenOn: data.given_on,
    covers: data.covers,
    causeOn: data.cause_on,
    template: data.template,
    state: "valid",
    ...(data.replaces === undefined ? {} : { replaces: data.replaces }),
    line: index,
  });
};

export const voidedReceipt = (receipt: Receipt, line: Line): Receipt => {
  const { red, reason, cause_on: causeOn } = line.data as VoidedData;
  return Object.freeze({ ...receipt, state: "red", voided: { by: red, on: line.on, reason, causeOn } });
};

/** The red receipt: its own number, the amount below zero, and the number it voids (RCPT-4). */
export const redReceipt = (receipt: Receipt, line: Line, index: number): Receipt => {
  const { red, cause_on: causeOn } = line.data as VoidedData;
  const { amount, rendered: _rendered, voided: _voided, replaces: _replaces, ...rest } = receipt;
  return Object.freeze({
    ...rest,
    ...(amount === undefined ? {} : { amount: fen(-amount) }),
    serial: red,
    issuedOn: line.on,
    issuedAt: line.at,
    causeOn,
    state: "red",
    names: receipt.serial,
    line: index,
  });
};

export const replacedReceipt = (receipt: Receipt, by: string): Receipt =>
  Object.freeze({ ...receipt, state: "replaced", replacedBy: by });

export const renderedReceipt = (receipt: Receipt, line: Line): Receipt => {
  const { digest, file, bytes } = line.data as RenderedData;
  return Object.freeze({ ...receipt, rendered: { digest, file, bytes } });
};
