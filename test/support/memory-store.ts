import type { BatchDocument } from "../../src/journal/batch.ts";
import type { JournalStore } from "../../src/journal/store.ts";

/** A journal in memory that keeps what the engines keep: one document a number. */
export const openMemoryStore = (): JournalStore => {
  const batches: BatchDocument[] = [];
  return {
    insert: async (batch) => {
      if (Number(batch._id) <= batches.length) return "duplicate";
      batches.push(batch);
      return "inserted";
    },
    read: async (after, limit) => batches.slice(after, after + limit),
    count: async () => batches.length,
    countExactly: async () => batches.length,
  };
};
