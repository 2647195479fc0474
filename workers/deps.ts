import { join } from "node:path";
import { loadCatalogue } from "../src/platform/words.ts";
import { type Process, TEMPLATES } from "../src/process.ts";
import type { Services } from "../src/services.ts";
import { type MailDeps, type RenderDeps, receiptFile, renderReceipt } from "../src/receipts/public.ts";

const catalogue = loadCatalogue(join(TEMPLATES, "locales"));
const words = { zh: catalogue.words("zh-CN"), en: catalogue.words("en") };

/** What drawing a receipt needs. */
export const renderDeps = (base: Process): RenderDeps => ({
  ...base.chapters,
  submit: base.submit,
  people: base.people,
  files: base.files.sealed,
  draw: renderReceipt,
  prove: base.checkpoints.prove,
  catchUp: base.catchUp,
  t: words.zh,
  publicUrl: base.config.publicUrl,
});

/** What mailing a receipt needs. */
export const mailDeps = (base: Process, { mails, mailer, donations }: Services): MailDeps => ({
  ...base.chapters,
  people: base.people,
  mails,
  mailer,
  file: (receipt) => receiptFile({ files: base.files.sealed }, receipt),
  pathOf: donations.pathOf,
  words,
  catchUp: base.catchUp,
  clock: base.clock,
  publicUrl: base.config.publicUrl,
});
