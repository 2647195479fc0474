import { type BusinessDate, lastDay, type Period } from "../kernel/dates.ts";
import { accountFigures, type FigureBooks } from "./figures.ts";

type AccountDay = { readonly account: string; readonly on: BusinessDate };

/** The days on which book and statements must agree: the ends of closed months, and of statements with no open row. */
export const statementDays = (books: FigureBooks, closed: readonly Period[]): AccountDay[] => {
  const days = new Map<string, AccountDay>();
  const add = (account: string, on: BusinessDate) => days.set(`${account}|${on}`, { account, on });
  for (const { account } of books.accounts) for (const period of closed) add(account, lastDay(period));
  for (const { account, closing, to } of books.book.statements()) {
    if (closing === undefined || to === undefined) continue;
    const open = books.book.rowsOf(account).some((row) => row.on <= to && row.state.is === "open");
    if (!open) add(account, to);
  }
  return [...days.values()];
};

/** LED-7: book = statement + outstanding items, on each of these days (see statementDays). */
export const statementFaults = (books: FigureBooks, days: readonly AccountDay[]): string[] =>
  days.flatMap(({ account, on }) =>
    accountFigures({ ...books, accounts: [{ account }] }, on)
      .filter(({ unexplained }) => unexplained !== "0.00")
      .map(({ unexplained }) => `LED-7 ${account} on ${on}: ${String(unexplained)} unexplained`),
  );
