import { type BusinessDate, daysBetween } from "../kernel/dates.ts";
import { absolute, type Fen, plus, sum } from "../kernel/money.ts";
import { agencyShare, codeOfPath } from "../ledger/public.ts";
import type { FigureBooks } from "./figures.ts";
import type { StatementBook } from "./statement-book.ts";

/** What the public line says: up to which day the banks' statements are in, what nobody has looked at, and what waits (REC-12). */
export type Explained = {
  /** The last day up to `upTo` that the statements of every account reach; absent while an account with money has none. */
  readonly on?: BusinessDate;
  /** Sum of the rows that no rule and no person has looked at, and of what accounts without a statement hold, without their signs. */
  readonly unexplained: Fen;
  /** Bank accounts that moved by `upTo` and of which no statement tells. */
  readonly silent: number;
  readonly waiting: number;
  readonly sum: Fen;
  /** Age of what waits longest, and of the first movement that no statement tells of. */
  readonly oldestDays: number;
};

type Books = Pick<FigureBooks, "book" | "accounts" | "channels" | "ledger">;
type Asked = { readonly upTo: BusinessDate; readonly today: BusinessDate };

/** As it is on the day `today`, of rows up to the day `upTo`. Never tells a row. */
export const explained = (books: Books, { upTo, today }: Asked): Explained => {
  const ends = statementEnds(books.book, upTo);
  const silent = movedBanks(books, upTo).filter(({ account }) => !ends.has(account));
  const [on] = silent.length > 0 ? [] : [...ends.values()].sort();
  const waiting = [...books.book.waitingDays()].filter((day) => day.on <= upTo);
  const since = [...waiting.map((day) => day.on), ...silent.map((bank) => bank.since)];
  return {
    ...(on === undefined ? {} : { on }),
    unexplained: sum([...waiting.map(({ open }) => open.amount), ...silent.map(({ held }) => absolute(held))]),
    silent: silent.length,
    waiting: waiting.reduce((rows, { open, suspended }) => rows + open.rows + suspended.rows, 0),
    sum: sum(waiting.flatMap(({ open, suspended }) => [open.amount, suspended.amount])),
    oldestDays: since.reduce((most, from) => Math.max(most, daysBetween({ from, to: today })), 0),
  };
};

/** Account → the last day up to `upTo` that a statement with a closing balance reaches. */
const statementEnds = (book: StatementBook, upTo: BusinessDate): ReadonlyMap<string, BusinessDate> => {
  const ends = new Map<string, BusinessDate>();
  for (const { account, closing, from, to } of book.statements()) {
    if (closing === undefined || to === undefined || (from ?? to) > upTo) continue;
    const end = to < upTo ? to : upTo;
    if (end > (ends.get(account) ?? "")) ends.set(account, end);
  }
  return ends;
};

type MovedBank = { readonly account: string; readonly held: Fen; readonly since: BusinessDate };

/** 银行存款; the same in both charts. */
const DEPOSITS = "1002";

/**
 * Bank accounts with movements by a day: those of the federation, and any deposit that a voucher names. Money of others is
 * a part of the account in which it lies: the bank tells one balance.
 */
const movedBanks = ({ ledger, accounts, channels }: Books, upTo: BusinessDate): MovedBank[] => {
  const wallets = new Set(channels.map(({ account }) => account));
  const listed = new Set(accounts.map(({ account }) => account).filter((account) => !wallets.has(account)));
  const wholeOf = new Map([...listed].map((account) => [agencyShare(account), account]));
  const moved = new Map<string, MovedBank>();
  for (const { path, days } of ledger.balances.byMonth()) {
    const account = wholeOf.get(path) ?? path;
    if (!listed.has(account) && codeOfPath(path) !== DEPOSITS) continue;
    for (const day of days) if (day.on <= upTo) moved.set(account, withDay(moved.get(account), { account, ...day }));
  }
  return [...moved.values()];
};

type Day = { readonly account: string; readonly on: BusinessDate; readonly amount: Fen };

const withDay = (before: MovedBank | undefined, { account, on, amount }: Day): MovedBank => {
  if (!before) return { account, held: amount, since: on };
  return { account, held: plus(before.held, amount), since: before.since < on ? before.since : on };
};
