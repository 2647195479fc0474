import { addDays, type BusinessDate } from "../kernel/dates.ts";
import type { Words } from "../platform/display.ts";
import type { Funds } from "../funds/public.ts";
import type { Gift } from "./gift.ts";
import type { GiftPage } from "./gift-view.ts";
import { feeOf, nameOf, shortOf } from "./give-page.ts";
import { publicLine } from "./give-view.ts";
import { ONLINE_LAPSES_DAYS, TRANSFER_LAPSES_DAYS } from "./terms.ts";

/** What other modules know of a gift: its place in the book, its receipt, what it was used for, its donor's name. */
export type GiftFacts = Pick<GiftPage, "settled" | "receipt" | "uses" | "confirmedShare" | "gone"> & {
  readonly donorName?: string;
};

export type GiftPageContext = {
  readonly funds: Funds;
  readonly words: Words;
  readonly today: BusinessDate;
  readonly secret: string;
};

/** The donor's own page of a gift. */
export const giftPage = (gift: Gift, facts: GiftFacts, context: GiftPageContext): GiftPage => {
  const fund = context.funds.fund(gift.fund);
  const { donorName, ...shown } = facts;
  const choice = gift.withdrawnOn === undefined ? gift.display : "hidden";
  const short = fund ? shortOf(fund) : { zh: gift.fund, en: gift.fund };
  return {
    ...shown,
    gift: gift.id,
    fund: { code: gift.fund, name: fund ? nameOf(fund) : short },
    pledgedOn: gift.promisedOn,
    amount: gift.amount,
    method: gift.via === "bank" ? "bank" : "card",
    fee: fund ? feeOf(context.funds, fund, gift.via) : { basisPoints: 0, bearer: "federation" },
    state: stateOf(gift, context.today),
    ...(gift.via === "bank" ? { code: gift.ref } : {}),
    refunds: gift.refunds.map(({ on, amount, line = 0 }) => ({ on, amount, line })),
    publicChoice: choice,
    publicLine: publicLine({ choice, name: donorName, on: gift.promisedOn, fund: short }, context.words),
    actions: { withdraw: `/gift/${context.secret}/withdrawal`, key: "" },
  };
};

const stateOf = (gift: Gift, today: BusinessDate): GiftPage["state"] => {
  switch (gift.state) {
    case "settled":
    case "partly_refunded":
      return gift.state;
    case "refunded":
      return gift.refunds.some(({ chargeback }) => chargeback) ? "charged_back" : "refunded";
    case "pledged": {
      const days = gift.via === "bank" ? TRANSFER_LAPSES_DAYS : ONLINE_LAPSES_DAYS;
      if (addDays(gift.promisedOn, days) < today) return "expired";
      if (gift.via === "bank") return "waiting";
      return gift.attemptFailed ? "failed" : "confirming";
    }
  }
};
