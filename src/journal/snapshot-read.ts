import { sha256Hex } from "../kernel/ids.ts";
import { batchId, parseBatch } from "./batch.ts";
import { loadKeys } from "./keys.ts";
import { loadMerkle } from "./merkle.ts";
import type { Manifest, SnapshotStore } from "./snapshot-store.ts";
import type { Rows } from "./rows.ts";
import { SECTION } from "./snapshot-write.ts";
import type { Log, Standing } from "./state.ts";
import type { JournalStore } from "./store.ts";
import type { Table } from "./table.ts";
import type { Vocabulary } from "./vocabulary.ts";

export type SnapshotRead = {
  readonly store: SnapshotStore;
  readonly journal: JournalStore;
  /** Only snapshots of this version are taken. */
  readonly version: string;
  /** Empty; filled only when a whole snapshot was read. */
  readonly tables: readonly Table<unknown>[];
  readonly log: Log;
};

/**
 * Puts the newest snapshot that is whole, of this version and of this journal into the tables, and answers what stands
 * beside them. Undefined when there is none: then the journal is replayed from its beginning.
 */
export const restoreNewest = async (deps: SnapshotRead): Promise<Standing | undefined> => {
  const { store, version, log } = deps;
  const skip = (snapshot: string, error?: unknown) => log.warn({ snapshot, err: error }, "a snapshot is skipped");
  for (const manifest of await store.manifests(skip)) {
    if (manifest.version !== version) continue;
    try {
      return await restore(manifest, deps);
    } catch (error) {
      skip(manifest.id, error);
    }
  }
  return undefined;
};

/** Throws, and changes nothing, when a part is missing or not what the manifest says, or the head is not in the journal. */
export const restore = async (
  manifest: Manifest,
  { store, journal, tables }: Pick<SnapshotRead, "store" | "journal" | "tables">,
): Promise<Standing> => {
  const { head } = manifest;
  await assertInJournal(manifest, journal);
  const section = (name: string) => contentOf(manifest, { name, store });
  const merkle = await loadMerkle(head.lines, section(SECTION.tree));
  if (merkle.root().toString("hex") !== head.root) throw new Error("its tree has another root");
  const keys = await loadKeys(section(SECTION.keys));
  const firsts = await loadFirsts(section(SECTION.firsts));
  if (keys.size() !== head.lines || firsts.length !== head.batch) throw new Error("its keys or batches are too few");
  const loaded: Rows<unknown>[] = [];
  for (const table of tables) {
    const vocabulary = JSON.parse(await textOf(section(SECTION.vocabulary(table.name)))) as Vocabulary;
    const pages: Buffer[] = [];
    for await (const page of section(SECTION.rows(table.name))) pages.push(page);
    loaded.push(table.read({ vocabulary, pages }));
  }
  for (const [i, rows] of loaded.entries()) tables[i]?.adopt(rows);
  return { head, merkle, keys, firsts };
};

/** A snapshot of another journal, or of a future that a restored backup does not have, is of no use. */
const assertInJournal = async ({ head }: Manifest, journal: JournalStore): Promise<void> => {
  const [stored] = await journal.read(head.batch - 1, 1);
  const { hash, root } = parseBatch(stored);
  if (hash !== head.hash || root !== head.root)
    throw new Error(`batch ${batchId(head.batch)} of the journal is another`);
};

const PARTS_AT_ONCE = 8;
type Section = { readonly name: string; readonly store: SnapshotStore };

/** The parts of a section, checked; the next ones are on their way while some are worked on. */
async function* contentOf({ id, parts }: Manifest, { name, store }: Section): AsyncGenerator<Buffer> {
  const numbers = [...parts.keys()].filter((number) => parts[number]?.section === name);
  const fetch = (from: number) => {
    const found = store.read(id, numbers.slice(from, from + PARTS_AT_ONCE));
    found.catch(() => undefined);
    return found;
  };
  let next = fetch(0);
  for (let from = 0; from < numbers.length; from += PARTS_AT_ONCE) {
    const found = await next;
    if (from + PARTS_AT_ONCE < numbers.length) next = fetch(from + PARTS_AT_ONCE);
    for (const number of numbers.slice(from, from + PARTS_AT_ONCE)) {
      const content = found.get(number);
      if (content === undefined || sha256Hex(content) !== parts[number]?.sha256)
        throw new Error(`part ${number} is damaged`);
      yield content;
    }
  }
}

const loadFirsts = async (content: AsyncIterable<Buffer>): Promise<number[]> => {
  const firsts: number[] = [];
  for await (const bytes of content) for (let at = 0; at < bytes.length; at += 8) firsts.push(bytes.readDoubleLE(at));
  return firsts;
};

const textOf = async (content: AsyncIterable<Buffer>): Promise<string> => {
  let text = "";
  for await (const bytes of content) text += bytes.toString();
  return text;
};
