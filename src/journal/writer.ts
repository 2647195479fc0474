import type { Refusal } from "../kernel/result.ts";
import { type BatchDocument, encodeBatch, parseBatch } from "./batch.ts";
import type { Command, Outcome } from "./chapter.ts";
import { Busy, JournalDamaged } from "./errors.ts";
import { contentDigest, keyDigest } from "./keys.ts";
import type { JournalLimits } from "./limits.ts";
import { leafHash } from "./merkle.ts";
import { answerOf, type Proposal, propose, type Waiting } from "./proposal.ts";
import { absorb, accept, type State } from "./state.ts";
import type { JournalStore } from "./store.ts";

/** Time as the writer sees it; a simulation gives its own. `defer` lets work that is ready run first. */
export type Timing = { sleep(ms: number): Promise<unknown>; defer(): Promise<unknown> };

export type WriterDeps = {
  readonly state: State;
  readonly store: JournalStore;
  readonly limits: JournalLimits;
  readonly timing: Timing;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  readonly randomBytes: (count: number) => Uint8Array;
  readonly writerName: string;
  /** Awaited before each turn: a mirror that is far behind holds new commands back. */
  readonly gate: () => Promise<void> | undefined;
  /** Called once when the stored journal turns out to be damaged. The process must stop. */
  readonly onDamaged: (error: JournalDamaged) => void;
  /** Reads a committed line. */
  readonly lineAt: (index: number) => Promise<Outcome["line"]>;
};

export type Writer = {
  submit(command: Command): Promise<Outcome | Refusal>;
  /** Settles when every batch stored before the call is absorbed. Throws Busy when the engine cannot be read. */
  catchUp(): Promise<void>;
  /** Refuses new work, finishes what waits, and stops. */
  close(): Promise<void>;
};

type Waiter = { resolve(): void; reject(error: unknown): void };

