import { type Connection, isDuplicateKey } from "../platform/mongo.ts";

/** A signed checkpoint as it is kept: inserted once, never changed. `_id` is its size, 17 digits. */
export type KeptCheckpoint = {
  readonly _id: string;
  /** The same digits: lists are asked by range on this one indexed field. */
  readonly order: string;
  /** When it was signed, ISO 8601. */
  readonly at: string;
  readonly note: string;
};
type KeptKey = { readonly _id: string; readonly note: string };

/** Checkpoints and announcements of keys live outside of the journal: they are about it. Insert and read, nothing else. */
export type CheckpointStore = {
  readonly prepare: () => Promise<void>;
  /** Keeps the checkpoint of a size; the first one of a size stays. */
  readonly keep: (size: number, checkpoint: { readonly at: string; readonly note: string }) => Promise<void>;
  /** The youngest checkpoints over fewer than `size` lines, largest first. */
  readonly below: (size: number, limit: number) => Promise<KeptCheckpoint[]>;
  /** Every checkpoint, in no order. */
  readonly all: () => AsyncIterable<KeptCheckpoint>;
  /** The notes that announce the keys, in order. */
  readonly keys: () => Promise<string[]>;
  /** Keeps the announcement of key `number`; false when there is one already. */
  readonly keepKey: (number: number, note: string) => Promise<boolean>;
};

const digits = (value: number): string => String(value).padStart(17, "0");

export const openCheckpointStore = (connection: Connection): CheckpointStore => {
  const checkpoints = connection.collection<KeptCheckpoint>("checkpoints");
  const keys = connection.collection<KeptKey>("checkpoint_keys");
  return {
    prepare: async () => {
      await checkpoints.createIndex({ order: 1 });
    },
    keep: async (size, { at, note }) => {
      await once(() => checkpoints.insertOne({ _id: digits(size), order: digits(size), at, note }));
    },
    below: (size, limit) =>
      checkpoints
        .find({ order: { $lt: digits(size) } })
        .sort({ order: -1 })
        .limit(limit)
        .toArray(),
    all: () => checkpoints.find(),
    keys: async () => {
      const stored = await keys.find().toArray();
      return stored.sort((a, b) => (a._id < b._id ? -1 : 1)).map(({ note }) => note);
    },
    keepKey: (number, note) => once(() => keys.insertOne({ _id: digits(number), note })),
  };
};

/** Everything that was signed for a journal and kept beside it: announcements of keys in order, checkpoints in none. */
export type Signed = { readonly keys: readonly string[]; readonly checkpoints: readonly string[] };

export const readSigned = async (store: CheckpointStore): Promise<Signed> => {
  const checkpoints: string[] = [];
  for await (const { note } of store.all()) checkpoints.push(note);
  return { keys: await store.keys(), checkpoints };
};

/** False when a document with this `_id` was there before. */
const once = async (insert: () => Promise<unknown>): Promise<boolean> => {
  try {
    await insert();
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
};
