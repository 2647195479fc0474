import type { Refusal } from "../kernel/result.ts";
import type { Outcome, Sent } from "./chapter.ts";
import { Busy, JournalDamaged } from "./errors.ts";
import { contentDigest, keyDigest } from "./keys.ts";
import { type LandingDeps, openLanding, type Status } from "./landing.ts";
import type { JournalLimits } from "./limits.ts";
import type { Line } from "./line.ts";
import { answerOf, type Proposal, propose, type Waiting } from "./proposal.ts";
import type { State } from "./state.ts";

export type WriterDeps = Omit<LandingDeps, "status"> & {
  /** Awaited before each turn: a mirror that is far behind holds new commands back. */
  readonly gate: () => Promise<void> | undefined;
  /** Called once when the stored journal turns out to be damaged. The process must stop. */
  readonly onDamaged: (error: JournalDamaged) => void;
  /** Reads a committed line. */
  readonly lineAt: (index: number) => Promise<Line>;
};

export type Writer = {
  readonly submit: (command: Sent) => Promise<Outcome | Refusal>;
  /** Settles when every batch stored before the call is absorbed. Throws Busy when the engine cannot be read. */
  readonly catchUp: () => Promise<void>;
  /** Does other work while the book stands still: nothing is decided or absorbed until it settles. */
  readonly still: <T>(work: () => Promise<T>) => Promise<T>;
  /** Refuses new work, finishes what waits, and stops. */
  readonly close: () => Promise<void>;
};

type Waiter = { readonly resolve: () => void; readonly reject: (error: unknown) => void };

/** What waits for the writer, and why nothing more may. */
type Desk = {
  readonly status: Status;
  readonly queue: Waiting[];
  readonly waiters: Waiter[];
  /** Works that need the book to stand still. */
  readonly stills: (() => Promise<void>)[];
  /** Made once: under overload there are many refusals, and a stack for each would take the time of the work. */
  readonly full: Busy;
  damaged: JournalDamaged | undefined;
};

/** The writer loop (DESIGN §2): one batch in flight, no artificial delay, outcomes never guessed. */
export const createWriter = (deps: WriterDeps): Writer => {
  const { limits, timing } = deps;
  const status: Status = { unsure: false, closed: false };
  const full = new Busy("the queue is full", limits.retryAfterSeconds);
  const desk: Desk = { status, queue: [], waiters: [], stills: [], full, damaged: undefined };
  const { queue, waiters, stills } = desk;
  const landing = openLanding({ ...deps, status });
  let running: Promise<void> | undefined;

  const loop = async (): Promise<void> => {
    for (await timing.defer(); queue.length + waiters.length + stills.length > 0; await timing.defer()) {
      for (const work of stills.splice(0)) await work();
      const served = waiters.splice(0);
      try {
        if (queue.length > 0) await turn();
        else await landing.absorbNew();
        for (const waiter of served) waiter.resolve();
      } catch (error) {
        fail({ error, served, desk, deps });
      }
    }
    running = undefined;
  };

  /** Takes what waits to its end: it has landed, or no line was needed. */
  const turn = async (): Promise<void> => {
    await deps.gate();
    for (let losses = 0; ; losses += 1) {
      await landing.standBack();
      const proposal = propose(deps.state, { queue, at: instant(deps), limits: afterLosses(limits, losses) });
      deps.state.rules.park();
      const holds = proposal.texts.length > 0 ? await landing.land(proposal) : await landing.confirm();
      if (!holds) continue;
      queue.splice(0, proposal.verdicts.length);
      answer(proposal, deps);
      return;
    }
  };

  return {
    submit: (command) =>
      new Promise((resolve, reject) => {
        assertOpen(desk, limits);
        queue.push({ command, key: keyDigest(command.key), content: contentDigest(command), resolve, reject });
        running ??= loop();
      }),
    catchUp: () =>
      new Promise((resolve, reject) => {
        assertOpen(desk, limits);
        waiters.push({ resolve, reject });
        running ??= loop();
      }),
    still: (work) =>
      new Promise((resolve, reject) => {
        assertOpen(desk, limits);
        stills.push(() => work().then(resolve, reject));
        running ??= loop();
      }),
    close: async () => {
      status.closed = true;
      await running;
    },
  };
};

const assertOpen = (
  { damaged, status, queue, full }: Desk,
  { retryAfterSeconds, queuedCommands }: JournalLimits,
): void => {
  if (damaged) throw damaged;
  if (status.closed) throw new Busy("it is closing", retryAfterSeconds);
  if (status.unsure) throw new Busy("the engine does not answer", retryAfterSeconds);
  if (queue.length >= queuedCommands) throw full;
};

type Failure = {
  readonly error: unknown;
  readonly served: readonly Waiter[];
  readonly desk: Desk;
  readonly deps: WriterDeps;
};

/** Ends the wait of those who cannot be served; after damage, or when the book has closed, that is everybody. */
const fail = ({ error, served, desk, deps }: Failure): void => {
  const fatal = error instanceof JournalDamaged ? error : undefined;
  if (!(error instanceof Busy)) deps.state.log.error({ err: error }, "the journal cannot be used");
  const reason = fatal ?? new Busy("the engine cannot be read", deps.limits.retryAfterSeconds);
  const isOver = fatal !== undefined || desk.status.closed;
  const others = isOver ? [...desk.waiters.splice(0), ...desk.queue.splice(0)] : [];
  for (const { reject } of [...served, ...others]) reject(reason);
  if (!fatal) return;
  desk.damaged = fatal;
  deps.onDamaged(fatal);
};

/** The more often a batch has lost its number, the fewer lines it has, so that it is ready sooner. */
const afterLosses = (limits: JournalLimits, losses: number): JournalLimits => {
  if (losses === 0) return limits;
  const fewer = Math.max(Math.floor(limits.lostLines / 2 ** losses), limits.lostLinesLeast);
  return { ...limits, batchLines: Math.min(fewer, limits.batchLines) };
};

/** The recorded instant of a batch: the clock's, but never before the youngest batch. */
const instant = ({ clock, state }: { clock: () => number; state: State }): string => {
  const now = new Date(clock()).toISOString();
  return now < state.head.at ? state.head.at : now;
};

/** Answers every command of a proposal that holds; its lines are the youngest of the book. */
const answer = (proposal: Proposal, deps: WriterDeps): void => {
  const first = deps.state.head.lines - proposal.lines.length;
  for (const { waiting, verdict } of proposal.verdicts) {
    if (verdict.is === "refused") waiting.resolve(verdict.refusal);
    else if (verdict.is === "failed") waiting.reject(verdict.error);
    else if (verdict.is === "stored") void answerStored(waiting, { index: verdict.use.index, deps });
    else {
      const line = proposal.lines[verdict.position];
      if (line) waiting.resolve(answerOf({ index: first + verdict.position, line, repeated: verdict.repeated }));
    }
  }
};

const answerStored = async (waiting: Waiting, { index, deps }: { index: number; deps: WriterDeps }): Promise<void> => {
  try {
    waiting.resolve(answerOf({ index, line: await deps.lineAt(index), repeated: true }));
  } catch {
    waiting.reject(new Busy("the engine cannot be read", deps.limits.retryAfterSeconds));
  }
};
