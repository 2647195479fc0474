export { receiptFaults } from "./checks.ts";
export { receiptRefusals } from "./errors.ts";
export { receiptFigures } from "./figures.ts";
export { giftReceipt } from "./gift-receipt.ts";
export { FOLLOW_QUEUE, RENDER_QUEUE, receiptJobs } from "./jobs.ts";
export { receiptSummary } from "./receipt-json.ts";
export { openReceipts, type Receipts } from "./receipts.ts";
export { type RenderDeps, receiptFile, renderReceiptFile } from "./render-service.ts";
export { type ReceiptService, receiptService } from "./service.ts";
