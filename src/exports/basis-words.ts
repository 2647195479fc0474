import type { Words } from "../platform/display.ts";

/** Reasons of entries that have words for people. */
const KNOWN = new Set([
  "opening.posted",
  "donation.settled",
  "donation.refunded",
  "chargeback",
  "goods.accepted",
  "transfer.posted",
  "management.fee",
  "aid.paid",
  "aid.returned",
  "agency.received",
  "agency.paid_on",
  "agency.returned",
  "agency.bounced",
  "line.suspended",
  "payout.settled",
  "provider.fee",
  "bank.ruled",
  "match.taken_back",
  "voucher.posted",
  "voucher.reversed",
  "period.closed",
  "period.reopened",
]);

/** What an entry is, in words; a reason that has none yet is told by its code. */
export const basisWord = (words: Words, basis: string): string =>
  KNOWN.has(basis) ? words.t(`exports.basis.${basis}`) : basis;
