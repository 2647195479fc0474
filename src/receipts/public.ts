export { receiptFaults } from "./checks.ts";
export { receiptRefusals } from "./errors.ts";
export { type ReceiptFigures, receiptFigures } from "./figures.ts";
export { type GiftReceipts, nextReceiptStep, type Receipt, type ReceiptStep } from "./receipt.ts";
export { openReceipts, type Receipts } from "./receipts.ts";
