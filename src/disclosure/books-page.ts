import { type BusinessDate, lastDay, type Period, periodOf } from "../kernel/dates.ts";
import { type Fen, negate } from "../kernel/money.ts";
import { type JsonObject, type Refusal, refuse } from "../kernel/result.ts";
import type { Bilingual } from "../platform/display.ts";
import { trialBalance } from "../ledger/public.ts";
import { accountFigures } from "../reconciliation/public.ts";
import type { FundMonth } from "./fund-figures.ts";
import { closingOf, openingOf } from "./home-data.ts";
import { type Books, figureBooks, monthsOf } from "./month.ts";

export type FundStatement = {
  readonly fund: Bilingual;
  readonly code: string;
  readonly opening: Fen;
  readonly rows: readonly { readonly key: string; readonly amount: Fen }[];
  readonly closing: Fen;
  readonly reserved: Fen;
  readonly available: Fen;
};

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

/** What must be done before a month can be closed, done or not (ACC-16 step 1, LED-7). */
export const closeChecklist = (books: Books, period: Period): { readonly code: string; readonly done: boolean }[] => {
  const balance = trialBalance(books.ledger.balances, { on: lastDay(period), view: "before_close" });
  const waits = books.ledger.vouchers.all().some(({ on, state }) => state === "proposed" && periodOf(on) === period);
  return [
    { code: "rows_looked_at", done: rowsNotLookedAt(books, period) === 0 },
    { code: "no_unexplained", done: unexplained(books, period).length === 0 },
    { code: "vouchers_posted", done: !waits },
    { code: "trial_balance", done: balance.totalDebit === balance.totalCredit },
  ];
};

/** The same as a refusal that names what is open; undefined when a month can be closed. */
export const closeRefusal = (books: Books, period: Period): Refusal | undefined => {
  const rows = rowsNotLookedAt(books, period);
  const open = [
    ...(rows > 0 ? [`statement rows not looked at: ${rows}`] : []),
    ...unexplained(books, period).map((row) => `${String(row.account)} ${String(row.unexplained)}`),
  ];
  return open.length === 0 ? undefined : refuse("close_checklist_open", { open: open.join("; "), rule: "LED-7" });
};

const rowsNotLookedAt = ({ reconciliation }: Books, period: Period): number =>
  [...reconciliation.book.rows()].filter((row) => periodOf(row.on) === period && row.state.is === "open").length;

const unexplained = (books: Books, period: Period): JsonObject[] =>
  accountFigures(figureBooks(books), lastDay(period)).filter((row) => row.unexplained !== "0.00");
