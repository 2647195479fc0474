import type { RefusalTable } from "../platform/problem.ts";

export type PaymentRefusal = "channel_unavailable" | "sandbox_not_possible" | "sandbox_order_unknown";

export const paymentRefusals: RefusalTable<PaymentRefusal> = {
  channel_unavailable: { status: 409, key: "error.channel_unavailable" },
  sandbox_not_possible: { status: 409, key: "error.sandbox_not_possible" },
  sandbox_order_unknown: { status: 404, key: "error.sandbox_order_unknown" },
};
