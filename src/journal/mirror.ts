import type { Documents, Revised } from "../platform/documents.ts";
import { openDirty } from "./dirty.ts";
import { differencesOf } from "./mirror-compare.ts";
import { dropMirrorCursor, readMirrorCursor, writeMirrorCursor } from "./mirror-cursor.ts";
import type { Mirrored } from "./mirrored.ts";
import type { Listener, Log } from "./state.ts";

export type MirrorDeps = {
  readonly documents: Documents;
  readonly mirrored: readonly Mirrored<unknown>[];
  /** Names the shape of the documents: after a change of it all are compared, and written where they differ. */
  readonly version: string;
  /** Rows written at once, and rows that may wait before new commands do (config/limits.ts). */
  readonly limits: { readonly mirrorWriteRows: number; readonly mirrorBacklogRows: number };
  readonly sleep: (ms: number) => Promise<unknown>;
  readonly log: Log;
};

/**
 * Keeps collections equal to tables, a little behind the book. Open it before the book and give its `listener` and
 * `gate` to openBook: what is read at the start tells it which rows changed since its cursor.
 */
export type Mirror = {
  readonly listener: Listener;
  /** A promise while the backlog is over its bound, else undefined. */
  readonly gate: () => Promise<void> | undefined;
  /** Begins to write; `lines` is how many the opened book has. */
  readonly start: (lines: number) => void;
  readonly backlog: () => number;
  /** Settles when every row changed so far is written. */
  readonly drained: () => Promise<void>;
  /**
   * Drops the collections and writes every row again; another mirror may be at work meanwhile. `catchUp` brings the
   * tables to where that one was when its documents were dropped. Broken off, the next start writes what is missing.
   */
  readonly rebuild: (catchUp: () => Promise<void>) => Promise<void>;
  readonly stop: () => Promise<void>;
};

const RETRY = 500;
/** Changes gather for so long, that a hot row is written once and not a hundred times. */
const GATHER = 25;

export const openMirror = async (deps: MirrorDeps): Promise<Mirror> => {
  const { documents, mirrored, limits, sleep, version } = deps;
  for (const { collection, indexes } of mirrored) await documents.ensureIndexes(collection, indexes);
  const cursor = await readMirrorCursor(documents);
  const dirty = openDirty(mirrored);
  /** Index of the youngest line that the tables stand on, and of the youngest whose rows are all written. */
  const line = { heard: -1, written: cursor?.version === version ? cursor.line : -1 };
  /** The cursor does not tell which documents are out of date: all are compared with their rows. */
  let unsure = cursor?.version !== version;
  let first: number | undefined;
  let running: Promise<void> | undefined;
  let stopped = false;
  let started = false;

  const wake = () => {
    if (started && !stopped) running ??= run().finally(() => (running = undefined));
  };
  const due = () => unsure || dirty.size() > 0 || line.written < line.heard;
  const run = async (): Promise<void> => {
    while (!stopped && due()) {
      try {
        if (!unsure && dirty.size() < limits.mirrorWriteRows) await sleep(GATHER);
        await flush();
      } catch (error) {
        deps.log.warn({ err: error, rows: dirty.size() }, "the mirror is held up");
        await sleep(RETRY);
      }
    }
  };
  /** Writes what is dirty now, and notes how far the collections have come. */
  const flush = async (): Promise<void> => {
    if (unsure) await compareAll();
    const reach = line.heard;
    await dirty.drain((source, rows) => writeRows(documents, { source, rows }), limits.mirrorWriteRows);
    if (reach <= line.written) return;
    await writeMirrorCursor(documents, { line: reach, version });
    line.written = reach;
  };
  /** Every document that is not what its row says is to be written again, over whatever stands there. */
  const compareAll = async (): Promise<void> => {
    await dropMirrorCursor(documents);
    for (const source of mirrored) {
      for await (const { collection, id, rev = -1 } of differencesOf(documents, source)) {
        // Nothing would be written over it: it claims to be as new, or says nothing.
        if (!(rev < line.heard)) await documents.delete(collection, id);
        dirty.add(source.table, { key: id, rev: line.heard });
      }
    }
    line.written = -1;
    unsure = false;
  };

  return {
    listener: ({ first: begin, lines, changed }) => {
      first ??= begin;
      line.heard = begin + lines.length - 1;
      if (line.heard <= line.written || (unsure && !started)) return;
      for (const { table, key } of changed) dirty.add(table, { key, rev: line.heard });
      wake();
    },
    gate: () =>
      started && dirty.size() > limits.mirrorBacklogRows ? dirty.below(limits.mirrorBacklogRows) : undefined,
    start: (lines) => {
      line.heard = lines - 1;
      // Lines between the cursor and the first one heard were not heard, as after a start from a snapshot; a cursor
      // beyond the book belongs to another journal.
      unsure ||= line.written + 1 < (first ?? lines) || line.written > line.heard;
      started = true;
      wake();
    },
    backlog: dirty.size,
    drained: async () => {
      while (due() || running) await (running ?? flush());
    },
    rebuild: async (catchUp) => {
      await running;
      await dropMirrorCursor(documents);
      for (const source of mirrored) {
        await documents.drop(source.collection);
        await documents.ensureIndexes(source.collection, source.indexes);
      }
      await catchUp();
      for (const { table } of mirrored) for (const [key] of table.entries()) dirty.add(table, { key, rev: line.heard });
      unsure = false;
      line.written = -1;
      await flush();
    },
    stop: async () => {
      stopped = true;
      await running;
    },
  };
};

type Write = {
  readonly source: Mirrored<unknown>;
  readonly rows: readonly { readonly key: string; readonly rev: number }[];
};

/** Writes the newest version of each row; a row that is gone from its table is deleted. */
const writeRows = async (documents: Documents, { source, rows }: Write): Promise<void> => {
  const { table, collection } = source;
  const present: Revised[] = [];
  const gone: { _id: string; rev: number }[] = [];
  for (const { key, rev } of rows) {
    const row = table.get(key);
    if (row === undefined) gone.push({ _id: key, rev });
    else present.push({ ...source.documentOf(key, row), _id: key, rev });
  }
  await documents.writeNewer(collection, present);
  await documents.deleteOlder(collection, gone);
};
