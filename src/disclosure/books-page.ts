import { type BusinessDate, periodOf } from "../kernel/dates.ts";
import { type Fen, negate, parseSignedYuan } from "../kernel/money.ts";
import type { FundMonth } from "./fund-figures.ts";
import { closingOf, openingOf } from "./home-data.ts";
import type { BankAccount, FundStatement } from "../ledger/public.ts";
import { accountFigures } from "../reconciliation/public.ts";
import { type Books, figureBooks, monthsOf } from "./month.ts";

/** A fund's month up to and with a day, money in positive and money out negative; undefined for an unknown fund. */
export const fundStatement = (books: Books, code: string, on: BusinessDate): FundStatement | undefined => {
  const fund = books.funds.fund(code);
  const month = monthsOf(books, periodOf(on), on).find((row) => row.fund === code);
  if (!fund || !month) return undefined;
  return {
    fund: { zh: fund.nameZh, en: fund.nameEn },
    code,
    opening: openingOf(month),
    rows: rowsOf(month),
    closing: closingOf(month),
    reserved: month.reserved,
    available: month.available,
  };
};

/** Every account at the end of a day: the books, what is outstanding, the statement, and what stays unexplained (LED-7). */
export const bankAccounts = (books: Books, on: BusinessDate): BankAccount[] => {
  const banks = new Map(books.funds.accounts().map(({ account, bank }) => [account, bank]));
  return accountFigures(figureBooks(books), on).map((row) => ({
    account: String(row.account),
    ...bankOf(banks.get(String(row.account))),
    book: amountOf(row.book),
    ...(row.statement === null ? {} : { statement: amountOf(row.statement) }),
    outstanding: (row.outstanding as readonly { readonly id: string; readonly amount: string }[]).map(
      ({ id, amount }) => ({ id, amount: amountOf(amount) }),
    ),
    unexplained: amountOf(row.unexplained),
  }));
};

const bankOf = (bank: string | undefined): { readonly bank?: string } => (bank === undefined ? {} : { bank });

const amountOf = (yuan: unknown): Fen => {
  const amount = parseSignedYuan(String(yuan));
  if (amount === undefined) throw new Error(`no amount: ${String(yuan)}`);
  return amount;
};

const rowsOf = (month: FundMonth): FundStatement["rows"] => [
  { key: "cash_income", amount: month.cashIncome },
  { key: "other_income", amount: month.otherIncome },
  { key: "refunds", amount: negate(month.refunds) },
  { key: "chargebacks", amount: negate(month.chargebacks) },
  { key: "channel_fees", amount: negate(month.channelFees) },
  { key: "aid_paid", amount: negate(month.aidPaid) },
  { key: "management_fee", amount: negate(month.managementFee) },
  { key: "management_fee_received", amount: month.managementFeeReceived },
  { key: "transfers_in", amount: month.transfersIn },
  { key: "transfers_out", amount: negate(month.transfersOut) },
  { key: "operating_costs", amount: negate(month.operatingCosts) },
  { key: "adjustments", amount: month.adjustments },
];
