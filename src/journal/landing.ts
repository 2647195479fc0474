import { type BatchDocument, encodeBatch, parseBatch } from "./batch.ts";
import { Busy } from "./errors.ts";
import type { JournalLimits } from "./limits.ts";
import type { Proposal } from "./proposal.ts";
import { absorb, accept, type State } from "./state.ts";
import type { JournalStore } from "./store.ts";
import { openTurns } from "./turns.ts";

/** Time as the writer sees it; a simulation gives its own. `defer` lets work that is ready run first. */
export type Timing = {
  readonly sleep: (ms: number) => Promise<unknown>;
  readonly defer: () => Promise<unknown>;
};

/** What the writer and its landing tell each other. While `unsure` an outcome is unknown and new work is refused. */
export type Status = { unsure: boolean; closed: boolean };

export type LandingDeps = {
  readonly state: State;
  readonly store: JournalStore;
  readonly limits: JournalLimits;
  readonly timing: Timing;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  readonly randomBytes: (count: number) => Uint8Array;
  readonly writerName: string;
  readonly status: Status;
};

/** How a proposal gets into the journal, or learns that another batch was first. */
export type Landing = {
  /** Inserts the parked proposal. True: it is part of the book. False: another took its number and is absorbed. */
  readonly land: (proposal: Proposal) => Promise<boolean>;
  /** Drops a parked proposal without lines. True: it was decided on the newest state. */
  readonly confirm: () => Promise<boolean>;
  /** Absorbs what others have stored; throws when the engine cannot be read. Returns the number of batches. */
  readonly absorbNew: () => Promise<number>;
  /** After a batch of mine, lets the others who write have their turn. */
  readonly standBack: () => Promise<void>;
};

/** Batches read at once; whoever has fallen further behind than that reads on. */
const PAGE = 16;
const FIRST_RETRY = 20;

export const openLanding = (deps: LandingDeps): Landing => {
  const { state, store, timing } = deps;
  const definite = openDefinite(deps);
  const turns = openTurns(deps);

  const absorbPage = (page: readonly unknown[]): void => {
    for (const stored of page) {
      absorb(state, stored);
      turns.heard(stored);
    }
  };
  const absorbAll = async (read: () => Promise<unknown[]>): Promise<number> => {
    let count = 0;
    for (let more = true; more; ) {
      const page = await read();
      absorbPage(page);
      count += page.length;
      more = page.length === PAGE;
    }
    return count;
  };
  const next = () => store.read(state.head.batch, PAGE);

  const land = async (proposal: Proposal): Promise<boolean> => {
    const document = documentOf(proposal, deps);
    const theirs = await definite(() => takenBy(document, { store, next }));
    if (theirs === undefined) {
      commit(document, proposal);
      turns.landed();
      return true;
    }
    state.rules.discard();
    state.merkle.truncate(state.head.lines);
    absorbPage(theirs);
    if (theirs.length === PAGE) await absorbAll(() => definite(next));
    return false;
  };

  const commit = (document: BatchDocument, proposal: Proposal): void => {
    state.rules.unpark();
    for (const { waiting, verdict } of proposal.verdicts) {
      if (verdict.is !== "line" || verdict.repeated) continue;
      state.keys.add(waiting.key, { index: state.head.lines + verdict.position, content: waiting.content });
    }
    accept(state, { batch: parseBatch(document), lines: proposal.lines, own: true });
  };

  return {
    land,
    absorbNew: () => absorbAll(next),
    confirm: async () => {
      state.rules.discard();
      return (await absorbAll(() => definite(next))) === 0;
    },
    standBack: async () => {
      for (let wait = turns.wait(); wait !== undefined; wait = turns.wait()) {
        await timing.sleep(wait);
        await absorbAll(next);
      }
      turns.begun();
    },
  };
};

/** The batch after the head, its leaves in the tree. */
const documentOf = (proposal: Proposal, { state, randomBytes, writerName }: LandingDeps): BatchDocument => {
  const { head, merkle } = state;
  merkle.appendLines(proposal.texts);
  return encodeBatch({
    id: head.batch + 1,
    at: proposal.at,
    first: head.lines,
    lines: proposal.texts,
    nonce: Buffer.from(randomBytes(16)).toString("hex"),
    prev: head.hash,
    root: merkle.root().toString("hex"),
    writer: writerName,
  });
};

type Reading = { readonly store: JournalStore; readonly next: () => Promise<unknown[]> };

/**
 * Undefined: the batch is stored. Otherwise the batches that are there instead, the first under its number. A number
 * that is taken by what cannot be read is unknown still: it may be read a little later, or have been lost with an engine
 * before a majority had it.
 */
const takenBy = async (document: BatchDocument, { store, next }: Reading): Promise<readonly unknown[] | undefined> => {
  if ((await store.insert(document)) === "inserted") return undefined;
  const page = await next();
  if (page.length === 0) throw new Error(`batch ${document._id} is taken but cannot be read yet`);
  return isOurs(page[0], document) ? undefined : page;
};

const isOurs = (stored: unknown, document: BatchDocument): boolean =>
  typeof stored === "object" && stored !== null && "nonce" in stored && stored.nonce === document.nonce;

/**
 * Repeats an operation until its outcome is known; meanwhile the status is unsure. Throws Busy only when the book
 * closes before: then the outcome stays unknown, and the command may be sent again with its key.
 */
const openDefinite = ({ state, limits, timing, status }: LandingDeps) => {
  const definite = async <T>(operation: () => Promise<T>): Promise<T> => {
    for (let wait = FIRST_RETRY; ; wait = Math.min(2 * wait, limits.unknownOutcomeRetry)) {
      try {
        const result = await operation();
        status.unsure = false;
        return result;
      } catch (error) {
        status.unsure = true;
        state.log.warn({ err: error }, "the outcome of a journal operation is not known yet");
        if (status.closed) throw new Busy("it closed before the outcome was known", limits.retryAfterSeconds);
        await timing.sleep(wait);
      }
    }
  };
  return definite;
};
