import { type BusinessDate, lastDay, type Period } from "../kernel/dates.ts";
import { type Fen, formatYuan } from "../kernel/money.ts";
import { accountFigures, type FigureBooks } from "./figures.ts";
import { lacksOf } from "./provider-lacks.ts";
import { type DaySum, openRowSums } from "./row-sums.ts";
import type { StatementBook } from "./statement-book.ts";

type AccountDay = { readonly account: string; readonly on: BusinessDate };

/** The days on which book and statements must agree: the ends of closed months, and of statements with no open row. */
export const statementDays = (books: FigureBooks, closed: readonly Period[]): AccountDay[] => {
  const days = new Map<string, AccountDay>();
  const add = (account: string, on: BusinessDate) => days.set(`${account}|${on}`, { account, on });
  for (const { account } of books.accounts) for (const period of closed) add(account, lastDay(period));
  const open = firstOpenDays(books.book);
  for (const { account, closing, to } of books.book.statements()) {
    if (closing === undefined || to === undefined) continue;
    if (to < (open.get(account) ?? NEVER)) add(account, to);
  }
  return [...days.values()];
};

const NEVER = "9999-12-31";

/** Account → the first day with a row that no run has looked at. */
const firstOpenDays = (book: FigureBooks["book"]): ReadonlyMap<string, BusinessDate> => {
  const open = new Map<string, BusinessDate>();
  for (const { account, on, state } of book.waiting())
    if (state.is === "open" && on < (open.get(account) ?? NEVER)) open.set(account, on);
  return open;
};

/** LED-10: what is kept of the days of statements, and of those that wait, are the sums of their rows. */
export const rowSumFaults = (book: Pick<StatementBook, "rows" | "daySum" | "waitingDays">): string[] => {
  const sums = openRowSums();
  const days = new Map<string, readonly [account: string, day: BusinessDate]>();
  for (const row of book.rows()) {
    sums.entered(row);
    days.set(`${row.account} ${row.on}`, [row.account, row.on]);
  }
  const waiting = (some: Pick<StatementBook, "waitingDays">): ReadonlyMap<BusinessDate, string> =>
    new Map([...some.waitingDays()].map(({ on, open, suspended }) => [on, `${told(open)}, ${told(suspended)}`]));
  const [kept, counted] = [waiting(book), waiting(sums)];
  return [
    ...[...days]
      .filter(([, [account, day]]) => !sameDay(book.daySum(account, day), sums.daySum(account, day)))
      .map(([name]) => `LED-10 ${name} is not the sum of its rows`),
    ...[...new Set([...kept.keys(), ...counted.keys()])]
      .filter((day) => kept.get(day) !== counted.get(day))
      .map((day) => `LED-10 ${day}: ${kept.get(day) ?? "nothing"} waits, of rows ${counted.get(day) ?? "nothing"}`),
  ];
};

const told = ({ rows, amount }: { readonly rows: number; readonly amount: Fen }): string =>
  `${rows} of ${formatYuan(amount)}`;
const sameDay = (one: DaySum, other: DaySum): boolean =>
  one.rows === other.rows && one.amount === other.amount && one.fee === other.fee;

/** REC-11: no booking from a provider in a closed month that its bill lacks. */
export const lackFaults = (book: StatementBook, closed: readonly Period[]): string[] =>
  lacksOf(book, closed).map((lack) => `REC-11 ${lack} has no row`);

/** LED-7: book = statement + outstanding items, on each of these days (see statementDays). */
export const statementFaults = (books: FigureBooks, days: readonly AccountDay[]): string[] =>
  days.flatMap(({ account, on }) =>
    accountFigures({ ...books, accounts: [{ account }] }, on)
      .filter(({ unexplained }) => unexplained !== "0.00")
      .map(({ unexplained }) => `LED-7 ${account} on ${on}: ${String(unexplained)} unexplained`),
  );
