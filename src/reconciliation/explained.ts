import { type BusinessDate, daysBetween } from "../kernel/dates.ts";
import { type Fen, sum } from "../kernel/money.ts";
import type { StatementBook } from "./statement-book.ts";

/** What the public line says: up to which day the banks' statements are in, what nobody has looked at, and what waits (REC-12). */
export type Explained = {
  /** The last day up to `upTo` that the statements of every account reach which has any; absent while there are none. */
  readonly on?: BusinessDate;
  /** Sum of the rows that no rule and no person has looked at, without their signs. */
  readonly unexplained: Fen;
  readonly waiting: number;
  readonly sum: Fen;
  readonly oldestDays: number;
};

/** As it is on the day `today`, of rows up to the day `upTo`. Never tells a row. */
export const explained = (
  book: StatementBook,
  { upTo, today }: { readonly upTo: BusinessDate; readonly today: BusinessDate },
): Explained => {
  const ends = new Map<string, BusinessDate>();
  for (const { account, closing, from, to } of book.statements()) {
    if (closing === undefined || to === undefined || (from ?? to) > upTo) continue;
    const end = to < upTo ? to : upTo;
    if (end > (ends.get(account) ?? "")) ends.set(account, end);
  }
  const [on] = [...ends.values()].sort();
  const waiting = [...book.waitingDays()].filter((day) => day.on <= upTo);
  return {
    ...(on === undefined ? {} : { on }),
    unexplained: sum(waiting.map(({ open }) => open.amount)),
    waiting: waiting.reduce((rows, { open, suspended }) => rows + open.rows + suspended.rows, 0),
    sum: sum(waiting.flatMap(({ open, suspended }) => [open.amount, suspended.amount])),
    oldestDays: waiting.reduce((most, day) => Math.max(most, daysBetween({ from: day.on, to: today })), 0),
  };
};
