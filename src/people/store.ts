import { type Collection, type Connection, type Model, mongo, Schema } from "mongoose";
import { limits } from "../../config/limits.ts";
import { slices } from "../platform/ahead.ts";
import { DUPLICATE_KEY } from "../platform/mongo.ts";

/** One person, encrypted. `key` is the data key wrapped by the master key; both texts are base64. A tombstone has neither. */
export type SealedPerson = {
  readonly _id: string;
  readonly rev: number;
  readonly key?: string;
  readonly data?: string;
  readonly erasedAt?: string;
  readonly erasedBy?: string;
};

/** One read of plain data. `byPerson` is `<person>#<at>#<id>` of a read of one person. */
export type Access = {
  readonly _id: string;
  readonly at: string;
  readonly by: string;
  readonly reason: string;
  readonly persons: readonly string[];
  readonly byPerson?: string;
};

const text = { type: String };
const accessSchema = new Schema<Access>(
  { _id: { type: String, required: true }, at: text, by: text, reason: text, persons: [String], byPerson: text },
  { versionKey: false, collection: "people_access" },
);

/** The last document of a large write, written after it. */
type Mark = { readonly _id: string; readonly last: string; readonly rev: number };

/** The answer of a find in one piece. */
const WHOLE = { batchSize: limits.peopleAtOnce + 1 } as const;
const ACCEPTED = { writeConcern: { w: 1 } } as const;

export type PeopleStore = ReturnType<typeof peopleStore>;

/** Sealed documents in and out; it sees no plain data and no key. */
export const peopleStore = (connection: Connection) => {
  const access: Model<Access> =
    connection.models["PersonAccess"] ?? connection.model<Access>("PersonAccess", accessSchema);
  const sealed = connection.collection<SealedPerson>("people");
  const marks = connection.collection<Mark>("people_marks");
  return {
    /** Makes the indexes; at start. */
    prepare: async (): Promise<void> => {
      await access.collection.createIndex({ byPerson: 1 });
    },
    find: async (ids: readonly string[]): Promise<SealedPerson[]> => {
      const found: SealedPerson[] = [];
      for (const some of slices(ids, limits.peopleAtOnce))
        found.push(...(await sealed.find({ _id: { $in: some } }, WHOLE).toArray()));
      return found;
    },
    /** Writes each over an older rev or into a vacant id. Returns the ids that somebody else wrote meanwhile. */
    write: async (documents: readonly SealedPerson[]): Promise<string[]> => {
      const stale: string[] = [];
      for (const some of slices(documents, limits.peopleAtOnce))
        stale.push(...(await writeSome({ sealed, marks }, some)));
      return stale;
    },
    /** Throws when the engine lost what it accepted, up to the person written last. */
    harden: (last: SealedPerson | undefined): Promise<void> => harden({ sealed, marks }, last),
    log: async (reads: readonly Access[]): Promise<void> => {
      await access.insertMany(reads);
    },
    /** The reads of one person, oldest first. */
    readsOf: (person: string): Promise<Access[]> =>
      access
        .find({ byPerson: { $gte: `${person}#`, $lt: `${person}$` } })
        .sort({ byPerson: 1 })
        .limit(limits.peopleAtOnce)
        .lean<Access[]>()
        .exec(),
  };
};

type Sealed = Collection<SealedPerson>;
type Written = { readonly sealed: Sealed; readonly marks: Collection<Mark> };

const writeSome = async ({ sealed, marks }: Written, documents: readonly SealedPerson[]): Promise<string[]> => {
  const many = documents.length > 1 ? ACCEPTED : {};
  const [first, further] = [documents.filter(({ rev }) => rev === 1), documents.filter(({ rev }) => rev !== 1)];
  const inserted = await stale(first, () => sealed.insertMany([...first], { ordered: false, ...many }));
  const replaced = await stale(further, () =>
    sealed.bulkWrite(
      further.map((document) => ({
        replaceOne: { filter: { _id: document._id, rev: { $lt: document.rev } }, replacement: document, upsert: true },
      })),
      { ordered: false, ...many },
    ),
  );
  const taken = new Set([...inserted, ...replaced]);
  if (documents.length > 1)
    await harden(
      { sealed, marks },
      [...first, ...further].findLast(({ _id }) => !taken.has(_id)),
    );
  return [...taken];
};

/**
 * Makes durable what was only accepted. Some engines sync the disk for each document of a durable write, so the documents
 * are written without and a mark after them with: an engine that stops loses the end of what it accepted and never the
 * middle, so with the mark durable and the last document before it there, all are. Throws when it is not there.
 */
const harden = async ({ sealed, marks }: Written, last: SealedPerson | undefined): Promise<void> => {
  if (last === undefined) return;
  await marks.updateOne({ _id: "hardened" }, { $set: { last: last._id, rev: last.rev } }, { upsert: true });
  const stands = await sealed.findOne({ _id: last._id, rev: { $gte: last.rev } }, { projection: { _id: 1 } });
  if (stands === null) throw new Error("the engine lost people that it had accepted: send them again");
};

const stale = async (documents: readonly SealedPerson[], write: () => Promise<unknown>): Promise<string[]> => {
  if (documents.length === 0) return [];
  try {
    await write();
    return [];
  } catch (error) {
    return staleOf(error, documents);
  }
};

/** An insert of a known id, or a guarded upsert over a newer rev fails as a duplicate key; anything else is a real failure. */
const staleOf = (error: unknown, documents: readonly SealedPerson[]): string[] => {
  if (!(error instanceof mongo.MongoBulkWriteError)) throw error;
  const failures = [error.writeErrors].flat();
  if (failures.some((failure) => failure.code !== DUPLICATE_KEY)) throw error;
  return failures.flatMap((failure) => documents[failure.index]?._id ?? []);
};
