import type { RefusalTable } from "../platform/problem.ts";

export type DisbursementRefusal =
  | "request_unknown"
  | "request_exists"
  | "request_wrong_state"
  | "requested_later_than_filed"
  | "same_person"
  | "evidence_known"
  | "evidence_full"
  | "evidence_unknown"
  | "not_entitled_to_vote"
  | "recusal_without_reason"
  | "already_voted"
  | "votes_missing"
  | "votes_adopted"
  | "rejection_without_reason"
  | "fund_suspended"
  | "wrong_purpose"
  | "related_party"
  | "over_available"
  | "finance_check_missing"
  | "finance_checked_already"
  | "remark_missing"
  | "remarked_already"
  | "approval_void"
  | "released_already"
  | "payment_differs";

export const disbursementRefusals: RefusalTable<DisbursementRefusal> = {
  request_unknown: { status: 404, key: "error.request_unknown" },
  request_exists: { status: 409, key: "error.request_exists" },
  request_wrong_state: { status: 409, key: "error.request_wrong_state" },
  requested_later_than_filed: { status: 422, key: "error.requested_later_than_filed" },
  same_person: { status: 403, key: "error.same_person" },
  evidence_known: { status: 409, key: "error.evidence_known" },
  evidence_full: { status: 409, key: "error.evidence_full" },
  evidence_unknown: { status: 404, key: "error.evidence_unknown" },
  not_entitled_to_vote: { status: 403, key: "error.not_entitled_to_vote" },
  recusal_without_reason: { status: 422, key: "error.recusal_without_reason" },
  already_voted: { status: 409, key: "error.already_voted" },
  votes_missing: { status: 409, key: "error.votes_missing" },
  votes_adopted: { status: 409, key: "error.votes_adopted" },
  rejection_without_reason: { status: 422, key: "error.rejection_without_reason" },
  fund_suspended: { status: 409, key: "error.fund_not_active" },
  wrong_purpose: { status: 409, key: "error.aid_wrong_purpose" },
  related_party: { status: 409, key: "error.related_party" },
  over_available: { status: 409, key: "error.over_available" },
  finance_check_missing: { status: 409, key: "error.finance_check_missing" },
  finance_checked_already: { status: 409, key: "error.finance_checked_already" },
  remark_missing: { status: 409, key: "error.remark_missing" },
  remarked_already: { status: 409, key: "error.remarked_already" },
  approval_void: { status: 409, key: "error.approval_void" },
  released_already: { status: 409, key: "error.released_already" },
  payment_differs: { status: 409, key: "error.payment_differs" },
};
