import { disclosurePages, disclosureRoutes } from "./disclosure/public.ts";
import { journalPages } from "./journal/pages.ts";
import { proofRoutes } from "./journal/proof-routes.ts";
import type { Process } from "./process.ts";
import { reportDeps } from "./report-deps.ts";

/** Reports and all that strangers may read and check. */
export const published = (base: Process) => {
  const deps = { ...reportDeps(base), line: base.book.line };
  return [disclosureRoutes(deps), disclosurePages(deps), proofRoutes(base), journalPages()];
};
