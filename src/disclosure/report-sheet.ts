import type { BusinessDate, Period } from "../kernel/dates.ts";
import { absolute, type Fen, fen, minus, plus, sum, ZERO } from "../kernel/money.ts";
import { SMALL_GROUP } from "./small-groups.ts";

/**
 * The frozen data of one periodic disclosure: PDF, CSV and JSON are drawn from it and nothing else (PDF-8). Amounts are
 * fen; rows come ready masked and merged (PII-1, PII-9), with names and texts in the language of the report.
 */
export type ReportSheet = {
  readonly federation: {
    readonly name: string;
    readonly creditCode: string;
    readonly certificate: string;
    /** Address and hours for questions and complaints. */
    readonly contact: string;
  };
  /** `BG-2026-09-01`. */
  readonly number: string;
  readonly version: number;
  readonly period: Period;
  readonly publishedOn: BusinessDate;
  /** Last day that counts, to its end in Shanghai. */
  readonly cutOff: BusinessDate;
  readonly templateVersion: number;
  readonly rulesVersion: number;
  /** The book when the data were frozen: how many lines from the first, the Merkle root over them, and both signed (a checkpoint). */
  readonly journal: { readonly lines: number; readonly root: string; readonly checkpoint: string };
  /** Where the digests of all files of this report are listed. */
  readonly verifyUrl: string;
  /** Every fund in the order of the federation's register. */
  readonly funds: readonly FundLine[];
  readonly income: readonly IncomeLine[];
  readonly aid: readonly AidLine[];
  /** Aid by purpose over all funds, for the chart; same rules of merging. */
  readonly purposes: readonly PurposeLine[];
  readonly goods: readonly GoodsLine[];
  readonly refunds: readonly RefundLine[];
  readonly transfers: readonly TransferLine[];
  readonly related: readonly RelatedLine[];
  readonly channels: readonly ChannelLine[];
  readonly accounts: readonly AccountLine[];
  /** Money that is in the accounts and not yet the funds': 2209, by cause. */
  readonly suspense: readonly SuspenseLine[];
  /** Money held for named persons or units (受托代理): in no other figure. */
  readonly agency: { readonly opening: Fen; readonly received: Fen; readonly paid: Fen; readonly closing: Fen };
  readonly corrections: readonly CorrectionLine[];
};

export type FundLine = {
  readonly code: string;
  /** Without the federation's name in front. */
  readonly name: string;
  /** `merged`: the one row of aid to few households over all funds; it corrects the balances of the rows with a star. */
  readonly kind: "street" | "named" | "general" | "merged";
  readonly opening: Fen;
  /** Money gifts, gross (GIFT-3). */
  readonly raised: Fen;
  readonly otherIncome: Fen;
  /** Refunds and lost disputes, positive. */
  readonly refunds: Fen;
  readonly aid: Fen;
  readonly channelFees: Fen;
  readonly operatingCosts: Fen;
  /** Agreed fee: received less charged; sums to zero over all funds. */
  readonly managementFee: Fen;
  /** Transfers in less out; sums to zero over all funds. */
  readonly transfers: Fen;
  /** Vouchers by hand that fit no column. */
  readonly adjustments: Fen;
  readonly closing: Fen;
  readonly reserved: Fen;
  readonly available: Fen;
};

/** Why rows were merged into one: fewer than five, or joined so that no subtraction tells the small one. */
export type Merged = "small_group" | "protects_small_group";

export type IncomeLine = {
  /** Code of the fund, or undefined for a row over several. */
  readonly fund: string | undefined;
  readonly label: string;
  readonly donors: "person" | "enterprise" | "all";
  readonly way: "online" | "bank" | "all";
  readonly gifts: number;
  readonly gross: Fen;
  readonly merged: Merged | undefined;
};

export type AidLine = {
  readonly fund: string | undefined;
  readonly label: string;
  /** Name of the purpose, or of all that were merged. */
  readonly purpose: string;
  readonly payments: number;
  /** Distinct recipients; undefined when even the merged row stands for fewer than five. */
  readonly households: number | undefined;
  readonly amount: Fen;
  readonly merged: Merged | undefined;
};

export type PurposeLine = { readonly purpose: string; readonly households: number | undefined; readonly amount: Fen };

export type GoodsLine = {
  readonly fund: string;
  readonly label: string;
  readonly item: string;
  readonly quantity: string;
  readonly unit: string;
  /** Undefined: not reliably measurable, in no total (GIFT-12). */
  readonly value: Fen | undefined;
};

