import type { Batch } from "./batch.ts";
import { NO_BATCH_HASH } from "./batch.ts";
import { EMPTY_ROOT } from "./merkle.ts";

/** Where the journal stands: number of batches and lines, root and hash as hex, `at` of the youngest batch ("" when empty). */
export type Head = {
  readonly batch: number;
  readonly lines: number;
  readonly root: string;
  readonly hash: string;
  readonly at: string;
};

export const EMPTY_HEAD: Head = { batch: 0, lines: 0, root: EMPTY_ROOT.toString("hex"), hash: NO_BATCH_HASH, at: "" };

export const headAfter = (batch: Batch): Head => ({
  batch: batch.id,
  lines: batch.first + batch.lines.length,
  root: batch.root,
  hash: batch.hash,
  at: batch.at,
});

/** The first thing that keeps the batch from following the head, in words, or undefined. The root is checked by the caller. */
export const faultAfter = (head: Head, batch: Batch): string | undefined => {
  if (batch.id !== head.batch + 1) return `_id ${batch.id} does not follow ${head.batch}`;
  if (batch.prev !== head.hash) return "prev is not the hash of the batch before";
  if (batch.first !== head.lines) return `first ${batch.first} is not ${head.lines}`;
  if (batch.at < head.at) return `at ${batch.at} goes back behind ${head.at}`;
  return undefined;
};
