import { type BatchDocument, batchHash } from "../../src/journal/batch.ts";
import { createMerkle } from "../../src/journal/merkle.ts";
import type { JournalStore } from "../../src/journal/store.ts";

/** Stored batches in memory, to be tampered with. */
export type Journal = readonly BatchDocument[];

export const storeOf = (batches: Journal): JournalStore => ({
  insert: () => Promise.reject(new Error("read only")),
  read: (after, limit) =>
    Promise.resolve(batches.filter(({ _id }) => Number(_id) > after && Number(_id) <= after + limit)),
  count: () => Promise.resolve(batches.length),
  countExactly: () => Promise.resolve(batches.length),
});
export const replace = (
  batches: Journal,
  at: number,
  change: (batch: BatchDocument) => BatchDocument,
): BatchDocument[] => batches.map((batch, i) => (i === at ? change(batch) : batch));
export const rehash = (batch: BatchDocument): BatchDocument => ({ ...batch, hash: batchHash(batch) });

/** A forger who makes the whole journal consistent again after changing lines. */
export const reforge = (batches: Journal): BatchDocument[] => {
  const tree = createMerkle();
  let prev = "0".repeat(64);
  return batches.map((batch) => {
    const first = String(tree.size());
    tree.appendLines(batch.lines);
    const root = tree.root().toString("hex");
    const forged = rehash({ ...batch, first, count: String(batch.lines.length), prev, root });
    prev = forged.hash;
    return forged;
  });
};
export const withLine = (batch: BatchDocument, change: (line: string) => string): BatchDocument => ({
  ...batch,
  lines: batch.lines.map(change),
});
