import type { BusinessDate } from "../kernel/dates.ts";
import type { Fen } from "../kernel/money.ts";

export const STATEMENT_FORMATS = [
  "wechat-bill",
  "alipay-bill",
  "bank-csv",
  "camt053",
  "mt940",
  "stripe-balance",
  "unionpay",
] as const;
export type StatementFormat = (typeof STATEMENT_FORMATS)[number];

/** Wallets have payments and refunds; cards charges, refunds, disputes, fees, payouts; banks plain entries. */
export type StatementKind = "payment" | "refund" | "charge" | "dispute" | "fee" | "payout" | "entry";

/** What a card charge says about its gift. */
export type ChargeGift = {
  readonly orderNo: string;
  readonly fund: string;
  readonly purpose?: string;
  readonly donorType: "person" | "enterprise";
  readonly anonymous: boolean;
  readonly publishConsent: boolean;
  readonly receiptWanted: boolean;
  readonly donorName?: string;
  readonly donorEmail?: string;
};

/** One row of a statement. Fields exist only where the format and the row have them. */
export type StatementLine = {
  /** Identity of the row within its account: a wallet's payment or refund, a card's transaction, a bank's serial. */
  readonly id: string;
  /** Data row in its file, from 1. */
  readonly row: number;
  /** `YYYY-MM-DD HH:MM:SS` in Shanghai; the date alone when the format has no time. */
  readonly at: string;
  readonly on: BusinessDate;
  readonly kind: StatementKind;
  /** Banks: the column or mark the row stands under; a negative debit is a debit with a positive amount. */
  readonly side: "debit" | "credit";
  /** As the account feels it: in +, out −. Gross for wallets and cards. */
  readonly amount: Fen;
  /** In 1/1000 fen: taken +, given back −. Nought for banks. */
  readonly fee: bigint;
  /** Merchant order number; on a refund that of its payment. */
  readonly orderNo?: string;
  readonly refundNo?: string;
  /** Cards: the charge itself, or the one that a refund or dispute names. */
  readonly charge?: string;
  readonly payout?: string;
  readonly traceId?: string;
  /** Cards: epoch seconds. */
  readonly availableOn?: number;
  readonly created?: number;
  /** 流水号 or the bank's own reference. */
  readonly serial?: string;
  /** The other side's reference: end-to-end id, trace id, donation code. */
  readonly ownReference?: string;
  /** 摘要. */
  readonly summary?: string;
  /** 用途/附言, Ustrd, :86:, description. */
  readonly narrative?: string;
  readonly counterparty?: { readonly name?: string; readonly account?: string; readonly bank?: string };
  readonly gift?: ChargeGift;
};

export type StatementHeader = {
  readonly format: StatementFormat;
  /** Merchant id or account number as the file says it; cards and empty bills have none. */
  readonly account?: string;
  readonly currency: string;
};

export type Tally = { readonly count: number; readonly amount: Fen };

/** Sums of a statement. Where the file states its own they agree with these, else it was refused (REC-2). */
export type StatementSummary = {
  readonly lines: number;
  /** Amounts signed as the lines are; fee in 1/1000 fen. */
  readonly byKind: Readonly<Partial<Record<StatementKind, Tally & { readonly fee: bigint }>>>;
  /** Money out as a positive sum (a negative debit lowers it), money in. */
  readonly debit: Tally;
  readonly credit: Tally;
  /** In 1/1000 fen. */
  readonly fee: bigint;
  readonly opening?: Fen;
  readonly closing?: Fen;
  /** First and last day the statement covers, where it says so. */
  readonly from?: BusinessDate;
  readonly to?: BusinessDate;
  /** Earliest and latest `at` of its lines. */
  readonly first?: string;
  readonly last?: string;
};

/**
 * What a reader yields: one header, its lines, one summary; several such groups where the format holds several statements.
 * The whole-file checks are done before the (last) summary is yielded: lines seen before it may still be refused.
 */
export type StatementEvent =
  | { readonly type: "header"; readonly header: StatementHeader }
  | { readonly type: "line"; readonly line: StatementLine }
  | { readonly type: "summary"; readonly summary: StatementSummary };

/** Throws `FileFault` for a file that must be refused. */
export type StatementEvents = AsyncGenerator<StatementEvent, void, undefined>;
