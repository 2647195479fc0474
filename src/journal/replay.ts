import { JournalDamaged } from "./errors.ts";
import type { Timing } from "./landing.ts";
import { absorb, type State } from "./state.ts";
import type { JournalStore } from "./store.ts";

const FIRST_PAGE = 64;
const LARGEST_PAGE = 4_096;
const PAGE_LINES = 8_192;

export type ReplayDeps = {
  readonly state: State;
  readonly store: JournalStore;
  readonly timing: Timing;
};

/**
 * Reads every stored batch after the head and absorbs it, verified. The next page is on its way while one is worked on.
 * Throws JournalDamaged naming the batch and what differs.
 */
export const replay = async ({ state, store, timing }: ReplayDeps): Promise<void> => {
  let limit = FIRST_PAGE;
  let next = store.read(state.head.batch, limit);
  for (;;) {
    const page = await next;
    const full = page.length === limit;
    const perBatch = Math.max(1, linesOf(page) / Math.max(1, page.length));
    limit = Math.max(1, Math.min(LARGEST_PAGE, Math.round(PAGE_LINES / perBatch)));
    if (full) {
      next = store.read(state.head.batch + page.length, limit);
      next.catch(() => undefined);
    }
    await absorbAll(page, { state, timing });
    if (!full) return assertComplete({ state, store, timing });
  }
};

const UNBROKEN_LINES = 1_024;

/** What arrives of the next page is taken in between, or the engine could not send it to its end. */
const absorbAll = async (page: readonly unknown[], { state, timing }: Omit<ReplayDeps, "store">): Promise<void> => {
  let due = state.head.lines + UNBROKEN_LINES;
  for (const stored of page) {
    absorb(state, stored);
    if (state.head.lines < due) continue;
    await timing.defer();
    due = state.head.lines + UNBROKEN_LINES;
  }
};

const VISIBLE_TRIES = 20;
const VISIBLE_PAUSE = 250;

/**
 * What is stored beyond the head must be readable from there on. Others may write meanwhile, and a replica set counts
 * a batch before a majority has it, so it is given a moment to appear.
 */
const assertComplete = async ({ state, store, timing }: ReplayDeps): Promise<void> => {
  for (let tries = 1; ; tries += 1) {
    const count = await store.count();
    if (count <= state.head.batch || (await store.read(state.head.batch, 1)).length > 0) return;
    if (tries === VISIBLE_TRIES) return assertNoneMissing(store, state.head.batch);
    await timing.sleep(VISIBLE_PAUSE);
  }
};

/** The quick count of an engine may be off after a crash: only the exact one stops a process. */
const assertNoneMissing = async (store: JournalStore, last: number): Promise<void> => {
  const count = await store.countExactly();
  if (count <= last || (await store.read(last, 1)).length > 0) return;
  throw new JournalDamaged(last + 1, `is missing, ${count} batches are stored`);
};

const linesOf = (page: readonly unknown[]): number => {
  let lines = 0;
  for (const stored of page) {
    if (typeof stored === "object" && stored !== null && "lines" in stored && Array.isArray(stored.lines))
      lines += stored.lines.length;
  }
  return lines;
};
