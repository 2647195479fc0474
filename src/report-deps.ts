import type { Process } from "./process.ts";

/** What building a report needs: the worker builds them, the web process looks at them and asks for one. */
export const reportDeps = (base: Process) => ({
  submit: base.submit,
  catchUp: base.catchUp,
  today: base.today,
  files: base.files,
  head: base.book.head,
  checkpoint: base.checkpoints.publish,
  books: base.chapters,
  disclosure: base.chapters.disclosure,
  publicUrl: base.config.publicUrl,
});
