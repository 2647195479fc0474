import { join } from "node:path";
import { loadCatalogue } from "../src/platform/words.ts";
import { type Process, TEMPLATES } from "../src/process.ts";
import { type RenderDeps, renderReceipt } from "../src/receipts/public.ts";

/** What drawing a receipt needs. */
export const renderDeps = (base: Process): RenderDeps => ({
  ...base.chapters,
  submit: base.submit,
  people: base.people,
  files: base.files.sealed,
  draw: renderReceipt,
  prove: base.checkpoints.prove,
  catchUp: base.catchUp,
  t: loadCatalogue(join(TEMPLATES, "locales")).words("zh-CN"),
  publicUrl: base.config.publicUrl,
});

/** What building a report needs. */
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
