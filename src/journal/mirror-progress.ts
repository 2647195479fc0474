import type { Documents } from "../platform/documents.ts";
import { readMirrorCursor } from "./mirror-cursor.ts";
import type { Listener, Log } from "./state.ts";

export type ProgressDeps = {
  readonly documents: Pick<Documents, "get">;
  /** Lines the mirror may be behind before new commands wait; milliseconds a list waits for it; milliseconds without a move after which it counts as away. */
  readonly limits: {
    readonly mirrorBacklogLines: number;
    readonly mirrorReadWait: number;
    readonly mirrorStandstill: number;
  };
  readonly sleep: (ms: number) => Promise<unknown>;
  readonly log: Log;
};

/** The mirror as a process sees it that does not write it itself: by its stored cursor. */
export type MirrorProgress = {
  /** Hears how far the book is. */
  readonly listener: Listener;
  /** A promise while a mirror that moves is too far behind, else undefined. One that is away holds nothing up: it makes good at its start. */
  readonly gate: () => Promise<void> | undefined;
  /** Waits until the collections stand on so many lines, but not for ever. Answers the index of the youngest line they stand on, −1 for none. */
  readonly reach: (lines: number) => Promise<number>;
};

const POLL = 20;

export const openMirrorProgress = async (deps: ProgressDeps): Promise<MirrorProgress> => {
  const { documents, limits, sleep } = deps;
  const read = async (): Promise<number> => (await readMirrorCursor(documents))?.line ?? -1;
  let heard = -1;
  let written = await read();
  /** Stood still when it was last looked at. */
  let away = true;
  let holding: Promise<void> | undefined;
  let pausing: Promise<void> | undefined;

  const behind = () => heard - written > limits.mirrorBacklogLines;
  const look = async (): Promise<boolean> => {
    const now = await read();
    const moved = now !== written;
    if (moved) [written, away] = [now, false];
    return moved;
  };
  /** Until the mirror is near again, or has stood still for too long. */
  const hold = async (): Promise<void> => {
    for (let still = 0; behind(); still += POLL) {
      if (await look()) still = 0;
      if (still >= limits.mirrorStandstill) {
        away = true;
        deps.log.warn({ line: heard, mirror: written }, "the mirror stands still, the book goes on without it");
        return;
      }
      await sleep(POLL);
    }
  };
  const pause = async (): Promise<void> => {
    await look();
    await sleep(limits.mirrorStandstill);
  };
  const quietly = (step: Promise<unknown>): Promise<void> =>
    step.then(
      () => undefined,
      (error: unknown) => deps.log.warn({ err: error }, "the mirror's cursor cannot be read"),
    );

  return {
    listener: ({ first, lines }) => {
      heard = first + lines.length - 1;
    },
    gate: () => {
      if (!behind()) return undefined;
      if (!away) return (holding ??= quietly(hold()).finally(() => (holding = undefined)));
      pausing ??= quietly(pause()).finally(() => (pausing = undefined));
      return undefined;
    },
    reach: async (lines) => {
      for (let waited = 0; ; waited += POLL) {
        await look();
        if (written >= lines - 1 || waited >= limits.mirrorReadWait) return written;
        await sleep(POLL);
      }
    },
  };
};

/** Rows of a list, and the index of the youngest line that the list stands on. */
export type Listed<Row> = { readonly rows: readonly Row[]; readonly asOfLine: number };

/** Reads lists: each when the mirror has come to the head of the book, so that it shows what was written before it was asked for. */
export const openLists =
  ({ reach }: Pick<MirrorProgress, "reach">, lines: () => number) =>
  async <Row>(read: () => Promise<readonly Row[]>): Promise<Listed<Row>> => {
    const asOfLine = await reach(lines());
    return { rows: await read(), asOfLine };
  };
