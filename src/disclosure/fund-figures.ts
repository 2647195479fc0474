import { type BusinessDate, firstDay, lastDay, type Period } from "../kernel/dates.ts";
import { absolute, type Fen, formatYuan, minus, negate, plus, sum, ZERO } from "../kernel/money.ts";
import type { JsonObject } from "../kernel/result.ts";
import type { Funds } from "../funds/public.ts";
import {
  type AccountClass,
  accountOf,
  codeOfPath,
  firstDimension,
  type Ledger,
  type Movement,
} from "../ledger/public.ts";

/** The columns of a fund's month, in fen; costs and outflows are positive (samples rule 20). */
export type FundMonth = {
  readonly fund: string;
  readonly openingUnrestricted: Fen;
  readonly openingRestricted: Fen;
  readonly cashIncome: Fen;
  readonly otherIncome: Fen;
  readonly refunds: Fen;
  readonly chargebacks: Fen;
  readonly channelFees: Fen;
  readonly aidPaid: Fen;
  readonly managementFee: Fen;
  readonly managementFeeReceived: Fen;
  readonly transfersIn: Fen;
  readonly transfersOut: Fen;
  readonly operatingCosts: Fen;
  readonly closingUnrestricted: Fen;
  readonly closingRestricted: Fen;
  readonly reserved: Fen;
  readonly available: Fen;
  readonly goodsIncome: Fen;
  readonly aidReturned: Fen;
  /** Movements of no known column: vouchers by hand. They are inside the closing balance. */
  readonly adjustments: Fen;
};

type Column = Exclude<keyof FundMonth, "fund">;
type Sums = { -readonly [Name in Column]: Fen };

const COLUMNS: readonly Column[] = [
  "openingUnrestricted",
  "openingRestricted",
  "cashIncome",
  "otherIncome",
  "refunds",
  "chargebacks",
  "channelFees",
  "aidPaid",
  "managementFee",
  "managementFeeReceived",
  "transfersIn",
  "transfersOut",
  "operatingCosts",
  "closingUnrestricted",
  "closingRestricted",
  "reserved",
  "available",
  "goodsIncome",
  "aidReturned",
  "adjustments",
];

/** Every fund's month, or its part up to a day, as sums of posted lines (LED-2, LED-10), in federation order. */
export const fundMonths = (
  books: { readonly funds: Funds; readonly ledger: Ledger; readonly returned: ReadonlyMap<string, Fen> },
  period: Period,
  upTo: BusinessDate = lastDay(period),
): FundMonth[] => {
  const sums = new Map(books.funds.all().map((fund) => [fund.code, emptySums()]));
  for (const movement of books.ledger.balances.moved({ to: upTo })) {
    const row = sums.get(firstDimension(movement.path) ?? "");
    if (row) addMovement(row, movement, period);
  }
  return books.funds.all().map((fund) => {
    const row = sums.get(fund.code) ?? emptySums();
    row.aidReturned = books.returned.get(fund.code) ?? ZERO;
    const free =
      fund.restriction === "none" ? row.closingUnrestricted : plus(row.closingUnrestricted, row.closingRestricted);
    row.available = minus(free, row.reserved);
    return { fund: fund.code, ...row };
  });
};

/** Totals over funds, column by column. */
export const fundTotals = (months: readonly FundMonth[]): Omit<FundMonth, "fund"> =>
  Object.fromEntries(COLUMNS.map((column) => [column, sum(months.map((month) => month[column]))])) as Sums;

/** A month as JSON: yuan strings under the names of the samples; adjustments only where there are some. */
export const fundMonthJson = (month: Partial<FundMonth>): JsonObject => {
  const entries = Object.entries(month).filter(([name, value]) => !(name === "adjustments" && value === 0n));
  return Object.fromEntries(
    entries.map(([name, value]) => [snake(name), typeof value === "bigint" ? formatYuan(value as Fen) : String(value)]),
  );
};

const addMovement = (row: Sums, movement: Movement, period: Period): void => {
  const account = accountOf(codeOfPath(movement.path), movement.on);
  if (!account) return;
  if (account.key === "reserved") row.reserved = plus(row.reserved, movement.amount);
  const part = partOf(account.class);
  if (!part) return;
  const earlier = movement.on < firstDay(period);
  if (movement.basis === "goods.given") return;
  if (!earlier && movement.basis !== "period.closed")
    addColumn(row, { class: account.class, key: account.key, movement });
  if (movement.basis === "goods.accepted") return;
  if (earlier) addTo(row, OPENING[part], negate(movement.amount));
  addTo(row, CLOSING[part], negate(movement.amount));
};

const OPENING = { restricted: "openingRestricted", unrestricted: "openingUnrestricted" } as const;
const CLOSING = { restricted: "closingRestricted", unrestricted: "closingUnrestricted" } as const;

const partOf = (name: AccountClass): "restricted" | "unrestricted" | undefined => {
  if (name === "restrictedNetAssets" || name === "restrictedIncome") return "restricted";
  if (name === "unrestrictedNetAssets" || name === "unrestrictedIncome" || name === "cost") return "unrestricted";
  return undefined;
};

type Place = { readonly income: boolean; readonly key: string; readonly basis: string };
type Rule = {
  readonly fits: (place: Place) => boolean;
  readonly column: Column | undefined;
  readonly sign: "debit" | "credit";
};

/** Which column a movement belongs to; the first rule that fits. A rule without a column is inside another column already. */
const RULES: readonly Rule[] = [
  { fits: ({ key }) => key === "otherIncome", column: "otherIncome", sign: "credit" },
  { fits: ({ income, basis }) => income && basis === "donation.settled", column: "cashIncome", sign: "credit" },
  { fits: ({ income, basis }) => income && basis === "donation.refunded", column: "refunds", sign: "debit" },
  { fits: ({ income, basis }) => income && basis === "chargeback", column: "chargebacks", sign: "debit" },
  { fits: ({ income, basis }) => income && basis === "goods.accepted", column: "goodsIncome", sign: "credit" },
  { fits: ({ key }) => key === "fundraising", column: "channelFees", sign: "debit" },
  { fits: ({ key, basis }) => key === "programme" && basis === "aid.paid", column: "aidPaid", sign: "debit" },
  { fits: ({ key }) => key === "management", column: "operatingCosts", sign: "debit" },
  { fits: ({ basis }) => basis === "aid.paid" || basis === "payout.settled", column: undefined, sign: "debit" },
];
/** Movements between funds: what leaves and what comes have columns of their own. */
const BETWEEN: { readonly [basis: string]: { readonly out: Column; readonly in: Column } } = {
  "management.fee": { out: "managementFee", in: "managementFeeReceived" },
  "transfer.posted": { out: "transfersOut", in: "transfersIn" },
};

const addColumn = (
  row: Sums,
  { class: name, key, movement }: { class: AccountClass; key: string; movement: Movement },
): void => {
  const { basis, amount } = movement;
  const between = BETWEEN[basis];
  if (between) return addTo(row, amount > 0n ? between.out : between.in, absolute(amount));
  const place = { income: name.endsWith("Income"), key, basis };
  const rule = RULES.find(({ fits }) => fits(place));
  if (!rule) return addTo(row, "adjustments", negate(amount));
  if (rule.column) addTo(row, rule.column, rule.sign === "debit" ? amount : negate(amount));
};

const addTo = (row: Sums, column: Column, amount: Fen): void => {
  row[column] = plus(row[column], amount);
};

const emptySums = (): Sums => Object.fromEntries(COLUMNS.map((column) => [column, ZERO])) as Sums;
const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
