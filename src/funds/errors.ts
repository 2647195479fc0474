import type { RefusalTable } from "../platform/problem.ts";

export type FundsRefusal =
  | "federation_changed"
  | "federation_unknown"
  | "fund_changed"
  | "fund_unknown"
  | "fund_status_same"
  | "fund_suspended"
  | "second_general_fund"
  | "purpose_unknown"
  | "opening_posted"
  | "opening_not_balanced"
  | "opening_funds_differ"
  | "opening_agency_differs"
  | "committee_size"
  | "committee_chair"
  | "member_twice"
  | "term_ends_before_start"
  | "transfer_exists"
  | "transfer_same_fund"
  | "transfer_unknown"
  | "transfer_without_basis"
  | "restriction_differs"
  | "over_available"
  | "over_balance"
  | "nothing_due";

export const fundsRefusals: RefusalTable<FundsRefusal> = {
  federation_changed: { status: 409, key: "error.federation_changed" },
  federation_unknown: { status: 409, key: "error.federation_unknown" },
  fund_changed: { status: 409, key: "error.fund_changed" },
  fund_unknown: { status: 404, key: "error.fund_unknown" },
  fund_status_same: { status: 409, key: "error.fund_status_same" },
  fund_suspended: { status: 409, key: "error.fund_not_active" },
  second_general_fund: { status: 409, key: "error.second_general_fund" },
  purpose_unknown: { status: 422, key: "error.purpose_unknown" },
  opening_posted: { status: 409, key: "error.opening_posted" },
  opening_not_balanced: { status: 422, key: "error.opening_not_balanced" },
  opening_agency_differs: { status: 422, key: "error.opening_agency_differs" },
  opening_funds_differ: { status: 422, key: "error.opening_funds_differ" },
  committee_size: { status: 422, key: "error.committee_size" },
  committee_chair: { status: 422, key: "error.committee_chair" },
  member_twice: { status: 422, key: "error.member_twice" },
  term_ends_before_start: { status: 422, key: "error.term_ends_before_start" },
  transfer_exists: { status: 409, key: "error.transfer_exists" },
  transfer_same_fund: { status: 422, key: "error.transfer_same_fund" },
  transfer_unknown: { status: 404, key: "error.transfer_unknown" },
  transfer_without_basis: { status: 422, key: "error.transfer_without_basis" },
  restriction_differs: { status: 409, key: "error.restriction_differs" },
  over_available: { status: 409, key: "error.over_available" },
  over_balance: { status: 409, key: "error.over_balance" },
  nothing_due: { status: 409, key: "error.nothing_due" },
};
