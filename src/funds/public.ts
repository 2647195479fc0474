export type { Member } from "./facts.ts";
export {
  type BankRule,
  type InTransit,
  type Merchant,
  type MoneyAccount,
  openingVoucher,
} from "./federation.ts";
export type { Fund } from "./fund.ts";
export { type Funds, openFunds } from "./funds.ts";
export { fundsRefusals } from "./errors.ts";
export {
  askedDay,
  type FundsService,
  fundsService,
} from "./service.ts";
export { floorFaults } from "./checks.ts";
