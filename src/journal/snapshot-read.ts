import { sha256Hex } from "../kernel/ids.ts";
import { batchId, parseBatch } from "./batch.ts";
import { loadKeys } from "./keys.ts";
import { loadMerkle } from "./merkle.ts";
import type { Manifest, SnapshotStore } from "./snapshot-store.ts";
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
  const take = await readSections(manifest, store);
  const merkle = loadMerkle(head.lines, take(SECTION.tree));
  if (merkle.root().toString("hex") !== head.root) throw new Error("its tree has another root");
  const keys = loadKeys(take(SECTION.keys));
  const firsts = loadFirsts(take(SECTION.firsts));
  if (keys.size() !== head.lines || firsts.length !== head.batch) throw new Error("its keys or batches are too few");
  const loaded = tables.map((table) => {
    const vocabulary = JSON.parse(Buffer.concat(take(SECTION.vocabulary(table.name))).toString()) as Vocabulary;
    return table.read({ vocabulary, pages: take(SECTION.rows(table.name)) });
  });
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

/** Reads all parts in their order, the next ones while some are checked. Answers a function that hands each section out once. */
const readSections = async ({ id, parts }: Manifest, store: SnapshotStore): Promise<(section: string) => Buffer[]> => {
  const sections = new Map<string, Buffer[]>();
  const fetch = (from: number) => {
    const numbers = parts.slice(from, from + PARTS_AT_ONCE).map((_, i) => from + i);
    const found = store.read(id, numbers);
    found.catch(() => undefined);
    return found;
  };
  let next = fetch(0);
  for (let from = 0; from < parts.length; from += PARTS_AT_ONCE) {
    const found = await next;
    next = fetch(from + PARTS_AT_ONCE);
    for (const [i, { section, sha256 }] of parts.slice(from, from + PARTS_AT_ONCE).entries()) {
      const content = found.get(from + i);
      if (content === undefined || sha256Hex(content) !== sha256) throw new Error(`part ${from + i} is damaged`);
      sections.set(section, [...(sections.get(section) ?? []), content]);
    }
  }
  return (section) => {
    const content = sections.get(section) ?? [];
    sections.delete(section);
    return content;
  };
};

const loadFirsts = (pages: readonly Buffer[]): number[] => {
  const firsts: number[] = [];
  for (const bytes of pages) for (let at = 0; at < bytes.length; at += 8) firsts.push(bytes.readDoubleLE(at));
  return firsts;
};
