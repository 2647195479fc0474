import { deflateSync, inflateSync } from "node:zlib";
import { type Connection, type Model, Schema } from "mongoose";
import { isDuplicateKey } from "../platform/mongo.ts";
import type { ImportOutcome } from "./outcome.ts";

/** One request to import a file: when it first came, and what became of it once that is known. */
export type ImportRecord = {
  /** The request's command key. */
  readonly _id: string;
  readonly at: string;
  /** Orders the list: `all#<at>#<key>`. Some engines read a bound that begins with a date as a date. */
  readonly byTime: string;
  /** Name of the member of staff. */
  readonly by: string;
  readonly file: string;
  readonly kind: string;
  /** SHA-256 of kind, way with faulty rows, and content: the same key must bring the same. */
  readonly digest: string;
  /** Lines of the journal when the request first came. */
  readonly since: number;
  /** How far it has come while it runs. */
  readonly progress?: ImportProgress;
  readonly outcome?: ImportOutcome;
};

/** Rows that are done, of all that the file has. */
export type ImportProgress = { readonly done: number; readonly of: number };

/** As it is stored: a long list of faults is packed, for a file can have more of them than a document can hold. */
type StoredRecord = ImportRecord & { readonly faults?: string };
const FEW_FAULTS = 1_000;

const schema = new Schema<StoredRecord>(
  {
    _id: { type: String, required: true },
    at: String,
    byTime: { type: String, index: true },
    by: String,
    file: String,
    kind: String,
    digest: String,
    since: Number,
    progress: Schema.Types.Mixed,
    outcome: Schema.Types.Mixed,
    faults: String,
  },
  { versionKey: false, collection: "imports" },
);

export type ImportStore = ReturnType<typeof importStore>;

/** The list of imported files. It is no part of the books: it can be lost without a fen being lost. */
export const importStore = (connection: Connection) => {
  const records: Model<StoredRecord> = connection.models["Import"] ?? connection.model<StoredRecord>("Import", schema);
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
        const standing = isDuplicateKey(error) ? await records.findById(record._id).lean<StoredRecord>() : undefined;
        if (!standing) throw error;
        return unpacked(standing);
      }
    },
    advance: async (key: string, progress: ImportProgress): Promise<void> => {
      await records.updateOne({ _id: key }, { $set: { progress } });
    },
    finish: async (key: string, outcome: ImportOutcome): Promise<void> => {
      await records.updateOne({ _id: key }, { $set: packed(outcome) });
    },
    /** The newest first, or those that came before the one of this `byTime`. */
    newest: async (most: number, after?: string): Promise<readonly ImportRecord[]> => {
      const older = after === undefined ? {} : { byTime: { $lt: after } };
      const found = await records.find(older).sort({ byTime: -1 }).limit(most).lean<StoredRecord[]>();
      return found.map(unpacked);
    },
  };
};

const packed = (outcome: ImportOutcome): Pick<StoredRecord, "outcome" | "faults"> =>
  outcome.refused.length <= FEW_FAULTS
    ? { outcome }
    : { outcome: { ...outcome, refused: [] }, faults: deflateSync(JSON.stringify(outcome.refused)).toString("base64") };

const unpacked = ({ faults, ...record }: StoredRecord): ImportRecord => {
  if (faults === undefined || record.outcome === undefined) return record;
  const refused = JSON.parse(inflateSync(Buffer.from(faults, "base64")).toString()) as ImportOutcome["refused"];
  return { ...record, outcome: { ...record.outcome, refused } };
};

/** A file that somebody looked at and has not imported yet. */
export type PreviewRecord = {
  readonly _id: string;
  /** When it came, ISO 8601. */
  readonly at: string;
  /** The actor who brought it: nobody else goes on with it. */
  readonly by: string;
  readonly file: string;
  /** Its id on the waiting shelf. */
  readonly kept: string;
};

const previewSchema = new Schema<PreviewRecord>(
  { _id: { type: String, required: true }, at: { type: String, index: true }, by: String, file: String, kept: String },
  { versionKey: false, collection: "importPreviews" },
);

export type PreviewStore = ReturnType<typeof previewStore>;

/** Files that wait for a person's word. */
export const previewStore = (connection: Connection) => {
  const records: Model<PreviewRecord> =
    connection.models["ImportPreview"] ?? connection.model<PreviewRecord>("ImportPreview", previewSchema);
  return {
    prepare: async (): Promise<void> => {
      await records.createIndexes();
    },
    add: async (record: PreviewRecord): Promise<void> => {
      await records.create(record);
    },
    find: async (id: string): Promise<PreviewRecord | undefined> =>
      (await records.findById(id).lean<PreviewRecord>()) ?? undefined,
    drop: async (id: string): Promise<void> => {
      await records.deleteOne({ _id: id });
    },
    /** Those that came before a moment. */
    before: (at: string): Promise<readonly PreviewRecord[]> =>
      records.find({ at: { $lt: at } }).lean<PreviewRecord[]>(),
  };
};
