import type { RefusalTable } from "../platform/problem.ts";

export const importsRefusals: RefusalTable<"import_kind_unknown"> = {
  import_kind_unknown: { status: 404, key: "error.import_kind_unknown" },
};
