import type { RefusalTable } from "../platform/problem.ts";

export type ReceiptRefusal =
  | "issuer_incomplete"
  | "receipt_already_red"
  | "receipt_is_red"
  | "receipt_live"
  | "receipt_rendered"
  | "receipt_step_passed"
  | "receipt_unknown";

export const receiptRefusals: RefusalTable<ReceiptRefusal> = {
  issuer_incomplete: { status: 409, key: "error.issuer_incomplete" },
  receipt_already_red: { status: 409, key: "error.receipt_already_red" },
  receipt_is_red: { status: 409, key: "error.receipt_is_red" },
  receipt_live: { status: 409, key: "error.receipt_live" },
  receipt_rendered: { status: 409, key: "error.receipt_rendered" },
  receipt_step_passed: { status: 409, key: "error.receipt_step_passed" },
  receipt_unknown: { status: 404, key: "error.receipt_unknown" },
};
