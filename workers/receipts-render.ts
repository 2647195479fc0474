import { isRefusal } from "../src/kernel/result.ts";
import type { JobData } from "../src/platform/queue.ts";
import { type RenderDeps, renderReceiptFile } from "../src/receipts/public.ts";

/** Draws the PDF of a receipt and fixes its digest; twice is once. */
export const receiptsRender =
  (deps: RenderDeps) =>
  async (job: { readonly data: JobData }): Promise<void> => {
    const serial = String(job.data["serial"]);
    const receipt = await renderReceiptFile(deps, serial);
    if (isRefusal(receipt)) throw new Error(`receipt ${serial}: ${receipt.refused}`);
  };
