/** Virtual time, in milliseconds from the start of the run. Nothing passes but what is asked for. */
export type World = {
  readonly now: () => number;
  readonly after: (ms: number, run: () => void) => void;
  readonly sleep: (ms: number) => Promise<void>;
  /** Runs what is due, in order, until nothing is left to come before `until`. */
  readonly run: (until: number) => Promise<void>;
};

type Due = { readonly at: number; readonly run: () => void };

export const openWorld = (): World => {
  /** Latest first, so that the next one is taken from the end. */
  const coming: Due[] = [];
  let now = 0;

  const after = (ms: number, run: () => void): void => {
    const due = { at: now + ms, run };
    let low = 0;
    for (let high = coming.length; low < high; ) {
      const middle = (low + high) >> 1;
      if ((coming[middle]?.at ?? 0) > due.at) low = middle + 1;
      else high = middle;
    }
    coming.splice(low, 0, due);
  };

  return {
    now: () => now,
    after,
    sleep: (ms) => new Promise((resolve) => after(ms, resolve)),
    run: async (until) => {
      for (let due = coming.pop(); due !== undefined; due = coming.pop()) {
        if (due.at > until) return;
        now = due.at;
        due.run();
        await allIsQuiet();
      }
    },
  };
};

/** Settles when every promise that can go on without time passing has gone on: Node runs a tick after its microtasks. */
const allIsQuiet = (): Promise<void> => new Promise((resolve) => process.nextTick(resolve));

/** The same world as one process sees it: nothing happens to it any more once it is dead. */
export const seenBy = ({ after, now }: World, alive: () => boolean): Pick<World, "after" | "now" | "sleep"> => {
  const whileAlive = (ms: number, run: () => void): void => after(ms, () => alive() && run());
  return { now, after: whileAlive, sleep: (ms) => new Promise((resolve) => whileAlive(ms, resolve)) };
};
