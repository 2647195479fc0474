import type { JobData } from "../src/platform/queue.ts";
import { type MailDeps, mailReceipt } from "../src/receipts/public.ts";

/** Mails a receipt to the donor who asked for it on our pages; twice is once. */
export const receiptsMail =
  (deps: MailDeps) =>
  async (job: { readonly data: JobData }): Promise<void> =>
    mailReceipt(deps, String(job.data["serial"]));
