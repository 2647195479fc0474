import type { RefusalTable } from "../platform/problem.ts";

export type ReconciliationRefusal =
  | "statement_row_unknown"
  | "statement_row_matched"
  | "statement_row_moves_money"
  | "statement_known"
  | "statement_unknown"
  | "transit_known"
  | "payout_unknown"
  | "payout_mismatch"
  | "payout_part_not_booked"
  | "batch_paid"
  | "bank_rule_unknown"
  | "suspension_known";

export const reconciliationRefusals: RefusalTable<ReconciliationRefusal> = {
  statement_row_unknown: { status: 404, key: "error.statement_row_unknown" },
  statement_row_matched: { status: 409, key: "error.statement_row_matched" },
  statement_row_moves_money: { status: 409, key: "error.statement_row_moves_money" },
  statement_known: { status: 409, key: "error.statement_known" },
  statement_unknown: { status: 404, key: "error.statement_unknown" },
  transit_known: { status: 409, key: "error.transit_known" },
  payout_unknown: { status: 404, key: "error.payout_unknown" },
  payout_mismatch: { status: 409, key: "error.payout_mismatch" },
  payout_part_not_booked: { status: 409, key: "error.payout_part_not_booked" },
  batch_paid: { status: 409, key: "error.batch_paid" },
  bank_rule_unknown: { status: 404, key: "error.bank_rule_unknown" },
  suspension_known: { status: 409, key: "error.suspension_known" },
};
