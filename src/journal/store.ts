import type { Connection } from "../platform/mongo.ts";
import { type BatchDocument, batchId } from "./batch.ts";

/** What the book needs of an engine: insert once by `_id`, and read in order. There is nothing else (STYLE §2.6). */
export type JournalStore = {
  /** Durable when it answers. Throws when the outcome is not known: then the document may or may not be there. */
  readonly insert: (batch: BatchDocument) => Promise<"inserted" | "duplicate">;
  /** At most `limit` stored batches after number `after`, in order. */
  readonly read: (after: number, limit: number) => Promise<unknown[]>;
};

const COLLECTION = "journal";
const DUPLICATE_KEY = 11_000;

/** The journal on a connection whose write concern is majority and journalled. `insertMs` bounds the wait for an answer. */
export const openJournalStore = (connection: Connection, { insertMs = 5_000 } = {}): JournalStore => {
  const journal = connection.collection<BatchDocument>(COLLECTION);
  return {
    insert: async (batch) => {
      try {
        await journal.insertOne(batch, { timeoutMS: insertMs });
        return "inserted";
      } catch (error) {
        if (isDuplicateKey(error)) return "duplicate";
        throw error;
      }
    },
    read: (after, limit) =>
      journal
        .find({ _id: { $gt: batchId(after) } }, { readConcern: { level: "majority" } })
        .sort({ _id: 1 })
        .limit(limit)
        .toArray(),
  };
};

const isDuplicateKey = (error: unknown): boolean =>
  typeof error === "object" && error !== null && "code" in error && error.code === DUPLICATE_KEY;
