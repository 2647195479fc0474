import { limits } from "../../config/limits.ts";
import { type Connection, isDuplicateKey } from "../platform/mongo.ts";
import { type BatchDocument, batchId, readShape } from "./batch.ts";

/** What the book needs of an engine: insert once by `_id`, and read in order. There is nothing else (STYLE §2.6). */
export type JournalStore = {
  /** Durable when it answers. Throws when the outcome is not known: then the document may or may not be there. */
  readonly insert: (batch: BatchDocument) => Promise<"inserted" | "duplicate">;
  /** Of the batches numbered `after` + 1 to `after` + `limit` those that are stored, in order. */
  readonly read: (after: number, limit: number) => Promise<unknown[]>;
  /**
   * About how many batches are stored, quickly: an engine counts one before a majority holds it, and its figure may be
   * off after a crash. More than can be read in a row means that one may be missing.
   */
  readonly count: () => Promise<number>;
  /** How many a majority holds, counted one by one: seconds for millions. Only for telling whether one is missing. */
  readonly countExactly: () => Promise<number>;
};

const COLLECTION = "journal";

/** How long an insert or a read of a few batches, and how long a read of many may take, in milliseconds. */
type Waits = { readonly insertMs?: number; readonly readMs?: number };
const FEW = 16;

/**
 * The journal on a connection whose write concern is majority and journalled. Past its time an operation throws and its
 * connection is closed; the signal does that, for the driver's `timeoutMS` has no effect and `maxTimeMS` bounds the engine only.
 */
export const openJournalStore = (
  connection: Connection,
  { insertMs = limits.journalInsert, readMs = limits.journalRead }: Waits = {},
): JournalStore => {
  const journal = connection.collection<BatchDocument>(COLLECTION);
  return {
    insert: async (batch) => {
      try {
        await journal.insertOne(batch, givenUpAfter(insertMs));
        return "inserted";
      } catch (error) {
        if (isDuplicateKey(error)) return "duplicate";
        throw error;
      }
    },
    // Asked for by name, since numbers are dense and not every engine has an index for a range of `_id`.
    read: async (after, limit) => {
      const ids = Array.from({ length: limit }, (_, i) => batchId(after + 1 + i));
      const options = { readConcern: { level: "majority" }, ...within(limit > FEW ? readMs : insertMs) } as const;
      const found = await journal.find({ _id: { $in: ids } }, options).toArray();
      return found.sort((a, b) => (a._id < b._id ? -1 : 1));
    },
    count: () => journal.estimatedDocumentCount(within(insertMs)),
    countExactly: () => journal.countDocuments({}, { readConcern: { level: "majority" }, hint: "_id_" }),
  };
};

/** What every operation of the driver reads, though the types of some know only a part. */
type Bounds = { readonly signal: AbortSignal; readonly maxTimeMS?: number };
const givenUpAfter = (ms: number): Bounds => ({ signal: AbortSignal.timeout(ms) });

/** The engine should not go on reading for nobody. */
const within = (ms: number): Bounds => ({ ...givenUpAfter(ms), maxTimeMS: ms });

const PAGE = 64;

/** The youngest batch that a majority holds; looked for around the quick count. Undefined in an empty journal. */
export const youngestBatch = async (store: JournalStore): Promise<unknown> => {
  let after = await store.count();
  let page: unknown[] = [];
  while (page.length === 0 && after > 0) {
    after = Math.max(0, after - PAGE);
    page = await store.read(after, PAGE);
  }
  let youngest = page.at(-1);
  while (page.length === PAGE) {
    after += PAGE;
    page = await store.read(after, PAGE);
    youngest = page.at(-1) ?? youngest;
  }
  return youngest;
};

/** How many lines the stored journal has by now. */
export const storedLines = async (store: JournalStore): Promise<number> => {
  const youngest = await youngestBatch(store);
  if (youngest === undefined) return 0;
  const { first, count } = readShape(youngest);
  return Number(first) + Number(count);
};
