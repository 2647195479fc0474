import { type BusinessDate, lastDay, type Period, periodOf } from "../kernel/dates.ts";
import { type Fen, plus, ZERO } from "../kernel/money.ts";
import type { JsonObject } from "../kernel/result.ts";
import { aidFigures, type Disbursements } from "../disbursements/public.ts";
import { type Donations, goodsFigures, openGiftFigures } from "../donations/public.ts";
import { inTurns } from "../platform/turns.ts";
import type { Funds } from "../funds/public.ts";
import { type Ledger, trialBalance, trialBalanceJson } from "../ledger/public.ts";
import { openReceiptFigures, type Receipts } from "../receipts/public.ts";
import {
  accountFigures,
  payoutFigures,
  type Reconciliation,
  statementFigures,
  suspenseFigures,
} from "../reconciliation/public.ts";
import { type FundMonth, fundMonthJson, fundMonths, fundTotals } from "./fund-figures.ts";
import { aidRows, aidRowsJson, incomeRows, incomeRowsJson } from "./rows.ts";

/** Every chapter the figures read. */
export type Books = {
  readonly ledger: Ledger;
  readonly funds: Funds;
  readonly donations: Donations;
  readonly disbursements: Disbursements;
  readonly receipts: Receipts;
  readonly reconciliation: Reconciliation;
};

/**
 * Everything there is to say of a month, for those who keep and audit the books: yuan strings, in the shape of a month
 * folder's expected.json without `imports`. Holds small groups: not for the public. Looks at every gift, receipt and row,
 * so others get their turn: of a month that still moves, these may be younger than the sums of the ledger.
 */
export const monthFigures = async (books: Books, period: Period): Promise<JsonObject> => {
  const asOf = lastDay(period);
  const read = figureBooks(books);
  const sums = ledgerFigures(books, period);
  const gifts = openGiftFigures(period, asOf);
  await inTurns(books.donations.gifts(), gifts.add);
  const receipts = openReceiptFigures(period, asOf);
  await inTurns(books.receipts.all(), receipts.add);
  await inTurns(books.receipts.waivers(), receipts.addWaiver);
  await inTurns(books.receipts.priorVoids(), receipts.addPriorVoid);
  return {
    ...sums,
    gifts: gifts.result(),
    receipts: receipts.result(),
    statements: await statementFigures(read, period),
  };
};

/** What the ledger, the requests and the running sums of gifts say, all of one moment. */
const ledgerFigures = (books: Books, period: Period): JsonObject => {
  const asOf = lastDay(period);
  const months = monthsOf(books, period);
  const read = figureBooks(books);
  return {
    schema: "shanzhang-month/1",
    month: period,
    as_of: asOf,
    currency: "CNY",
    goods: goodsFigures(books.donations.goods(), period, asOf),
    aid: aidFigures(books.disbursements.requests(), period),
    funds: months.map(fundMonthJson),
    fund_totals: fundMonthJson(fundTotals(months)),
    payouts: payoutFigures(read, period),
    accounts: accountFigures(read, asOf),
    suspense_2209: suspenseFigures(read, asOf),
    trial_balance: {
      before_close: trialBalanceJson(trialBalance(books.ledger.balances, { on: asOf, view: "before_close" })),
      after_close: trialBalanceJson(trialBalance(books.ledger.balances, { on: asOf, view: "after_close" })),
    },
    disclosure: {
      aid_rows: aidRowsJson(aidRows(books.disbursements.requests(), period)),
      income_rows: incomeRowsJson(incomeRows(books.donations.sumsOf(period).filter(({ what }) => what === "settled"))),
    },
  };
};

/** The month of every fund, or its part up to a day, in federation order. */
export const monthsOf = (books: Books, period: Period, upTo?: BusinessDate): FundMonth[] =>
  fundMonths({ funds: books.funds, ledger: books.ledger, returned: returnedByFund(books, period) }, period, upTo);

export const figureBooks = (books: Books) => ({
  book: books.reconciliation.book,
  ledger: books.ledger,
  accounts: books.funds.accounts(),
  channels: books.funds.merchants(),
  openingDate: books.funds.federation()?.openingDate ?? "",
});

/** Aid that came back and waits for its recipient, by fund. */
const returnedByFund = (books: Books, period: Period): ReadonlyMap<string, Fen> => {
  const sums = new Map<string, Fen>();
  for (const request of books.disbursements.requests()) {
    if (request.returnedOn === undefined || periodOf(request.returnedOn) !== period) continue;
    sums.set(request.fund, plus(sums.get(request.fund) ?? ZERO, request.amount));
  }
  return sums;
};
