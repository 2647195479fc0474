import { setImmediate as defer, setTimeout as sleep } from "node:timers/promises";
import type { Refusal } from "../kernel/result.ts";
import type { Chapter, Outcome, Sent } from "./chapter.ts";
import type { Head } from "./chain.ts";
import type { JournalDamaged } from "./errors.ts";
import { openFollower } from "./follower.ts";
import type { Timing } from "./landing.ts";
import { JOURNAL_LIMITS, type JournalLimits } from "./limits.ts";
import type { Line } from "./line.ts";
import { openReader } from "./reader.ts";
import { replay } from "./replay.ts";
import { openRules } from "./rules.ts";
import { restoreNewest } from "./snapshot-read.ts";
import type { Manifest, SnapshotStore } from "./snapshot-store.ts";
import { writeSnapshot } from "./snapshot-write.ts";
import { batchOfLine, type CommittedLine, type Listener, type Log, openState } from "./state.ts";
import type { Breathe } from "./state-digest.ts";
import type { JournalStore } from "./store.ts";
import { createWriter } from "./writer.ts";

export type BookDeps = {
  readonly store: JournalStore;
  /** In the order of the layers. */
  readonly chapters: readonly Chapter[];
  /** Epoch milliseconds. */
  readonly clock: () => number;
  readonly randomBytes: (count: number) => Uint8Array;
  readonly log: Log;
  readonly limits?: Partial<JournalLimits>;
  readonly timing?: Timing;
  /** Where snapshots are kept; `version` names the rules and tables of this code. The journal is replayed whole without. */
  readonly snapshots?: { readonly store: SnapshotStore; readonly version: string };
  /** Hear every batch from the first one read on: the first of the journal, or the one after the snapshot. */
  readonly listeners?: readonly Listener[];
  /** Awaited before new commands are taken, for example by a mirror that is far behind. */
  readonly gate?: () => Promise<void> | undefined;
  readonly onDamaged?: (error: JournalDamaged) => void;
};

/** The one book of the charity in this process. Other processes may write to the same journal. */
export type Book = {
  /** Settles when the line is durable, or the command is refused. Throws Busy (503); the same key may be sent again. */
  readonly submit: (command: Sent) => Promise<Outcome | Refusal>;
  /** Absorbs what other processes have written before this call. */
  readonly catchUp: () => Promise<void>;
  readonly head: () => Head;
  /** A committed line, read from the store; undefined past the end. */
  readonly line: (index: number) => Promise<Line | undefined>;
  /** Number of the batch that holds a committed line. */
  readonly batchOf: (index: number) => number;
  /** Committed lines from `index` on, batch by batch, as far as the head of the moment. */
  readonly linesFrom: (index: number) => AsyncGenerator<readonly CommittedLine[]>;
  /** Calls the listener after each further batch, own or foreign, in order. Returns the way out. */
  readonly onCommitted: (listener: Listener) => () => void;
  /** Looks for foreign batches again and again until closed. */
  readonly follow: () => void;
  /** RFC 6962 audit path of a line in the tree of `size` lines (default: all), hex from the bottom. */
  readonly inclusion: (index: number, size?: number) => readonly string[];
  /** Proof that the first `from` lines are a prefix of the first `to`, hex. */
  readonly consistency: (range: { from: number; to: number }) => readonly string[];
  /** Root over the first `size` lines, hex. */
  readonly root: (size: number) => string;
  /** Hashes of neighbouring perfect subtrees of 2^height committed lines. Throws RangeError past the end. */
  readonly nodes: (of: { height: number; from: number; count: number }) => Buffer;
  /**
   * Writes a snapshot of the head of the moment. The book stands still until it is written, so a process that donors
   * wait for leaves it to another. `breathe` is awaited often and may throw to give up.
   */
  readonly snapshot: (breathe: Breathe) => Promise<Manifest>;
  readonly close: () => Promise<void>;
};

/** Opens the book: takes the newest snapshot, if there is one, and replays all batches after it, verified. Throws JournalDamaged naming the batch and what differs. */
export const openBook = async (deps: BookDeps): Promise<Book> => {
  const { store, log, clock, randomBytes, timing = { sleep, defer } } = deps;
  const limits = { ...JOURNAL_LIMITS, ...deps.limits };
  const rules = openRules(deps.chapters);
  const from = deps.snapshots
    ? await restoreNewest({ ...deps.snapshots, journal: store, tables: rules.tables, log })
    : undefined;
  const state = openState({ rules, log, from });
  for (const listener of deps.listeners ?? []) state.listeners.add(listener);
  await replay({ state, store, timing });

  const reader = openReader(state, store);
  const writerName = Buffer.from(randomBytes(8)).toString("hex");
  const writer = createWriter({
    state,
    store,
    limits,
    timing,
    clock,
    randomBytes,
    writerName,
    gate: deps.gate ?? (() => undefined),
    onDamaged: deps.onDamaged ?? (() => undefined),
    lineAt: reader.lineAt,
  });
  const follower = openFollower({ catchUp: writer.catchUp, sleep: timing.sleep, everyMs: limits.followPause, log });
  const { merkle } = state;

  return {
    submit: writer.submit,
    catchUp: writer.catchUp,
    head: () => state.head,
    line: async (index) => (index >= 0 && index < state.head.lines ? reader.lineAt(index) : undefined),
    batchOf: (index) => batchOfLine(state, index),
    linesFrom: reader.linesFrom,
    onCommitted: (listener) => {
      state.listeners.add(listener);
      return () => void state.listeners.delete(listener);
    },
    follow: follower.start,
    inclusion: (index, size = state.head.lines) => merkle.inclusion(index, size).map(hex),
    consistency: (range) => merkle.consistency(range).map(hex),
    root: (size) => merkle.root(size).toString("hex"),
    nodes: (of) => {
      if ((of.from + of.count) * 2 ** of.height > state.head.lines) throw new RangeError("not committed yet");
      return merkle.nodes(of);
    },
    snapshot: (breathe) =>
      writer.still(async () => {
        if (!deps.snapshots) throw new Error("this book keeps no snapshots");
        return writeSnapshot({ state, ...deps.snapshots, maker: writerName, breathe });
      }),
    close: async () => {
      follower.stop();
      await writer.close();
    },
  };
};

const hex = (bytes: Buffer): string => bytes.toString("hex");
