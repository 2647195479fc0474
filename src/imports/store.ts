import { type Connection, type Model, Schema } from "mongoose";
import { isDuplicateKey } from "../platform/mongo.ts";
import type { ImportOutcome } from "./outcome.ts";

/** One request to import a file: when it first came, and what became of it once that is known. */
export type ImportRecord = {
  /** The request's command key. */
  readonly _id: string;
  readonly at: string;
  /** Orders the list: `<at>#<key>`. */
  readonly byTime: string;
  /** Name of the member of staff. */
  readonly by: string;
  readonly file: string;
  readonly kind: string;
  /** SHA-256 of kind, way with faulty rows, and content: the same key must bring the same. */
  readonly digest: string;
  /** Lines of the journal when the request first came. */
  readonly since: number;
  readonly outcome?: ImportOutcome;
};

const schema = new Schema<ImportRecord>(
  {
    _id: { type: String, required: true },
    at: String,
    byTime: { type: String, index: true },
    by: String,
    file: String,
    kind: String,
    digest: String,
    since: Number,
    outcome: Schema.Types.Mixed,
  },
  { versionKey: false, collection: "imports" },
);

export type ImportStore = ReturnType<typeof importStore>;

/** The list of imported files. It is no part of the books: it can be lost without a fen being lost. */
export const importStore = (connection: Connection) => {
  const records: Model<ImportRecord> = connection.models["Import"] ?? connection.model<ImportRecord>("Import", schema);
  return {
    prepare: async (): Promise<void> => {
      await records.createIndexes();
    },
    /** Inserts the record unless one with its key stands. Answers the one that stands. */
    begin: async (record: ImportRecord): Promise<ImportRecord> => {
      try {
        await records.create(record);
        return record;
      } catch (error) {
        const standing = isDuplicateKey(error) ? await records.findById(record._id).lean<ImportRecord>() : undefined;
        if (!standing) throw error;
        return standing;
      }
    },
    finish: async (key: string, outcome: ImportOutcome): Promise<void> => {
      await records.updateOne({ _id: key }, { $set: { outcome } });
    },
    /** The newest first. */
    newest: (most: number): Promise<readonly ImportRecord[]> =>
      records.find().sort({ byTime: -1 }).limit(most).lean<ImportRecord[]>(),
  };
};
