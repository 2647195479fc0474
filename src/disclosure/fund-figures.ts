import { firstDay, lastDay, type Period } from "../kernel/dates.ts";
import { type Fen, formatYuan, minus, negate, plus, sum, ZERO } from "../kernel/money.ts";
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

/** Every fund's month as sums of posted lines (LED-2, LED-10), in federation order. */
export const fundMonths = (
  books: { readonly funds: Funds; readonly ledger: Ledger; readonly returned: ReadonlyMap<string, Fen> },
  period: Period,
): FundMonth[] => {
  const sums = new Map(books.funds.all().map((fund) => [fund.code, emptySums()]));
  for (const movement of books.ledger.balances.movements()) {
    const row = sums.get(firstDimension(movement.path) ?? "");
    if (row && movement.on <= lastDay(period)) addMovement(row, movement, period);
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
  const goods = account.key === "goods" || movement.basis === "goods.accepted";
  if (account.key === "reserved") row.reserved = plus(row.reserved, movement.amount);
  const part = partOf(account.class);
  if (!part) return;
  const worth = negate(movement.amount);
  if (movement.on < firstDay(period)) {
    if (!goods) addTo(row, part === "restricted" ? "openingRestricted" : "openingUnrestricted", worth);
  } else if (movement.basis !== "period.closed") {
    addColumn(row, { class: account.class, key: account.key, movement });
  }
  if (!goods) addTo(row, part === "restricted" ? "closingRestricted" : "closingUnrestricted", worth);
};

const partOf = (name: AccountClass): "restricted" | "unrestricted" | undefined => {
  if (name === "restrictedNetAssets" || name === "restrictedIncome") return "restricted";
  if (name === "unrestrictedNetAssets" || name === "unrestrictedIncome" || name === "cost") return "unrestricted";
  return undefined;
};

const addColumn = (
  row: Sums,
  { class: name, key, movement }: { class: AccountClass; key: string; movement: Movement },
): void => {
  const { basis, amount } = movement;
  const income = name === "restrictedIncome" || name === "unrestrictedIncome";
  const netAssets = name === "restrictedNetAssets" || name === "unrestrictedNetAssets";
  if (income && key !== "otherIncome" && basis === "donation.settled") return addTo(row, "cashIncome", negate(amount));
  if (income && basis === "donation.refunded") return addTo(row, "refunds", amount);
  if (income && basis === "chargeback") return addTo(row, "chargebacks", amount);
  if (income && basis === "goods.accepted") return addTo(row, "goodsIncome", negate(amount));
  if (key === "otherIncome") return addTo(row, "otherIncome", negate(amount));
  if (key === "fundraising") return addTo(row, "channelFees", amount);
  if (key === "programme" && basis === "aid.paid") return addTo(row, "aidPaid", amount);
  if (key === "management") return addTo(row, "operatingCosts", amount);
  if (basis === "management.fee")
    return addTo(row, amount > 0n ? "managementFee" : "managementFeeReceived", amount > 0n ? amount : negate(amount));
  if (netAssets && basis === "transfer.posted")
    return addTo(row, amount > 0n ? "transfersOut" : "transfersIn", amount > 0n ? amount : negate(amount));
  if (basis === "aid.paid" || basis === "payout.settled") return;
  addTo(row, "adjustments", negate(amount));
};

const addTo = (row: Sums, column: Column, amount: Fen): void => {
  row[column] = plus(row[column], amount);
};

const emptySums = (): Sums => Object.fromEntries(COLUMNS.map((column) => [column, ZERO])) as Sums;
const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
