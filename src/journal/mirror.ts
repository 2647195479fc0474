import type { Documents, Revised } from "../platform/documents.ts";
import { openDirty } from "./dirty.ts";
import { type Difference, mirrorDifferences } from "./mirror-compare.ts";
import type { Mirrored } from "./mirrored.ts";
import type { Listener, Log } from "./state.ts";

export type MirrorDeps = {
  readonly documents: Documents;
  readonly mirrored: readonly Mirrored<unknown>[];
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
  readonly start: () => void;
  readonly backlog: () => number;
  /** Settles when every row changed so far is written. */
  readonly drained: () => Promise<void>;
  /** Drops the collections and writes every row again. */
  readonly rebuild: () => Promise<void>;
  /** Documents that are not what their row says, at most `limit`; drain first. */
  readonly compare: (limit?: number) => Promise<Difference[]>;
  readonly stop: () => Promise<void>;
};

const CURSORS = "cursors";
const CURSOR = "mirror";
const RETRY = 500;
/** Changes gather for so long, that a hot row is written once and not a hundred times. */
const GATHER = 25;

export const openMirror = async (deps: MirrorDeps): Promise<Mirror> => {
  const { documents, mirrored, limits, sleep } = deps;
  for (const { collection, indexes } of mirrored) await documents.ensureIndexes(collection, indexes);
  const stored = await documents.get(CURSORS, CURSOR);
  const dirty = openDirty(mirrored);
  /** Index of the youngest line that the tables stand on, and of the youngest whose rows are all written. */
  const line = { heard: -1, written: Number(stored?.line ?? -1) };
  let running: Promise<void> | undefined;
  let stopped = false;
  let started = false;

  const wake = () => {
    if (started && !stopped) running ??= run().finally(() => (running = undefined));
  };
  const run = async (): Promise<void> => {
    while (!stopped && (dirty.size() > 0 || line.written < line.heard)) {
      try {
        if (dirty.size() < limits.mirrorWriteRows) await sleep(GATHER);
        await flush();
      } catch (error) {
        deps.log.warn({ err: error, rows: dirty.size() }, "the mirror is held up");
        await sleep(RETRY);
      }
    }
  };
  /** Writes what is dirty now, and notes how far the collections have come. */
  const flush = async (): Promise<void> => {
    const reach = line.heard;
    await dirty.drain((source, rows) => writeRows(documents, { source, rows }), limits.mirrorWriteRows);
    if (reach === line.written) return;
    await documents.put(CURSORS, { _id: CURSOR, line: String(reach) });
    line.written = reach;
  };

  return {
    listener: ({ first, lines, changed }) => {
      line.heard = first + lines.length - 1;
      if (line.heard <= line.written) return;
      for (const { table, key } of changed) dirty.add(table, { key, rev: line.heard });
      wake();
    },
    gate: () =>
      started && dirty.size() > limits.mirrorBacklogRows ? dirty.below(limits.mirrorBacklogRows) : undefined,
    start: () => {
      started = true;
      wake();
    },
    backlog: dirty.size,
    drained: async () => {
      while (dirty.size() > 0 || running) await (running ?? flush());
    },
    rebuild: async () => {
      await running;
      for (const source of mirrored) {
        await documents.drop(source.collection);
        await documents.ensureIndexes(source.collection, source.indexes);
        for (const [key] of source.table.entries()) dirty.add(source.table, { key, rev: line.heard });
      }
      await flush();
    },
    compare: (limit = 20) => mirrorDifferences({ documents, mirrored, limit }),
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
