import type { Listener } from "./state.ts";

export type CalmDeps = {
  readonly sleep: (ms: number) => Promise<unknown>;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** So many lines within half a second are a rush; milliseconds for which a rush is let pass. */
  readonly limits: { readonly rushLines: number; readonly rushWait: number };
};

/**
 * Whoever copies lines leaves the engine to those who write them while many come at once, as when a file is imported.
 * A rush that does not end is waited for half of the time.
 */
export type Calm = {
  /** Hears what the book commits. */
  readonly listener: Listener;
  /** Settles at once unless lines rush in. */
  readonly calm: () => Promise<void>;
};

const LOOK = 50;
/** Half of the time over which lines are counted; others' lines are heard in lumps of some 100 ms. */
const SPAN = 250;

export const openCalm = ({ sleep, clock, limits }: CalmDeps): Calm => {
  let since = 0;
  let now = 0;
  let before = 0;
  /** Until then nobody waits any more. */
  let freeUntil = 0;

  const turn = (): void => {
    const passed = clock() - since;
    if (passed < SPAN) return;
    before = passed < 2 * SPAN ? now : 0;
    now = 0;
    since = clock();
  };
  const isRush = (): boolean => {
    turn();
    return now + before >= limits.rushLines;
  };
  return {
    listener: ({ lines }) => {
      turn();
      now += lines.length;
    },
    calm: async () => {
      if (clock() < freeUntil) return;
      const end = clock() + limits.rushWait;
      while (isRush()) {
        if (clock() >= end) {
          freeUntil = clock() + limits.rushWait;
          return;
        }
        await sleep(LOOK);
      }
    },
  };
};
