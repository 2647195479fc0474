import type { Chapters } from "./chapters.ts";
import { mirroredRequests } from "./disbursements/store.ts";
import { mirroredGifts } from "./donations/store.ts";
import type { Mirrored } from "./journal/mirrored.ts";
import { mirroredReceipts } from "./receipts/store.ts";
import { mirroredRows } from "./reconciliation/store.ts";

/** Raise it when a document's shape changes: the worker then compares all documents at its start, and writes what differs. */
export const MIRROR_VERSION = "1";

/** The tables that have a collection behind them (DESIGN §3): what grows without end and is listed. */
export const mirrorsOf = ({ donations, disbursements, receipts, reconciliation }: Chapters): Mirrored<unknown>[] => [
  mirroredGifts(donations),
  mirroredRequests(disbursements),
  mirroredReceipts(receipts),
  mirroredRows(reconciliation.book),
];
