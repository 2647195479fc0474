export { receiptFaults } from "./checks.ts";
export { receiptRefusals } from "./errors.ts";
export { type ReceiptFigures, receiptFigures } from "./figures.ts";
export { type GiftReceipts, nextReceiptStep, type Receipt, type ReceiptStep } from "./receipt.ts";
export { openReceipts, type Receipts } from "./receipts.ts";
export { FOLLOW_QUEUE, RENDER_QUEUE, receiptJobs } from "./jobs.ts";
export { receiptSummary } from "./receipt-json.ts";
export { type RenderDeps, receiptFile, renderReceiptFile } from "./render-service.ts";
export { type ReceiptDeps, type ReceiptService, receiptService } from "./service.ts";
