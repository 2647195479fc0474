import type { Documents } from "../platform/documents.ts";
import type { Book } from "./book.ts";
import type { CommittedLine, Log } from "./state.ts";

export type FeedDeps = {
  /** Name of the cursor. */
  readonly name: string;
  readonly book: Pick<Book, "head" | "linesFrom" | "onCommitted">;
  readonly documents: Pick<Documents, "get" | "put">;
  /** Takes lines in order. They may come again after a crash; a throw means: again, a little later. */
  readonly handle: (lines: readonly CommittedLine[]) => Promise<void>;
  /** Where to begin, given the stored cursor; at the cursor unless given. */
  readonly beginAt?: (cursor: number) => Promise<number>;
  readonly sleep: (ms: number) => Promise<unknown>;
  /** Awaited before lines are handed over (calm.ts). */
  readonly calm?: () => Promise<void>;
  /** Lines kept in memory between their commit and their turn; what is over is read from the store again. */
  readonly bufferedLines?: number;
  readonly log: Log;
};

/** Hands every line of the journal once or more, in order, to something outside of the book; the cursor is stored. */
export type Feed = {
  readonly start: () => Promise<void>;
  /** Index of the next line to hand over. */
  readonly position: () => number;
  /** Starts again from an earlier line. */
  readonly rewind: (index: number) => void;
  /** Settles when all lines of the book's head of the moment are handed over. */
  readonly caughtUp: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

const CURSORS = "cursors";

/** Index of the next line for the feed of this name, as stored: every line before it was handed over. */
export const storedCursor = async (documents: Pick<Documents, "get">, name: string): Promise<number> =>
  Number((await documents.get(CURSORS, name))?.next ?? 0);

const RETRY = 500;
/** More than come in a rush while it is let pass. */
const BUFFERED_LINES = 32_768;

export const openFeed = (deps: FeedDeps): Feed => {
  const { name, book, documents, bufferedLines = BUFFERED_LINES } = deps;
  const buffer = openBuffer(bufferedLines);
  let next = 0;
  let stopped = false;
  let wake: () => void = () => undefined;
  let running: Promise<void> = Promise.resolve();
  const milestones = openMilestones();

  const pass = async (lines: readonly CommittedLine[]): Promise<void> => {
    const before = next;
    await deps.calm?.();
    await deps.handle(lines);
    if (next !== before) return;
    next = (lines.at(-1)?.index ?? next - 1) + 1;
    await documents.put(CURSORS, { _id: name, next: String(next) });
    milestones.reached(next);
  };
  const work = async (): Promise<void> => {
    while (!stopped && next < book.head().lines) {
      const fresh = buffer.take(next);
      if (fresh) await pass(fresh);
      else await fromStore();
    }
  };
  const fromStore = async (): Promise<void> => {
    for await (const lines of book.linesFrom(next)) {
      if (lines[0]?.index !== next) return; // it was rewound while these were read
      await pass(lines);
      if (stopped || lines.at(-1)?.index !== next - 1) return;
    }
  };
  const run = async (): Promise<void> => {
    while (!stopped) {
      const woken = new Promise<void>((resolve) => (wake = resolve));
      try {
        await work();
        if (!stopped) await woken;
      } catch (error) {
        deps.log.warn({ err: error, feed: name, line: next }, "a feed of the journal is held up");
        await deps.sleep(RETRY);
      }
    }
  };
  const off = book.onCommitted(({ lines }) => {
    buffer.add(lines);
    wake();
  });

  return {
    start: async () => {
      const cursor = await storedCursor(documents, name);
      next = deps.beginAt ? await deps.beginAt(cursor) : cursor;
      running = run();
    },
    position: () => next,
    rewind: (index) => {
      next = index;
      wake();
    },
    caughtUp: () => milestones.until({ target: book.head().lines, now: next }),
    stop: async () => {
      stopped = true;
      off();
      wake();
      await running;
    },
  };
};

/** Promises that settle when the cursor has come so far. */
const openMilestones = () => {
  let waiting: { readonly target: number; readonly resolve: () => void }[] = [];
  return {
    until: ({ target, now }: { target: number; now: number }): Promise<void> =>
      new Promise((resolve) => {
        if (target <= now) resolve();
        else waiting.push({ target, resolve });
      }),
    reached: (next: number): void => {
      for (const { resolve } of waiting.filter(({ target }) => target <= next)) resolve();
      waiting = waiting.filter(({ target }) => target > next);
    },
  };
};

/** The youngest lines, as they were committed. */
const openBuffer = (most: number) => {
  const chunks: (readonly CommittedLine[])[] = [];
  let size = 0;
  const drop = () => {
    size -= chunks.shift()?.length ?? 0;
  };
  return {
    add: (lines: readonly CommittedLine[]): void => {
      chunks.push(lines);
      size += lines.length;
      while (size > most) drop();
    },
    /** The chunk that begins with this line, if it is still here. */
    take: (next: number): readonly CommittedLine[] | undefined => {
      while (chunks.length > 0 && (chunks[0]?.[0]?.index ?? 0) < next) drop();
      if (chunks[0]?.[0]?.index !== next) return undefined;
      const found = chunks[0];
      drop();
      return found;
    },
  };
};
