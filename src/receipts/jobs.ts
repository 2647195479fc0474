import type { DeriveJobs } from "../journal/relay.ts";

export const FOLLOW_QUEUE = "receipts.follow";
export const RENDER_QUEUE = "receipts.render";
export const MAIL_QUEUE = "receipts.mail";

/** Money or goods that came, money that went back: the gift's receipts are looked at. A receipt that was issued: its PDF is drawn, then mailed. */
export const receiptJobs: DeriveJobs = (line) => {
  switch (line.kind) {
    case "donation.settled":
    case "donation.refunded":
      return [{ queue: FOLLOW_QUEUE, name: FOLLOW_QUEUE, data: { of: String(line.data.gift) } }];
    case "goods.accepted":
      return [{ queue: FOLLOW_QUEUE, name: FOLLOW_QUEUE, data: { of: String(line.data.goods) } }];
    case "receipt.voided":
      return [{ queue: FOLLOW_QUEUE, name: FOLLOW_QUEUE, data: { of: String(line.data.of) } }];
    case "receipt.issued":
      return [{ queue: RENDER_QUEUE, name: RENDER_QUEUE, data: { serial: String(line.data.serial) } }];
    case "receipt.rendered":
      return [{ queue: MAIL_QUEUE, name: MAIL_QUEUE, data: { serial: String(line.data.serial) } }];
    default:
      return [];
  }
};
