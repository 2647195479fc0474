import { listKey, pageRange, paddedIndex } from "../journal/list-key.ts";
import type { Mirrored } from "../journal/mirrored.ts";
import type { JsonObject } from "../kernel/result.ts";
import type { Documents } from "../platform/documents.ts";
import type { Receipt } from "./receipt.ts";
import { receiptJson } from "./receipt-json.ts";
import type { Receipts } from "./receipts.ts";

const RECEIPTS = "receipts";

/** A receipt as the list of the clerks shows it, red ones among them, and its place in each list: by the line that gave the number. */
export const mirroredReceipts = ({ receiptTable }: Receipts): Mirrored<Receipt> => ({
  table: receiptTable,
  collection: RECEIPTS,
  documentOf: (_key, receipt) => ({
    all: listKey("all", receipt.line),
    byState: listKey(receipt.state, receipt.line),
    shown: receiptJson(receipt),
  }),
  indexes: [{ fields: { all: 1 } }, { fields: { byState: 1 } }],
});

export type ReceiptQuery = {
  readonly state?: string;
  /** Line of the last receipt of the page before. */
  readonly after?: number;
  readonly limit: number;
};

/** A page of receipts in the order of their numbers. */
export const listReceipts = async (
  documents: Pick<Documents, "range">,
  { state, after, limit }: ReceiptQuery,
): Promise<JsonObject[]> => {
  const list = state === undefined ? { field: "all", filter: "all" } : { field: "byState", filter: state };
  const from = after === undefined ? undefined : paddedIndex(after);
  const page = await documents.range(RECEIPTS, pageRange({ ...list, after: from, limit }));
  return page.map(({ shown }) => shown as JsonObject);
};
