import { type Connection, DUPLICATE_KEY } from "./mongo.ts";

/** A document that is written whole. `rev` says how new it is: the index of the journal line it stands on. */
export type Revised = { readonly _id: string; readonly rev: number } & { readonly [field: string]: unknown };
export type Stored = { readonly _id: string } & { readonly [field: string]: unknown };
export type IndexSpec = { readonly fields: { readonly [field: string]: 1 }; readonly unique?: boolean };

export type FieldRange = {
  readonly field: string;
  readonly over: string;
  readonly under: string;
  readonly limit: number;
};

/** The small subset of MongoDB that every engine has (DESIGN §3): whole documents by `_id`. */
export type Documents = {
  readonly ensureIndexes: (collection: string, indexes: readonly IndexSpec[]) => Promise<void>;
  /** Writes each document unless the stored one is as new or newer. Throws when one could not be written for another reason. */
  readonly writeNewer: (collection: string, documents: readonly Revised[]) => Promise<void>;
  /** Deletes documents that are older than `rev`. */
  readonly deleteOlder: (collection: string, documents: readonly { _id: string; rev: number }[]) => Promise<void>;
  /** Inserts what is not there yet; a document with a known `_id` stays as it is. */
  readonly insertMissing: (collection: string, documents: readonly Stored[]) => Promise<void>;
  readonly put: (collection: string, document: Stored) => Promise<void>;
  readonly get: (collection: string, id: string) => Promise<Stored | undefined>;
  /** Every document, in no order, as a stream: not every engine has an index for a range of `_id`. */
  readonly all: (collection: string) => AsyncIterable<Stored>;
  /** Documents whose text `field` lies between the two, in its order, at most `limit`: a list has one field with an index of its own. */
  readonly range: (collection: string, range: FieldRange) => Promise<Stored[]>;
  readonly delete: (collection: string, id: string) => Promise<void>;
  readonly drop: (collection: string) => Promise<void>;
};

export const openDocuments = (connection: Connection): Documents => {
  const of = (collection: string) => connection.collection<Stored>(collection);

  const writeNewer = async (collection: string, documents: readonly Revised[]): Promise<void> => {
    if (documents.length === 0) return;
    const operations = documents.map((document) => ({
      replaceOne: { filter: { _id: document._id, rev: { $lt: document.rev } }, replacement: document, upsert: true },
    }));
    const refused = await refusedAsDuplicates(() =>
      of(collection).bulkWrite(operations, { ordered: false, ignoreUndefined: true }),
    );
    if (refused) await assertNotOlder(collection, documents);
  };
  /** A duplicate key means that a newer one is there, unless a unique index of the collection refused the document. */
  const assertNotOlder = async (collection: string, documents: readonly Revised[]): Promise<void> => {
    const ids = documents.map((document) => document._id);
    const stored = await of(collection)
      .find({ _id: { $in: ids } }, { projection: { rev: 1 } })
      .toArray();
    const revs = new Map(stored.map(({ _id, rev }) => [_id, Number(rev)]));
    const missing = documents.find(({ _id, rev }) => (revs.get(_id) ?? Number.NEGATIVE_INFINITY) < rev);
    if (missing) throw new Error(`${collection} ${missing._id} was refused by a unique index`);
  };

  return {
    ensureIndexes: async (collection, indexes) => {
      for (const { fields, unique = false } of indexes) await of(collection).createIndex({ ...fields }, { unique });
    },
    writeNewer,
    deleteOlder: async (collection, documents) => {
      if (documents.length === 0) return;
      const operations = documents.map(({ _id, rev }) => ({ deleteOne: { filter: { _id, rev: { $lt: rev } } } }));
      await of(collection).bulkWrite(operations, { ordered: false });
    },
    insertMissing: async (collection, documents) => {
      if (documents.length === 0) return;
      await refusedAsDuplicates(() =>
        of(collection).insertMany([...documents], { ordered: false, ignoreUndefined: true }),
      );
    },
    put: async (collection, document) => {
      await of(collection).replaceOne({ _id: document._id }, document, { upsert: true, ignoreUndefined: true });
    },
    get: async (collection, id) => (await of(collection).findOne({ _id: id })) ?? undefined,
    all: (collection) => of(collection).find(),
    range: (collection, { field, over, under, limit }) =>
      of(collection)
        .find({ [field]: { $gt: over, $lt: under } })
        .sort({ [field]: 1 })
        .limit(limit)
        .toArray(),
    delete: async (collection, id) => {
      await of(collection).deleteOne({ _id: id });
    },
    drop: async (collection) => {
      await of(collection).drop();
    },
  };
};

/** True when the only thing that went wrong were duplicate keys. */
const refusedAsDuplicates = async (write: () => Promise<unknown>): Promise<boolean> => {
  try {
    await write();
    return false;
  } catch (error) {
    const codes = codesOf(error);
    if (codes.length > 0 && codes.every((code) => code === DUPLICATE_KEY)) return true;
    throw error;
  }
};

const codesOf = (error: unknown): unknown[] => {
  if (typeof error !== "object" || error === null) return [];
  if ("writeErrors" in error && Array.isArray(error.writeErrors) && error.writeErrors.length > 0)
    return error.writeErrors.map((one: { code?: unknown }) => one.code);
  return "code" in error ? [error.code] : [];
};
