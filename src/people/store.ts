import { type Connection, type Model, mongo, Schema } from "mongoose";
import { DUPLICATE_KEY } from "../platform/mongo.ts";

/** One person, encrypted. `key` is the data key wrapped by the master key; both texts are base64. A tombstone has neither. */
export type SealedPerson = {
  readonly _id: string;
  readonly rev: number;
  readonly key?: string;
  readonly data?: string;
  /** Keyed hash of the folded name, for finding duplicates; gone after erasure. */
  readonly nameHash?: string;
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
const personSchema = new Schema<SealedPerson>(
  {
    _id: { type: String, required: true },
    rev: { type: Number, required: true },
    key: text,
    data: text,
    nameHash: text,
    erasedAt: text,
    erasedBy: text,
  },
  { versionKey: false, collection: "people" },
);
const accessSchema = new Schema<Access>(
  { _id: { type: String, required: true }, at: text, by: text, reason: text, persons: [String], byPerson: text },
  { versionKey: false, collection: "people_access" },
);

export type PeopleStore = ReturnType<typeof peopleStore>;

const AT_ONCE = 500;

/** Sealed documents in and out; it sees no plain data and no key. */
export const peopleStore = (connection: Connection) => {
  const people: Model<SealedPerson> =
    connection.models["Person"] ?? connection.model<SealedPerson>("Person", personSchema);
  const access: Model<Access> =
    connection.models["PersonAccess"] ?? connection.model<Access>("PersonAccess", accessSchema);
  return {
    /** Makes the indexes; at start. */
    prepare: async (): Promise<void> => {
      await people.collection.createIndex({ nameHash: 1 });
      await access.collection.createIndex({ byPerson: 1 });
    },
    find: async (ids: readonly string[]): Promise<SealedPerson[]> => {
      const found: SealedPerson[] = [];
      for (let at = 0; at < ids.length; at += AT_ONCE) {
        found.push(...(await people.find({ _id: { $in: ids.slice(at, at + AT_ONCE) } }).lean<SealedPerson[]>()));
      }
      return found;
    },
    withNameHash: async (nameHash: string): Promise<string[]> => {
      const found = await people.find({ nameHash }, { _id: 1 }).limit(AT_ONCE).lean<{ _id: string }[]>();
      return found.map((person) => person._id);
    },
    /** Writes each over an older rev or into a vacant id. Returns the ids that somebody else wrote meanwhile. */
    write: async (documents: readonly SealedPerson[]): Promise<string[]> => {
      const stale: string[] = [];
      for (let at = 0; at < documents.length; at += AT_ONCE) {
        stale.push(...(await writeSome(people, documents.slice(at, at + AT_ONCE))));
      }
      return stale;
    },
    log: async (reads: readonly Access[]): Promise<void> => {
      await access.insertMany(reads);
    },
    /** The reads of one person, oldest first. */
    readsOf: (person: string): Promise<Access[]> =>
      access
        .find({ byPerson: { $gte: `${person}#`, $lt: `${person}$` } })
        .sort({ byPerson: 1 })
        .limit(AT_ONCE)
        .lean<Access[]>()
        .exec(),
  };
};

const writeSome = async (people: Model<SealedPerson>, documents: readonly SealedPerson[]): Promise<string[]> => {
  const [first, further] = [documents.filter(({ rev }) => rev === 1), documents.filter(({ rev }) => rev !== 1)];
  const inserted = await stale(first, () =>
    people.db.collection<SealedPerson>("people").insertMany([...first], { ordered: false }),
  );
  const replaced = await stale(further, () =>
    people.bulkWrite(
      further.map((document) => ({
        replaceOne: { filter: { _id: document._id, rev: { $lt: document.rev } }, replacement: document, upsert: true },
      })),
      { ordered: false },
    ),
  );
  return [...inserted, ...replaced];
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
