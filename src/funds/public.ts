export { inOffice } from "./committee.ts";
export type { FundKind, Member, Restriction } from "./facts.ts";
export {
  type BankRule,
  type Federation,
  type InTransit,
  type Merchant,
  type MoneyAccount,
  openingVoucher,
} from "./federation.ts";
export { availableOf, type Fund } from "./fund.ts";
export { type Funds, openFunds } from "./funds.ts";
export { feeBase, managementFee } from "./management-fee.ts";
export type { Transfer } from "./transfer.ts";
export { fundsRefusals } from "./errors.ts";
export {
  businessDay,
  type FederationToOpen,
  type FundsService,
  fundsService,
  type RowAnswer,
  type TransferRow,
} from "./service.ts";
