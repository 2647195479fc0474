import { disclosurePages, disclosureRoutes } from "./disclosure/public.ts";
import { journalPages } from "./journal/pages.ts";
import { proofRoutes } from "./journal/proof-routes.ts";
import type { Process } from "./process.ts";

/** Reports and all that strangers may read and check. */
export const published = (base: Process) => {
  const deps = {
    submit: base.submit,
    catchUp: base.catchUp,
    today: base.today,
    files: base.files,
    head: base.book.head,
    checkpoint: base.checkpoints.publish,
    line: base.book.line,
    books: base.chapters,
    disclosure: base.chapters.disclosure,
    publicUrl: base.config.publicUrl,
  };
  return [disclosureRoutes(deps), disclosurePages(deps), proofRoutes(base), journalPages()];
};
