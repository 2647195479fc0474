import type { Refusal } from "../kernel/result.ts";
import type { Outcome, Sent } from "./chapter.ts";
import { assertOpen, type Desk, enqueue, openDesk, type Waiter } from "./desk.ts";
import { Busy, JournalDamaged } from "./errors.ts";
import { contentDigest, keyDigest } from "./keys.ts";
import { openLanding, type Status } from "./landing.ts";
import { openTurn, type TurnDeps } from "./turn.ts";

export type WriterDeps = Omit<TurnDeps, "status"> & {
  /** Called once when the stored journal turns out to be damaged. The process must stop. */
  readonly onDamaged: (error: JournalDamaged) => void;
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

/** The writer loop (DESIGN §2): one batch in flight, the next at most decided, no artificial delay, outcomes never guessed. */
export const createWriter = (deps: WriterDeps): Writer => {
  const { limits, timing } = deps;
  const status: Status = { unsure: false, closed: false };
  const desk = openDesk(status, limits);
  const { queue, waiters, stills } = desk;
  const landing = openLanding({ ...deps, status });
  const turn = openTurn({ ...deps, status }, { desk, landing });
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
        landing.forget();
        fail({ error, served, desk, deps });
      }
    }
    running = undefined;
  };

  return {
    submit: (command) =>
      new Promise((resolve, reject) => {
        assertOpen(desk, limits);
        enqueue(desk, { command, key: keyDigest(command.key), content: contentDigest(command), resolve, reject });
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
