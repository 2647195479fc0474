import type { Book } from "./book.ts";
import type { SnapshotStore } from "./snapshot-store.ts";
import type { Log } from "./state.ts";

export type SnapshotterDeps = {
  readonly book: Pick<Book, "head" | "onCommitted" | "snapshot">;
  readonly store: SnapshotStore;
  readonly version: string;
  readonly limits: { readonly snapshotLines: number; readonly snapshotGrowth: number; readonly snapshotsKept: number };
  /** Lets other work have its turn. */
  readonly breathe: () => Promise<unknown>;
  readonly log: Log;
};

/** Writes a snapshot whenever the journal has grown enough since the last one of this version, and drops old ones. */
export const openSnapshotter = ({ book, store, version, limits, breathe, log }: SnapshotterDeps) => {
  let written = 0;
  let stopped = false;
  let running: Promise<void> | undefined;

  const isDue = (): boolean => {
    const { lines } = book.head();
    return lines - written >= Math.max(limits.snapshotLines, lines / limits.snapshotGrowth);
  };
  const breatheOrStop = async (): Promise<void> => {
    await breathe();
    if (stopped) throw new Error("the process stops");
  };
  const run = async (): Promise<void> => {
    const { lines } = book.head();
    try {
      written = (await book.snapshot(breatheOrStop)).head.lines;
      await store.keep(limits.snapshotsKept);
    } catch (error) {
      // The next one is tried when the journal has grown again.
      written = lines;
      if (!stopped) log.warn({ err: error }, "a snapshot was not written");
    }
  };
  const check = (): void => {
    if (!stopped && isDue()) running ??= run().finally(() => (running = undefined));
  };
  const off = book.onCommitted(check);

  return {
    start: async (): Promise<void> => {
      const own = (await store.manifests(() => undefined)).find((manifest) => manifest.version === version);
      written = own?.head.lines ?? 0;
      check();
    },
    /** Settles when no snapshot is being written. */
    idle: async (): Promise<void> => running,
    stop: async (): Promise<void> => {
      stopped = true;
      off();
      await running;
    },
  };
};
