import { type Batch, type BatchDocument, encodeBatch, parseBatch } from "./batch.ts";
import { type Head, headAfter } from "./chain.ts";
import { Busy } from "./errors.ts";
import type { JournalLimits } from "./limits.ts";
import { type Proposal, propose, type Turn } from "./proposal.ts";
import { absorb, accept, type State } from "./state.ts";
import type { JournalStore } from "./store.ts";
import { openTurns, type Turns } from "./turns.ts";

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

/** A proposal with the batch that says it; without lines there is none. `end` is the head when it has landed. */
export type Ready = { readonly proposal: Proposal; readonly written: Written | undefined; readonly end: Head };
type Written = { readonly document: BatchDocument; readonly batch: Batch };

/** How proposals get into the journal, one at a time, or learn that another batch was first. */
export type Landing = {
  /** Decides what waits, on the head or on the batch that is under way, and makes it ready. */
  readonly prepare: (turn: Pick<Turn, "queue" | "limits">, flying?: Ready) => Ready;
  /**
   * Inserts the oldest proposal that is ready, or looks whether one without lines was decided on the newest state. True: it
   * holds, and its lines are part of the book. False: others were first and are absorbed; every proposal is forgotten.
   */
  readonly land: (ready: Ready) => Promise<boolean>;
  /** Forgets every proposal that has not landed. */
  readonly forget: () => void;
  /** Absorbs what others have stored; throws when the engine cannot be read. Returns the number of batches. */
  readonly absorbNew: () => Promise<number>;
  /** After a batch of mine, lets the others who write have their turn. False: they took it, and every proposal is forgotten. */
  readonly standBack: () => Promise<boolean>;
  /** Nobody else is known to write. */
  readonly isAlone: () => boolean;
};

/** Batches read at once; whoever has fallen further behind than that reads on. */
const PAGE = 16;
const FIRST_RETRY = 20;

export const openLanding = (deps: LandingDeps): Landing => {
  const { state, store, timing } = deps;
  const definite = openDefinite(deps);
  const turns = openTurns(deps);

  const { forget, absorbPage, absorbAll, next } = openAbsorbing(deps, turns);

  const insert = async (written: Written, proposal: Proposal): Promise<boolean> => {
    const theirs = await definite(() => takenBy(written.document, { store, next }));
    if (theirs === undefined) {
      commit(written.batch, proposal);
      turns.landed();
      return true;
    }
    absorbPage(theirs);
    if (theirs.length === PAGE) await absorbAll(() => definite(next));
    return false;
  };

  const commit = (batch: Batch, proposal: Proposal): void => {
    for (const { waiting, verdict } of proposal.verdicts) {
      if (verdict.is !== "line" || verdict.repeated) continue;
      state.keys.add(waiting.key, { index: state.head.lines + verdict.position, content: waiting.content });
    }
    accept(state, { batch, lines: proposal.lines, own: true });
  };

  const confirm = async (): Promise<boolean> => {
    forget();
    return (await absorbAll(() => definite(next))) === 0;
  };

  return {
    prepare: (turn, flying) => {
      const after = flying?.end ?? state.head;
      const at = instant(deps.clock(), after);
      const proposal = propose(state, { ...turn, after, flying: flying?.proposal.keys, at });
      const written = proposal.texts.length > 0 ? write(proposal, deps) : undefined;
      return { proposal, written, end: written === undefined ? after : headAfter(written.batch) };
    },
    land: ({ written, proposal }) => (written === undefined ? confirm() : insert(written, proposal)),
    forget,
    absorbNew: () => absorbAll(next),
    standBack: async () => {
      let theirs = 0;
      for (let wait = turns.wait(); wait !== undefined; wait = turns.wait()) {
        await timing.sleep(wait);
        theirs += await absorbAll(next);
      }
      turns.begun();
      return theirs === 0;
    },
    isAlone: turns.isAlone,
  };
};

/** Takes over what others have stored. */
const openAbsorbing = ({ state, store }: LandingDeps, turns: Turns) => {
  const forget = (): void => {
    state.rules.discard();
    state.merkle.truncate(state.head.lines);
  };
  /** Whatever was decided on the head before is void. */
  const absorbPage = (page: readonly unknown[]): void => {
    if (page.length > 0) forget();
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
  return { forget, absorbPage, absorbAll, next };
};

/** The recorded instant of a batch: the clock's, but never before the batch it follows. */
const instant = (clock: number, after: Head): string => {
  const now = new Date(clock).toISOString();
  return now < after.at ? after.at : now;
};

/** The batch that a proposal becomes, its leaves in the tree. */
const write = ({ after, at, texts }: Proposal, { state, randomBytes, writerName }: LandingDeps): Written => {
  state.merkle.appendLines(texts);
  const document = encodeBatch({
    id: after.batch + 1,
    at,
    first: after.lines,
    lines: texts,
    nonce: Buffer.from(randomBytes(16)).toString("hex"),
    prev: after.hash,
    root: state.merkle.root().toString("hex"),
    writer: writerName,
  });
  return { document, batch: parseBatch(document) };
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
