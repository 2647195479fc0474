import { sha256Hex } from "../kernel/ids.ts";
import type { Connection } from "../platform/mongo.ts";
import type { Head } from "./chain.ts";

/** The bytes of one document; `section` says of what they are a part. */
export type Part = { readonly section: string; readonly sha256: string };

/** What a snapshot is and of what it is made. It is complete when its manifest is stored, and never before. */
export type Manifest = {
  /** Number of the head's batch, 17 digits, and who made it. */
  readonly id: string;
  /** Names the code that made it: rules or tables of another version do not take it. */
  readonly version: string;
  readonly head: Head;
  /** stateDigest of the book at the head. */
  readonly digest: string;
  /** In their order; a part's place is its number. */
  readonly parts: readonly Part[];
};

/** Snapshots as documents: inserted once, never changed, dropped when they are old. */
export type SnapshotStore = {
  readonly begin: (id: string) => Promise<void>;
  readonly write: (id: string, number: number, content: Buffer) => Promise<void>;
  readonly complete: (manifest: Manifest) => Promise<void>;
  /** Complete snapshots, the newest first. A manifest that cannot be read is left out and told to `damaged`. */
  readonly manifests: (damaged: (id: string) => void) => Promise<Manifest[]>;
  /** Those parts that are there, by number. */
  readonly read: (id: string, numbers: readonly number[]) => Promise<Map<number, Buffer>>;
  /** Drops all that is older than the `count` newest complete ones, begun ones too. */
  readonly keep: (count: number) => Promise<void>;
};

const PARTS_AT_ONCE = 64;
type StoredManifest = { readonly _id: string; readonly text: string; readonly sha256: string };
type StoredPart = { readonly _id: string; readonly content: Buffer };

const partId = (id: string, number: number): string => `${id}/${number}`;
const numberOf = (part: StoredPart): number => Number(part._id.slice(part._id.indexOf("/") + 1));

/** A document is first inserted without, then replaced with its text: only then is the snapshot complete. */
export const openSnapshotStore = (connection: Connection): SnapshotStore => {
  const snapshots = connection.collection<StoredManifest>("snapshots");
  const parts = connection.collection<StoredPart>("snapshotParts");

  const drop = async (id: string): Promise<void> => {
    for (let first = 0, dropped = 1; dropped > 0; first += PARTS_AT_ONCE) {
      const ids = Array.from({ length: PARTS_AT_ONCE }, (_, i) => partId(id, first + i));
      dropped = (await parts.deleteMany({ _id: { $in: ids } })).deletedCount;
    }
    await snapshots.deleteOne({ _id: id });
  };
  const all = () => snapshots.find().toArray();

  return {
    begin: async (id) => void (await snapshots.insertOne({ _id: id, text: "", sha256: "" })),
    write: async (id, number, content) => void (await parts.insertOne({ _id: partId(id, number), content })),
    complete: async (manifest) => {
      const text = JSON.stringify(manifest);
      await snapshots.replaceOne({ _id: manifest.id }, { text, sha256: sha256Hex(text) });
    },
    manifests: async (damaged) => {
      const complete = (await all()).filter(({ text }) => text !== "");
      const whole = complete.filter(({ text, sha256 }) => sha256Hex(text) === sha256);
      for (const { _id } of complete) if (!whole.some((one) => one._id === _id)) damaged(_id);
      return whole.map(({ text }) => JSON.parse(text) as Manifest).sort((a, b) => (a.id < b.id ? 1 : -1));
    },
    read: async (id, numbers) => {
      if (numbers.length === 0) return new Map();
      const ids = numbers.map((number) => partId(id, number));
      const found = await parts.find({ _id: { $in: ids } }, { promoteBuffers: true }).toArray();
      return new Map(found.map((part) => [numberOf(part), part.content]));
    },
    keep: async (count) => {
      const stored = await all();
      const complete = stored.filter(({ text }) => text !== "").map(({ _id }) => _id);
      const oldest = complete.sort().at(-count);
      if (oldest === undefined) return;
      for (const { _id } of stored) if (_id < oldest) await drop(_id);
    },
  };
};
