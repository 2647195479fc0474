import type { RefusalTable } from "../platform/problem.ts";

export type ReconciliationRefusal =
  | "statement_row_unknown"
  | "statement_row_matched"
  | "statement_row_moves_money"
  | "statement_known"
  | "statement_unknown"
  | "case_unknown"
  | "transit_known"
  | "payout_unknown"
  | "payout_mismatch"
  | "payout_part_not_booked"
  | "match_unknown"
  | "match_posted_nothing"
  | "match_needs_voucher"
  | "match_refunded"
  | "match_aid_confirmed"
  | "batch_paid"
  | "bank_rule_unknown"
  | "statement_matched"
  | "statement_money_waits"
  | "suspension_unknown"
  | "kept_rule_unknown"
  | "kept_rule_known"
  | "kept_rule_without_payer"
  | "suspension_known";

export const reconciliationRefusals: RefusalTable<ReconciliationRefusal> = {
  statement_row_unknown: { status: 404, key: "error.statement_row_unknown" },
  statement_row_matched: { status: 409, key: "error.statement_row_matched" },
  statement_row_moves_money: { status: 409, key: "error.statement_row_moves_money" },
  statement_known: { status: 409, key: "error.statement_known" },
  statement_unknown: { status: 404, key: "error.statement_unknown" },
  case_unknown: { status: 404, key: "error.case_unknown" },
  transit_known: { status: 409, key: "error.transit_known" },
  payout_unknown: { status: 404, key: "error.payout_unknown" },
  payout_mismatch: { status: 409, key: "error.payout_mismatch" },
  payout_part_not_booked: { status: 409, key: "error.payout_part_not_booked" },
  match_unknown: { status: 409, key: "error.match_unknown" },
  match_posted_nothing: { status: 409, key: "error.match_posted_nothing" },
  match_needs_voucher: { status: 409, key: "error.match_needs_voucher" },
  match_refunded: { status: 409, key: "error.match_refunded" },
  match_aid_confirmed: { status: 409, key: "error.match_aid_confirmed" },
  batch_paid: { status: 409, key: "error.batch_paid" },
  bank_rule_unknown: { status: 404, key: "error.bank_rule_unknown" },
  statement_matched: { status: 409, key: "error.statement_matched" },
  statement_money_waits: { status: 409, key: "error.statement_money_waits" },
  suspension_unknown: { status: 404, key: "error.suspension_unknown" },
  kept_rule_unknown: { status: 404, key: "error.kept_rule_unknown" },
  kept_rule_known: { status: 409, key: "error.kept_rule_known" },
  kept_rule_without_payer: { status: 409, key: "error.kept_rule_without_payer" },
  suspension_known: { status: 409, key: "error.suspension_known" },
};