/** The writer loop (DESIGN §2): one batch in flight, no artificial delay, outcomes never guessed. */
export const createWriter = (deps: WriterDeps): Writer => {
  const { state, store, limits, timing } = deps;
  const queue: Waiting[] = [];
  const waiters: Waiter[] = [];
  const fairness = { foreignAt: Number.NEGATIVE_INFINITY, mine: false };
  let running: Promise<void> | undefined;
  let unsure = false;
  let closed = false;
  let damaged: JournalDamaged | undefined;

  const submit = (command: Command) =>
    new Promise<Outcome | Refusal>((resolve, reject) => {
      refuseWork();
      if (queue.length >= limits.queuedCommands) throw new Busy("the queue is full", limits.retryAfterSeconds);
      queue.push({ command, key: keyDigest(command.key), content: contentDigest(command), resolve, reject });
      wake();
    });

  const catchUp = () =>
    new Promise<void>((resolve, reject) => {
      refuseWork();
      waiters.push({ resolve, reject });
      wake();
    });

  const refuseWork = () => {
    if (damaged) throw damaged;
    if (closed) throw new Busy("it is closing", limits.retryAfterSeconds);
    if (unsure) throw new Busy("the engine does not answer", limits.retryAfterSeconds);
  };

  const wake = () => {
    running ??= loop().finally(() => {
      running = undefined;
      if (queue.length > 0 || waiters.length > 0) wake();
    });
  };

  const loop = async () => {
    await timing.defer();
    while (queue.length > 0 || waiters.length > 0) {
      await deps.gate();
      const served = waiters.splice(0);
      try {
        if (queue.length > 0) await turn();
        else await absorbNew(() => store.read(state.head.batch, PAGE));
        for (const waiter of served) waiter.resolve();
      } catch (error) {
        fail(error, served);
      }
      await timing.defer();
    }
  };

  /** Takes what waits to its end: landed, or found to need no line. */
  const turn = async (): Promise<void> => {
    for (;;) {
      await standBack();
      const proposal = propose(state, { queue, at: instant(), limits });
      state.rules.park();
      const landed = proposal.texts.length > 0 ? await land(proposal) : await stillNewest();
      if (landed) return answer(proposal);
    }
  };

  /** True when the batch is in the journal; false when another one took its number: then the state is that one's. */
  const land = async (proposal: Proposal): Promise<boolean> => {
    const { head, merkle, rules } = state;
    for (const text of proposal.texts) merkle.append(leafHash(text));
    const document = encodeBatch({
      id: head.batch + 1,
      at: proposal.at,
      first: head.lines,
      lines: proposal.texts,
      nonce: Buffer.from(deps.randomBytes(16)).toString("hex"),
      prev: head.hash,
      root: merkle.root().toString("hex"),
      writer: deps.writerName,
    });
    const result = await definite(() => store.insert(document));
    if (result === "inserted" || (await isOurs(document))) {
      rules.unpark();
      commit(document, proposal);
      return true;
    }
    rules.discard();
    merkle.truncate(head.lines);
    fairness.mine = false;
    await absorbNew(() => definite(() => store.read(state.head.batch, PAGE)));
    return false;
  };

  const commit = (document: BatchDocument, proposal: Proposal) => {
    const first = state.head.lines;
    for (const { waiting, verdict } of proposal.verdicts) {
      if (verdict.is !== "line" || verdict.repeated) continue;
      state.keys.add(waiting.key, { index: first + verdict.position, content: waiting.content });
    }
    fairness.mine = true;
    accept(state, { batch: parseBatch(document), lines: proposal.lines, own: true });
  };

  /** Refusals without a line hold only on the newest state: look whether it still is. */
  const stillNewest = async (): Promise<boolean> => {
    state.rules.discard();
    return (await absorbNew(() => definite(() => store.read(state.head.batch, PAGE)))) === 0;
  };

  const isOurs = async (document: BatchDocument): Promise<boolean> => {
    const stored = await definite(async () => {
      const [found] = await store.read(state.head.batch, 1);
      if (found === undefined) throw new Error(`batch ${document._id} is taken but cannot be read yet`);
      return found;
    });
    return typeof stored === "object" && stored !== null && "nonce" in stored && stored.nonce === document.nonce;
  };

  /** Repeats an operation until its outcome is known. Meanwhile new work is refused. */
  const definite = async <T>(operation: () => Promise<T>): Promise<T> => {
    for (let wait = FIRST_RETRY_MS; ; wait = Math.min(2 * wait, limits.unknownOutcomeRetry)) {
      try {
        const result = await operation();
        unsure = false;
        return result;
      } catch (error) {
        unsure = true;
        state.log.warn({ err: error }, "the outcome of a journal operation is not known yet");
        if (closed) throw new Busy("it closed before the outcome was known", limits.retryAfterSeconds);
        await timing.sleep(wait);
      }
    }
  };

  /** Absorbs what others have stored; returns the number of batches. */
  const absorbNew = async (read: () => Promise<unknown[]>): Promise<number> => {
    let count = 0;
    for (let found = await read(); found.length > 0; found = found.length < PAGE ? [] : await read()) {
      for (const stored of found) absorb(state, stored);
      count += found.length;
    }
    if (count > 0) fairness.foreignAt = deps.clock();
    return count;
  };

  /** Fairness between writers: after a commit of mine, while others write too, give them a moment. */
  const standBack = async () => {
    const crowded = fairness.mine && deps.clock() - fairness.foreignAt < limits.foreignBatchMemory;
    fairness.mine = false;
    if (!crowded) return;
    const share = (deps.randomBytes(1)[0] ?? 0) / 255;
    await timing.sleep(limits.fairnessWaitLeast + share * (limits.fairnessWaitMost - limits.fairnessWaitLeast));
  };

  const answer = (proposal: Proposal) => {
    queue.splice(0, proposal.verdicts.length);
    const first = state.head.lines - proposal.lines.length;
    for (const { waiting, verdict } of proposal.verdicts) {
      if (verdict.is === "refused") waiting.resolve(verdict.refusal);
      else if (verdict.is === "failed") waiting.reject(verdict.error);
      else if (verdict.is === "stored") void answerStored(waiting, verdict.use.index);
      else {
        const line = proposal.lines[verdict.position];
        if (line) waiting.resolve(answerOf({ index: first + verdict.position, line, repeated: verdict.repeated }));
      }
    }
  };

  const answerStored = async (waiting: Waiting, index: number) => {
    try {
      waiting.resolve(answerOf({ index, line: await deps.lineAt(index), repeated: true }));
    } catch {
      waiting.reject(new Busy("the engine cannot be read", limits.retryAfterSeconds));
    }
  };

  const instant = (): string => {
    const now = new Date(deps.clock()).toISOString();
    return now < state.head.at ? state.head.at : now;
  };

  const fail = (error: unknown, served: readonly Waiter[]) => {
    const reason =
      error instanceof JournalDamaged ? error : new Busy("the engine cannot be read", limits.retryAfterSeconds);
    for (const waiter of served) waiter.reject(reason);
    if (!(error instanceof JournalDamaged) && !closed) {
      if (!(error instanceof Busy)) state.log.warn({ err: error }, "foreign batches cannot be read");
      return;
    }
    for (const waiting of queue.splice(0)) waiting.reject(reason);
    if (!(error instanceof JournalDamaged)) return;
    damaged = error;
    state.log.error({ err: error }, "the journal is damaged");
    deps.onDamaged(error);
  };

  const close = async () => {
    closed = true;
    await running;
  };

  return { submit, catchUp, close };
};

const PAGE = 64;
const FIRST_RETRY_MS = 20;
