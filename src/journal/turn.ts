import { type Desk, enough } from "./desk.ts";
import { Busy } from "./errors.ts";
import type { Landing, LandingDeps, Ready } from "./landing.ts";
import type { JournalLimits } from "./limits.ts";
import type { Line } from "./line.ts";
import { answerOf, type Proposal, type Waiting } from "./proposal.ts";

export type TurnDeps = LandingDeps & {
  /** Awaited before each turn: a mirror that is far behind holds new commands back. */
  readonly gate: () => Promise<void> | undefined;
  /** Reads a committed line. */
  readonly lineAt: (index: number) => Promise<Line>;
};

type Parts = { readonly desk: Desk; readonly landing: Landing };

/**
 * A turn of the writer takes what waits to its end: it has landed, or no line was needed. Of many commands one half is
 * decided while the other is on its way to the engine, and so on, as long as nobody else writes.
 */
export const openTurn = (deps: TurnDeps, { desk, landing }: Parts): (() => Promise<void>) => {
  const { state, limits, timing, status } = deps;
  const { queue, waiters, stills } = desk;

  /** Nobody else writes, nothing else waits for the book, and the mirror keeps up. */
  const mayRunAhead = (): boolean =>
    landing.isAlone() && !status.unsure && waiters.length + stills.length === 0 && deps.gate() === undefined;

  /** Decides what waits, or one half of it. */
  const prepare = (most: JournalLimits): Ready => {
    const half = Math.ceil(queue.length / 2);
    const isSplit = half >= limits.aheadCommands && mayRunAhead();
    return landing.prepare({ queue, limits: isSplit ? ofLines(most, half) : most });
  };

  /** What is decided while a batch is under way: nothing, when that lands before enough commands wait. */
  const ahead = async (flying: Ready, landed: Promise<unknown>): Promise<Ready | undefined> => {
    if (!flying.written) return undefined;
    const taken = flying.proposal.verdicts.length;
    const over = landed.catch(() => undefined);
    await Promise.race([over, enough(desk, taken + limits.aheadCommands)]);
    await Promise.race([over, timing.defer()]);
    const isUnderWay = state.head.hash === flying.proposal.after.hash;
    if (!isUnderWay || queue.length < taken + limits.aheadCommands || !mayRunAhead()) return undefined;
    return landing.prepare({ queue: queue.slice(taken), limits }, flying);
  };

  return async () => {
    await deps.gate();
    let next: Ready | undefined;
    for (let losses = 0; ; ) {
      const isFirst = await landing.standBack();
      const ready = isFirst && next ? next : prepare(afterLosses(limits, losses));
      const landed = landing.land(ready);
      next = await ahead(ready, landed);
      const holds = await landed;
      losses = holds ? 0 : losses + 1;
      if (!holds) next = undefined;
      else {
        queue.splice(0, ready.proposal.verdicts.length);
        answer(ready.proposal, deps);
        if (!next) return;
      }
    }
  };
};

/** At most so many lines a batch. */
const ofLines = (limits: JournalLimits, lines: number): JournalLimits => ({
  ...limits,
  batchLines: Math.min(lines, limits.batchLines),
});

/** The more often a batch has lost its number, the fewer lines it has, so that it is ready sooner. */
const afterLosses = (limits: JournalLimits, losses: number): JournalLimits => {
  if (losses === 0) return limits;
  const fewer = Math.max(Math.floor(limits.lostLines / 2 ** losses), limits.lostLinesLeast);
  return ofLines(limits, fewer);
};

/** Answers every command of a proposal that holds. */
const answer = (proposal: Proposal, deps: TurnDeps): void => {
  const first = proposal.after.lines;
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

const answerStored = async (waiting: Waiting, { index, deps }: { index: number; deps: TurnDeps }): Promise<void> => {
  try {
    waiting.resolve(answerOf({ index, line: await deps.lineAt(index), repeated: true }));
  } catch {
    waiting.reject(new Busy("the engine cannot be read", deps.limits.retryAfterSeconds));
  }
};
