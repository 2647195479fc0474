import { type BusinessDate, daysBetween } from "../kernel/dates.ts";
import { absolute, type Fen, sum } from "../kernel/money.ts";
import type { StatementBook } from "./statement-book.ts";
import { inOrder } from "./matching.ts";
import type { StatementRow } from "./statement-row.ts";

/** A row that is not matched: how long it waits, why, and what it might be. */
export type Difference = {
  readonly row: StatementRow;
  readonly reason: string;
  readonly candidates: readonly string[];
  readonly days: number;
};

export type DifferenceSummary = {
  readonly matched: number;
  readonly waiting: number;
  readonly oldestDays: number;
  readonly sum: Fen;
};

/** Ages in days from which a row is shown in another colour, and named by another word (REC-10). */
const AGES = [
  { from: 7, level: "overdue" },
  { from: 3, level: "late" },
  { from: 1, level: "watched" },
] as const;
export type AgeLevel = "fresh" | (typeof AGES)[number]["level"];

/** How old what waits since so many days is. */
export const ageLevel = (days: number): AgeLevel => AGES.find(({ from }) => days >= from)?.level ?? "fresh";

/** How many rows wait. A notice of 0.00 waits for nobody. */
export const differenceCount = (book: StatementBook): number => {
  let count = 0;
  for (const { open, suspended } of book.waitingDays()) count += open.rows + suspended.rows;
  return count;
};

/** Rows that wait, oldest first. A notice of 0.00 waits for nobody. */
export const differences = (book: StatementBook, today: BusinessDate): Difference[] =>
  [...book.waiting()]
    .filter((row) => row.amount !== 0n)
    .sort(inOrder)
    .map((row) => ({
      row,
      reason: row.state.is === "suspended" ? row.state.reason : "open",
      candidates: row.state.is === "suspended" ? row.state.candidates : [],
      days: Math.max(0, daysBetween({ from: row.on, to: today })),
    }));

export const summaryOf = (book: StatementBook, waiting: readonly Difference[]): DifferenceSummary => ({
  matched: book.rowCount() - book.waitingCount(),
  waiting: waiting.length,
  oldestDays: waiting.reduce((most, { days }) => Math.max(most, days), 0),
  sum: sum(waiting.map(({ row }) => absolute(row.amount))),
});
