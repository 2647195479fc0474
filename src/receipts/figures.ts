import { type BusinessDate, firstDay, type Period } from "../kernel/dates.ts";
import { type Fen, formatYuan, minus, sum, ZERO } from "../kernel/money.ts";
import type { Receipts } from "./receipts.ts";

/**
 * The receipts of a period up to and with `asOf`, in the shape of the samples' `receipts`. Each counts on the day that
 * made it due (settlement, refund, correction), so the figures do not depend on when the job ran.
 */
export const receiptFigures = (receipts: Receipts, period: Period, asOf: BusinessDate) => {
  const from = firstDay(period);
  const within = (on: BusinessDate) => from <= on && on <= asOf;
  const blue = [...receipts.all()].filter((receipt) => receipt.names === undefined);
  const gifts = blue.filter((receipt) => receipt.form === "gift");
  const issued = gifts.filter((receipt) => within(receipt.causeOn));
  const voided = gifts.filter((receipt) => receipt.voided !== undefined && within(receipt.voided.causeOn));
  const issuedTotal = total(issued);
  const voidedTotal = total(voided);
  return {
    issued: issued.length,
    issued_total: formatYuan(issuedTotal),
    voided: voided.length,
    voided_total: formatYuan(voidedTotal),
    live: issued.length - voided.length,
    live_total: formatYuan(minus(issuedTotal, voidedTotal)),
    waived: [...receipts.waivers()].filter((row) => row.form === "gift" && within(row.causeOn)).length,
    prior_voided: [...receipts.priorVoids()].filter((row) => within(row.causeOn)).length,
    goods: blue.filter((receipt) => receipt.form === "goods" && !receipt.replaces && within(receipt.causeOn)).length,
  };
};

const total = (rows: readonly { readonly amount?: Fen }[]): Fen => sum(rows.map((row) => row.amount ?? ZERO));
