import type { RefusalTable } from "../platform/problem.ts";

export type ExportRefusal = "export_empty" | "export_too_large" | "export_whole_only";

export const exportRefusals: RefusalTable<ExportRefusal> = {
  export_empty: { status: 404, key: "error.export_empty" },
  export_too_large: { status: 422, key: "error.export_too_large" },
  export_whole_only: { status: 422, key: "error.export_whole_only" },
};
