export { type FundBalance, moneyOf } from "./balances.ts";
export type { Movement } from "./movements.ts";
export { type AccountClass, accountCode, accountOf } from "./chart-of-accounts.ts";
export { agencyShare, isAgencyMoney } from "./flows.ts";
export { ledgerRefusals } from "./errors.ts";
export { type Ledger, openLedger } from "./ledger.ts";
export {
  accountPath,
  codeOfPath,
  credit,
  debit,
  firstDimension,
  imbalance,
  postingFaults,
  releasePostings,
  reversed,
  reservePostings,
} from "./posting.ts";
export { shownAccount, type TrialBalance, trialBalance, trialBalanceJson } from "./trial-balance.ts";
export { ledgerRoutes } from "./routes.ts";
export { READERS as bookReaders } from "./access.ts";
export { balanceFaults, openPostingSums, restrictedFaults, voucherFaults } from "./checks.ts";
export { ledgerPages } from "./pages.ts";
export { type FinancialStatements, financialStatements, tieFaults } from "./statements.ts";
export type { BookSheet, SheetCell } from "./book-sheet.ts";
export { carriedPath } from "./chart-of-accounts.ts";
export { openNumbering } from "./entries.ts";
export { bookWorkSheet } from "./books-workbook.ts";
export { statementSheets } from "./statement-sheets.ts";
export { openBooksReader } from "./known-books.ts";
export { earlierOpenPeriod } from "./period.ts";
export type { BankAccount } from "./money-sheets.ts";
export { reopeningJson } from "./period-routes.ts";
export type { FundStatement } from "./views.ts";
