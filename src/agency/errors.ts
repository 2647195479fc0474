import type { RefusalTable } from "../platform/problem.ts";

export type AgencyRefusal =
  | "agency_unknown"
  | "agency_not_confirmed"
  | "agency_confirmed"
  | "agency_closed"
  | "agency_over_held"
  | "agency_not_empty"
  | "agency_order_open"
  | "agency_order_unknown"
  | "agency_order_state"
  | "agency_order_differs"
  | "agency_not_ours"
  | "agency_unbacked";

/** Every refusal of this module. `purpose_unknown` and `same_person` stand in other tables. */
export const agencyRefusals: RefusalTable<AgencyRefusal> = {
  agency_unknown: { status: 404, key: "error.agency_unknown" },
  agency_not_confirmed: { status: 409, key: "error.agency_not_confirmed" },
  agency_confirmed: { status: 409, key: "error.agency_confirmed" },
  agency_closed: { status: 409, key: "error.agency_closed" },
  agency_over_held: { status: 409, key: "error.agency_over_held" },
  agency_not_empty: { status: 409, key: "error.agency_not_empty" },
  agency_order_open: { status: 409, key: "error.agency_order_open" },
  agency_order_unknown: { status: 404, key: "error.agency_order_unknown" },
  agency_order_state: { status: 409, key: "error.agency_order_state" },
  agency_order_differs: { status: 409, key: "error.agency_order_differs" },
  agency_not_ours: { status: 409, key: "error.agency_not_ours" },
  agency_unbacked: { status: 409, key: "error.agency_unbacked" },
};
