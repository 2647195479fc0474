import { type BatchDocument, encodeBatch, parseBatch } from "./batch.ts";
import { Busy } from "./errors.ts";
import type { JournalLimits } from "./limits.ts";
import type { Proposal } from "./proposal.ts";
import { absorb, accept, type State } from "./state.ts";
import type { JournalStore } from "./store.ts";

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
  /** After a commit of mine, while others write too, gives them a moment. */
  readonly standBack: () => Promise<void>;
};

const PAGE = 64;
const FIRST_RETRY = 20;

export const openLanding = (deps: LandingDeps): Landing => {
  const { state, store, limits, timing } = deps;
  const definite = openDefinite(deps);
  let foreignAt = Number.NEGATIVE_INFINITY;
  let mine = false;

  const absorbAll = async (read: () => Promise<unknown[]>): Promise<number> => {
    let count = 0;
    for (let more = true; more; ) {
      const found = await read();
      for (const stored of found) absorb(state, stored);
      count += found.length;
      more = found.length === PAGE;
    }
    if (count > 0) foreignAt = deps.clock();
    return count;
  };
  const next = () => store.read(state.head.batch, PAGE);

  const land = async (proposal: Proposal): Promise<boolean> => {
    const document = documentOf(proposal, deps);
    if (await definite(() => landed(document))) {
      commit(document, proposal);
      mine = true;
      return true;
    }
    state.rules.discard();
    state.merkle.truncate(state.head.lines);
    await absorbAll(() => definite(next));
    return false;
  };

  /**
   * True: the batch is stored. False: another has its number. A number that is taken by what cannot be read is unknown
   * still: it may be read a little later, or have been lost with an engine before a majority had it.
   */
  const landed = async (document: BatchDocument): Promise<boolean> => {
    if ((await store.insert(document)) === "inserted") return true;
    const [stored] = await store.read(state.head.batch, 1);
    if (stored === undefined) throw new Error(`batch ${document._id} is taken but cannot be read yet`);
    return isOurs(stored, document);
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
      const crowded = mine && deps.clock() - foreignAt < limits.foreignBatchMemory;
      mine = false;
      if (crowded) await timing.sleep(fairnessWait(deps));
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

/** Between the least and the most wait, milliseconds. */
const fairnessWait = ({ limits, randomBytes }: LandingDeps): number => {
  const share = (randomBytes(1)[0] ?? 0) / 255;
  return limits.fairnessWaitLeast + share * (limits.fairnessWaitMost - limits.fairnessWaitLeast);
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
