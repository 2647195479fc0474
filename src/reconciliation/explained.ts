import { type BusinessDate, daysBetween } from "../kernel/dates.ts";
import { absolute, type Fen, plus, sum, ZERO } from "../kernel/money.ts";
import { codeOfPath } from "../ledger/public.ts";
import { differences } from "./differences.ts";
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
  const waiting = differences(books.book, today).filter(({ row }) => row.on <= upTo);
  const open = waiting.filter(({ reason }) => reason === "open");
  const sizeOf = (some: typeof waiting): Fen => sum(some.map(({ row }) => absolute(row.amount)));
  const ages = [
    ...waiting.map(({ days }) => days),
    ...silent.map(({ since }) => Math.max(0, daysBetween({ from: since, to: today }))),
  ];
  return {
    ...(on === undefined ? {} : { on }),
    unexplained: sum([sizeOf(open), ...silent.map(({ held }) => absolute(held))]),
    silent: silent.length,
    waiting: waiting.length,
    sum: sizeOf(waiting),
    oldestDays: ages.reduce((most, days) => Math.max(most, days), 0),
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

/** Bank accounts with movements by a day: those of the federation, and any deposit that a voucher names. */
const movedBanks = ({ ledger, accounts, channels }: Books, upTo: BusinessDate): MovedBank[] => {
  const wallets = new Set(channels.map(({ account }) => account));
  const listed = new Set(accounts.map(({ account }) => account).filter((account) => !wallets.has(account)));
  const moved = new Map<string, MovedBank>();
  for (const { path, on, amount } of ledger.balances.movements()) {
    if (on > upTo || !(listed.has(path) || codeOfPath(path) === DEPOSITS)) continue;
    const before = moved.get(path);
    const since = before !== undefined && before.since < on ? before.since : on;
    moved.set(path, { account: path, held: plus(before?.held ?? ZERO, amount), since });
  }
  return [...moved.values()];
};
