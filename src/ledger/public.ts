export { type Balances, type FundBalance, type Movement, moneyOf } from "./balances.ts";
export { type Account, type AccountClass, type AccountKey, accountCode, accountOf } from "./chart-of-accounts.ts";
export { ledgerRefusals } from "./errors.ts";
export { type Ledger, openLedger } from "./ledger.ts";
export {
  accountPath,
  codeOfPath,
  credit,
  debit,
  firstDimension,
  imbalance,
  postingAmount,
  releasePostings,
  reservePostings,
} from "./posting.ts";
export { type TrialBalance, trialBalance, trialBalanceJson } from "./trial-balance.ts";
export { ledgerRoutes } from "./routes.ts";
