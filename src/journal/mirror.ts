import { dropMirrorCursor, readMirrorCursor } from "./mirror-cursor.ts";
import { type MirrorRowsDeps, openMirrorRows } from "./mirror-rows.ts";
import type { Listener, Log } from "./state.ts";

export type MirrorDeps = MirrorRowsDeps & {
  /** Rows that may wait before new commands of this process do (config/limits.ts). */
  readonly limits: { readonly mirrorBacklogRows: number };
  readonly sleep: (ms: number) => Promise<unknown>;
  /** Awaited before rows are written (calm.ts). */
  readonly calm?: () => Promise<void>;
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
  const { documents, mirrored, limits, sleep } = deps;
  const prepare = async (): Promise<void> => {
    for (const { collection, indexes } of mirrored) await documents.ensureIndexes(collection, indexes);
  };
  await prepare();
  const rows = openMirrorRows(deps, await readMirrorCursor(documents));
  const { line, dirty } = rows;
  let first: number | undefined;
  let running: Promise<void> | undefined;
  let stopped = false;
  let started = false;

  const wake = () => {
    if (started && !stopped) running ??= run().finally(() => (running = undefined));
  };
  const run = async (): Promise<void> => {
    while (!stopped && rows.due()) {
      try {
        if (!rows.isUnsure() && dirty.size() < limits.mirrorWriteRows) await sleep(GATHER);
        await deps.calm?.();
        await rows.flush();
      } catch (error) {
        deps.log.warn({ err: error, rows: dirty.size() }, "the mirror is held up");
        await sleep(RETRY);
      }
    }
  };

  return {
    listener: ({ first: begin, lines, changed }) => {
      first ??= begin;
      line.heard = begin + lines.length - 1;
      if (line.heard <= line.written || (rows.isUnsure() && !started)) return;
      rows.change(changed);
      wake();
    },
    gate: () =>
      started && dirty.size() > limits.mirrorBacklogRows ? dirty.below(limits.mirrorBacklogRows) : undefined,
    start: (lines) => {
      line.heard = lines - 1;
      // Lines between the cursor and the first one heard were not heard, as after a start from a snapshot; a cursor
      // beyond the book belongs to another journal.
      if (line.written + 1 < (first ?? lines) || line.written > line.heard) rows.doubt();
      started = true;
      wake();
    },
    backlog: dirty.size,
    drained: async () => {
      while (rows.due() || running) await (running ?? rows.flush());
    },
    rebuild: async (catchUp) => {
      await running;
      await dropMirrorCursor(documents);
      for (const { collection } of mirrored) await documents.drop(collection);
      await prepare();
      await catchUp();
      rows.changeAll();
      await rows.flush();
    },
    stop: async () => {
      stopped = true;
      await running;
    },
  };
};
