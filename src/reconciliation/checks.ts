import { type BusinessDate, lastDay, type Period } from "../kernel/dates.ts";
import { accountFigures, type FigureBooks } from "./figures.ts";
import { lacksOf } from "./provider-lacks.ts";
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