export type RefundLine = {
  readonly kind: "full" | "partial" | "prior" | "chargeback";
  readonly count: number;
  readonly amount: Fen;
};
export type TransferLine = {
  readonly number: string;
  readonly on: BusinessDate;
  readonly from: string;
  readonly to: string;
  readonly amount: Fen;
  readonly reason: string;
};
/** An item of D-10 with its public text. */
export type RelatedLine = { readonly on: BusinessDate; readonly text: string; readonly amount: Fen };

export type ChannelLine = {
  readonly channel: string;
  readonly name: string;
  readonly payouts: number;
  readonly gross: Fen;
  readonly fee: Fen;
  readonly net: Fen;
};

export type AccountLine = {
  /** Ledger path, `1002/base`. */
  readonly account: string;
  readonly name: string;
  readonly book: Fen;
  /** Closing balance on the bank's statement; undefined for wallets, which have none. */
  readonly statement: Fen | undefined;
  /** In the book and not yet on the statement, with sign. */
  readonly outstanding: readonly { readonly id: string; readonly amount: Fen }[];
};
export type SuspenseLine = { readonly cause: string; readonly name: string; readonly amount: Fen };

export type CorrectionLine = {
  /** Report and place. */
  readonly place: string;
  readonly on: BusinessDate;
  readonly before: string;
  readonly after: string;
  readonly reason: string;
};

type FundAmounts = Omit<FundLine, "code" | "name" | "kind">;
const FUND_COLUMNS: readonly (keyof FundAmounts)[] = [
  "opening",
  "raised",
  "otherIncome",
  "refunds",
  "aid",
  "channelFees",
  "operatingCosts",
  "managementFee",
  "transfers",
  "adjustments",
  "closing",
  "reserved",
  "available",
];

/** How many funds there are: the row of merged aid is none. */
export const fundCount = (report: ReportSheet): number => report.funds.filter(({ kind }) => kind !== "merged").length;

/** Column by column over some funds. */
export const sumFunds = (funds: readonly FundLine[]): FundAmounts =>
  Object.fromEntries(FUND_COLUMNS.map((column) => [column, sum(funds.map((fund) => fund[column]))])) as {
    -readonly [Column in keyof FundAmounts]: Fen;
  };

/** What a fund's closing balance must be by its other columns. */
export const expectedClosing = (fund: FundAmounts): Fen =>
  fen(
    fund.opening +
      fund.raised +
      fund.otherIncome -
      fund.refunds -
      fund.aid -
      fund.channelFees -
      fund.operatingCosts +
      fund.managementFee +
      fund.transfers +
      fund.adjustments,
  );

/** Costs of running: channel fees and operating costs. */
export const runningCosts = (fund: Pick<FundAmounts, "channelFees" | "operatingCosts">): Fen =>
  plus(fund.channelFees, fund.operatingCosts);

export const unexplainedOf = (account: AccountLine): Fen =>
  minus(account.book, plus(account.statement ?? ZERO, sum(account.outstanding.map(({ amount }) => amount))));

/** What the accounts do not explain, all together, without their signs: too much in one is no excuse for too little in another. */
export const unexplained = (report: Pick<ReportSheet, "accounts">): Fen =>
  sum(report.accounts.map((account) => absolute(unexplainedOf(account))));

/**
 * Sums that must agree before anything is published (PDF-1): each fund's equation, transfers and agreed fees that sum to
 * zero, income rows against the funds' gifts, and the money of all accounts against funds, suspense and agency.
 * Gives the names of those that do not.
 */
export const faultsOf = (report: ReportSheet): string[] => {
  const totals = sumFunds(report.funds);
  const money = sum(report.accounts.map(({ book }) => book));
  const owed = sum([totals.closing, report.agency.closing, ...report.suspense.map(({ amount }) => amount)]);
  const checks: readonly (readonly [string, boolean])[] = [
    ...report.funds.map((fund) => [`closing of ${fund.code}`, expectedClosing(fund) === fund.closing] as const),
    ["management fees", totals.managementFee === 0n],
    ["transfers", totals.transfers === 0n],
    ["aid by fund", sum(report.aid.map(({ amount }) => amount)) === totals.aid],
    ["income by fund", sum(report.income.map(({ gross }) => gross)) === totals.raised],
    ["refunds", sum(report.refunds.map(({ amount }) => amount)) === totals.refunds],
    ["money of the accounts", money === owed],
    ["small group of income", !report.income.some((row) => row.gifts < SMALL_GROUP && row.merged === undefined)],
    ["small group of aid", !report.aid.some((row) => tooSmall(row.households) && row.merged === undefined)],
    ["small group told", !report.aid.some((row) => row.households !== undefined && tooSmall(row.households))],
  ];
  return checks.filter(([, holds]) => !holds).map(([name]) => name);
};

const tooSmall = (households: number | undefined): boolean => households === undefined || households < SMALL_GROUP;
