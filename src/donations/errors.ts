import type { RefusalTable } from "../platform/problem.ts";

export type DonationRefusal =
  | "amount_differs"
  | "amount_not_positive"
  | "benefit_expected"
  | "donation_code_taken"
  | "gift_already_settled"
  | "gift_not_settled"
  | "gift_unknown"
  | "goods_expired"
  | "goods_over_lot"
  | "goods_request_other_fund"
  | "goods_request_not_approved"
  | "goods_request_unknown"
  | "goods_unknown"
  | "order_changed"
  | "refund_at_provider"
  | "refund_failed"
  | "refund_known"
  | "refund_over_gift"
  | "refund_pending"
  | "terms_changed";

/** Every refusal of this module. `fund_unknown`, `fund_suspended`, `wrong_purpose` and those of the channels stand in other tables. */
export const donationRefusals: RefusalTable<DonationRefusal> = {
  amount_differs: { status: 409, key: "error.amount_differs" },
  amount_not_positive: { status: 422, key: "error.amount_not_positive" },
  benefit_expected: { status: 422, key: "error.benefit_expected" },
  donation_code_taken: { status: 503, key: "error.donation_code_taken" },
  gift_already_settled: { status: 409, key: "error.gift_already_settled" },
  gift_not_settled: { status: 409, key: "error.gift_not_settled" },
  gift_unknown: { status: 404, key: "error.gift_unknown" },
  goods_expired: { status: 409, key: "error.goods_expired" },
  goods_over_lot: { status: 409, key: "error.goods_over_lot" },
  goods_request_not_approved: { status: 409, key: "error.goods_request_not_approved" },
  goods_request_other_fund: { status: 409, key: "error.goods_request_other_fund" },
  goods_request_unknown: { status: 404, key: "error.goods_request_unknown" },
  goods_unknown: { status: 404, key: "error.goods_unknown" },
  order_changed: { status: 409, key: "error.order_changed" },
  refund_at_provider: { status: 409, key: "error.refund_at_provider" },
  refund_failed: { status: 502, key: "error.refund_failed" },
  refund_known: { status: 409, key: "error.refund_known" },
  refund_over_gift: { status: 409, key: "error.refund_over_gift" },
  refund_pending: { status: 409, key: "error.refund_pending" },
  terms_changed: { status: 409, key: "error.terms_changed" },
};
