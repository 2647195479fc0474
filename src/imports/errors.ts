import type { RefusalTable } from "../platform/problem.ts";

export const importsRefusals: RefusalTable<"import_kind_unknown" | "preview_unknown"> = {
  preview_unknown: { status: 404, key: "error.preview_unknown" },
  import_kind_unknown: { status: 404, key: "error.import_kind_unknown" },
};
