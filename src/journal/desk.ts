import { Busy, type JournalDamaged } from "./errors.ts";
import type { Status } from "./landing.ts";
import type { JournalLimits } from "./limits.ts";
import type { Waiting } from "./proposal.ts";

export type Waiter = { readonly resolve: () => void; readonly reject: (error: unknown) => void };

/** What waits for the writer, and why nothing more may. */
export type Desk = {
  readonly status: Status;
  readonly queue: Waiting[];
  readonly waiters: Waiter[];
  /** Works that need the book to stand still. */
  readonly stills: (() => Promise<void>)[];
  /** Made once: under overload there are many refusals, and a stack for each would take the time of the work. */
  readonly full: Busy;
  damaged: JournalDamaged | undefined;
  /** Somebody hears of it when so many commands wait. */
  wanted: number;
  isEnough: () => void;
};

export const openDesk = (status: Status, { retryAfterSeconds }: JournalLimits): Desk => ({
  status,
  queue: [],
  waiters: [],
  stills: [],
  full: new Busy("the queue is full", retryAfterSeconds),
  damaged: undefined,
  wanted: Number.POSITIVE_INFINITY,
  isEnough: () => undefined,
});

/** Takes a command to what waits. */
export const enqueue = (desk: Desk, waiting: Waiting): void => {
  desk.queue.push(waiting);
  if (desk.queue.length >= desk.wanted) desk.isEnough();
};

/** Settles when so many commands wait. */
export const enough = (desk: Desk, commands: number): Promise<void> =>
  new Promise((resolve) => {
    desk.wanted = commands;
    desk.isEnough = resolve;
    if (desk.queue.length >= commands) resolve();
  });

/** Throws when nothing more may wait. */
export const assertOpen = (
  { damaged, status, queue, full }: Desk,
  { retryAfterSeconds, queuedCommands }: JournalLimits,
): void => {
  if (damaged) throw damaged;
  if (status.closed) throw new Busy("it is closing", retryAfterSeconds);
  if (status.unsure) throw new Busy("the engine does not answer", retryAfterSeconds);
  if (queue.length >= queuedCommands) throw full;
};
