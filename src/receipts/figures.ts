import { type BusinessDate, firstDay, type Period } from "../kernel/dates.ts";
import { type Fen, formatYuan, minus, plus, ZERO } from "../kernel/money.ts";
import type { Receipt } from "./receipt.ts";
import type { WaiverRow } from "./receipts.ts";

/**
 * The receipts of a period up to and with `asOf`, given one by one, in the shape of the samples' `receipts`. Each counts
 * on the day that made it due (settlement, refund, correction), so the figures do not depend on when the job ran.
 */
export const openReceiptFigures = (period: Period, asOf: BusinessDate) => {
  const from = firstDay(period);
  const within = (on: BusinessDate) => from <= on && on <= asOf;
  const issued: Tally = { count: 0, amount: ZERO };
  const voided: Tally = { count: 0, amount: ZERO };
  let [goods, waived, priorVoided] = [0, 0, 0];
  return {
    add: (receipt: Receipt): void => {
      if (receipt.names !== undefined) return;
      if (receipt.form === "goods") goods += !receipt.replaces && within(receipt.causeOn) ? 1 : 0;
      else {
        if (within(receipt.causeOn)) count(issued, receipt);
        if (receipt.voided !== undefined && within(receipt.voided.causeOn)) count(voided, receipt);
      }
    },
    addWaiver: ({ form, causeOn }: WaiverRow): void => {
      if (form === "gift" && within(causeOn)) waived += 1;
    },
    addPriorVoid: ({ causeOn }: { readonly causeOn: BusinessDate }): void => {
      if (within(causeOn)) priorVoided += 1;
    },
    result: () => ({
      issued: issued.count,
      issued_total: formatYuan(issued.amount),
      voided: voided.count,
      voided_total: formatYuan(voided.amount),
      live: issued.count - voided.count,
      live_total: formatYuan(minus(issued.amount, voided.amount)),
      waived,
      prior_voided: priorVoided,
      goods,
    }),
  };
};

type Tally = { count: number; amount: Fen };
const count = (tally: Tally, { amount = ZERO }: Receipt): void => {
  tally.count += 1;
  tally.amount = plus(tally.amount, amount);
};
