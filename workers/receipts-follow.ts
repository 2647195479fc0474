import type { JobData } from "../src/platform/queue.ts";
import type { ReceiptService } from "../src/receipts/public.ts";

/** Brings the receipts of a gift or a lot of goods up to what happened to it; twice is once. */
export const receiptsFollow =
  ({ receipts }: { readonly receipts: Pick<ReceiptService, "follow"> }) =>
  async (job: { readonly data: JobData }): Promise<void> => {
    await receipts.follow(String(job.data["of"]));
  };
