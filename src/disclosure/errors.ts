import type { RefusalTable } from "../platform/problem.ts";

export type DisclosureRefusal = "report_unknown" | "period_open" | "correction_reason_missing" | "close_checklist_open";

export const disclosureRefusals: RefusalTable<DisclosureRefusal> = {
  report_unknown: { status: 404, key: "error.report_unknown" },
  period_open: { status: 409, key: "error.period_open" },
  correction_reason_missing: { status: 422, key: "error.correction_reason_missing" },
  close_checklist_open: { status: 409, key: "error.close_checklist_open" },
};
