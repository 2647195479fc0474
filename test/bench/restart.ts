import { randomBytes } from "node:crypto";
import { setImmediate as defer } from "node:timers/promises";
import { openChapters } from "../../src/chapters.ts";
import { type Book, openBook } from "../../src/journal/book.ts";
import type { Chapter } from "../../src/journal/chapter.ts";
import { openSnapshotStore } from "../../src/journal/snapshot-store.ts";
import { type JournalStore, openJournalStore } from "../../src/journal/store.ts";
import { Table } from "../../src/journal/table.ts";
import { type Connection, connectMongo } from "../../src/platform/mongo.ts";
import { limits } from "../../config/limits.ts";
import { makeLongJournal } from "./long-journal.ts";

const DATABASE = "bench_restart_test";
const VERSION = "bench";

export type Restart = {
  /** From an empty memory to the whole book, by the newest snapshot and the batches after it. */
  readonly restart_ms: number;
  readonly restart_lines: number;
  /** Of these lines, those that the snapshot does not hold: the greatest share that the worker lets grow. */
  readonly restart_replayed_lines: number;
  readonly snapshot_ms: number;
};
/** Lines a second without a snapshot, every hash checked: through all chapters, and through one that only adds postings. */
export type Replay = { readonly lines: number; readonly per_s: number; readonly journal_alone_per_s: number };

/** Both from one journal of so many lines of gifts. */
export const benchRestart = async (uri: string, lines: number): Promise<{ restart: Restart; replay: Replay }> => {
  const connection = await connectMongo(uri, DATABASE);
  try {
    await connection.dropDatabase();
    await makeLongJournal(connection, lines);
    const store = openJournalStore(connection);
    const snapshot_ms = await takeSnapshot(connection, upTo(store, await snapshotBatch(store)));
    const restart = await timed(() => open(connection, store));
    const whole = await timed(() => openBook({ ...parts(), store, chapters: openChapters().all }));
    const alone = await timed(() => openBook({ ...parts(), store, chapters: [openSums()] }));
    const per_s = ({ ms, lines: read }: Timed) => Math.round((read / ms) * 1_000);
    const restart_replayed_lines = restart.lines - (await linesOfSnapshot(connection));
    return {
      restart: {
        restart_ms: Math.round(restart.ms),
        restart_lines: restart.lines,
        restart_replayed_lines,
        snapshot_ms,
      },
      replay: { lines: whole.lines, per_s: per_s(whole), journal_alone_per_s: per_s(alone) },
    };
  } finally {
    await connection.dropDatabase();
    await connection.close();
  }
};

const parts = () => ({ clock: Date.now, randomBytes, log: { warn: console.error, error: console.error } });

const open = (connection: Connection, store: JournalStore): Promise<Book> => {
  const snapshots = { store: openSnapshotStore(connection), version: VERSION };
  return openBook({ ...parts(), store, chapters: openChapters().all, snapshots });
};

/** The youngest batch that a snapshot may have when the next one is not due yet. */
const snapshotBatch = async (store: JournalStore): Promise<number> =>
  Math.ceil((await store.count()) * (1 - 1 / limits.snapshotGrowth));

const upTo = (store: JournalStore, last: number): JournalStore => ({
  ...store,
  read: (after, limit) => store.read(after, Math.max(0, Math.min(limit, last - after))),
  count: async () => last,
  countExactly: async () => last,
});

const takeSnapshot = async (connection: Connection, store: JournalStore): Promise<number> => {
  const book = await open(connection, store);
  const before = performance.now();
  await book.snapshot(() => defer());
  const took = Math.round(performance.now() - before);
  await book.close();
  return took;
};

const linesOfSnapshot = async (connection: Connection): Promise<number> => {
  const [manifest] = await openSnapshotStore(connection).manifests(() => undefined);
  if (!manifest) throw new Error("there is no snapshot");
  return manifest.head.lines;
};

type Timed = { readonly ms: number; readonly lines: number };

const timed = async (start: () => Promise<Book>): Promise<Timed> => {
  const before = performance.now();
  const book = await start();
  const ms = performance.now() - before;
  const { lines } = book.head();
  await book.close();
  return { ms, lines };
};

/** Adds up postings and does nothing else, whatever the kind. */
const openSums = (): Chapter => {
  const sums = new Table<bigint>("sums");
  const kinds = openChapters().all.flatMap(({ apply }) => Object.keys(apply));
  return {
    name: "sums",
    tables: [sums],
    decide: {},
    apply: Object.fromEntries(kinds.map((kind) => [kind, () => undefined])),
    everyLine: ({ post }) => {
      for (const [path, amount] of post) sums.set(path, (sums.get(path) ?? 0n) + BigInt(amount));
    },
  };
};
