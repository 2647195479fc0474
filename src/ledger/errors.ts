import type { RefusalTable } from "../platform/problem.ts";

export type LedgerRefusal =
  | "voucher_not_balanced"
  | "account_unknown"
  | "period_closed"
  | "bad_period"
  | "period_not_over"
  | "earlier_period_open"
  | "close_not_proposed"
  | "voucher_exists"
  | "voucher_unknown"
  | "voucher_not_posted"
  | "voucher_already_posted"
  | "attachment_known"
  | "attachments_full"
  | "attachment_unknown"
  | "period_not_closed"
  | "later_period_closed"
  | "reopen_not_proposed"
  | "line_unknown"
  | "ledger_too_long"
  | "paper_too_long"
  | "same_person";

export const ledgerRefusals: RefusalTable<LedgerRefusal> = {
  voucher_not_balanced: { status: 422, key: "error.voucher_not_balanced" },
  account_unknown: { status: 422, key: "error.account_unknown" },
  period_closed: { status: 409, key: "error.period_closed" },
  bad_period: { status: 422, key: "error.bad_period" },
  period_not_over: { status: 409, key: "error.period_not_over" },
  earlier_period_open: { status: 409, key: "error.earlier_period_open" },
  close_not_proposed: { status: 409, key: "error.close_not_proposed" },
  voucher_exists: { status: 409, key: "error.voucher_exists" },
  voucher_unknown: { status: 404, key: "error.voucher_unknown" },
  voucher_not_posted: { status: 409, key: "error.voucher_not_posted" },
  voucher_already_posted: { status: 409, key: "error.voucher_already_posted" },
  attachment_known: { status: 409, key: "error.attachment_known" },
  attachments_full: { status: 409, key: "error.attachments_full" },
  attachment_unknown: { status: 404, key: "error.attachment_unknown" },
  period_not_closed: { status: 409, key: "error.period_not_closed" },
  later_period_closed: { status: 409, key: "error.later_period_closed" },
  reopen_not_proposed: { status: 409, key: "error.reopen_not_proposed" },
  line_unknown: { status: 422, key: "error.line_unknown" },
  ledger_too_long: { status: 422, key: "error.ledger_too_long" },
  paper_too_long: { status: 422, key: "error.paper_too_long" },
  same_person: { status: 403, key: "error.same_person" },
};
