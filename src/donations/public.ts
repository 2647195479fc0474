export { type Donations, openDonations } from "./donations.ts";
export { donationRefusals } from "./errors.ts";
export type { Display, DonorType, Evidence, Via } from "./facts.ts";
export { type GiftFigures, giftFigures, goodsFigures, type PublicName, publicName } from "./figures.ts";
export { type Gift, type GiftRefund, isSettled, restOf } from "./gift.ts";
export type { Goods } from "./goods.ts";
export type { Refund, Settlement } from "./settlement.ts";
