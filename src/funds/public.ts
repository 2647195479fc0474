export { inOffice } from "./committee.ts";
export type { Member } from "./facts.ts";
export {
  type BankRule,
  type Federation,
  type InTransit,
  type Merchant,
  type MoneyAccount,
  openingVoucher,
} from "./federation.ts";
export { availableOf, type Fund, type FundKind, type Restriction } from "./fund.ts";
export { type Funds, openFunds } from "./funds.ts";
export { feeBase, managementFee } from "./management-fee.ts";
export type { Transfer } from "./transfer.ts";
