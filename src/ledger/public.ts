export { type FundBalance, type Movement, moneyOf } from "./balances.ts";
export { type AccountClass, accountOf } from "./chart-of-accounts.ts";
export { ledgerRefusals } from "./errors.ts";
export { type Ledger, openLedger } from "./ledger.ts";
export {
  accountPath,
  codeOfPath,
  credit,
  debit,
  firstDimension,
  imbalance,
  releasePostings,
  reservePostings,
} from "./posting.ts";
export { trialBalance, trialBalanceJson } from "./trial-balance.ts";
export { ledgerRoutes } from "./routes.ts";
export { balanceFaults, postingFaults, restrictedFaults, voucherFaults } from "./checks.ts";
export { ledgerPages } from "./pages.ts";
export { type FinancialStatements, financialStatements, tieFaults } from "./statements.ts";
export type { ActivityRow } from "./activities.ts";
export type { CashRow } from "./cash-flow.ts";
export type { PositionRow } from "./position.ts";
export type { JournalEntry } from "./entries.ts";
export type { AccountLedger, CashBook, GeneralLedger } from "./general-ledger.ts";
export { type BooksReader, type JournalLines, type KnownBooks, openBooksReader } from "./known-books.ts";
