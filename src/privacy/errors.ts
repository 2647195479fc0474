import type { RefusalTable } from "../platform/problem.ts";

export type PrivacyRefusal = "record_unknown" | "nothing_held" | "erasure_handled" | "case_open" | "retention_runs";

export const privacyRefusals: RefusalTable<PrivacyRefusal> = {
  record_unknown: { status: 404, key: "error.record_unknown" },
  nothing_held: { status: 409, key: "error.nothing_held" },
  erasure_handled: { status: 409, key: "error.erasure_handled" },
  case_open: { status: 409, key: "error.case_open" },
  retention_runs: { status: 409, key: "error.retention_runs" },
};
