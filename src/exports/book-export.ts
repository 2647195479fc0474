import { type BusinessDate, lastDay, nextPeriod, type Period, periodOf } from "../kernel/dates.ts";
import { absolute, type Fen, formatYuan, minus, plus, ZERO } from "../kernel/money.ts";
import type { FundMonth } from "../disclosure/public.ts";
import { accountOf, codeOfPath, type FinancialStatements, shownAccount, type TrialBalance } from "../ledger/public.ts";
import type { Entry } from "./entry.ts";

export type Named = { readonly code: string; readonly zh: string; readonly en: string };

/** The books of a month, or of all time, as every format of an export tells them. Amounts are fen, debit positive. */
export type BookExport = {
  readonly federation: { readonly nameZh: string; readonly nameEn: string; readonly creditCode: string };
  readonly funds: readonly Named[];
  readonly purposes: readonly Named[];
  readonly from: BusinessDate;
  readonly to: BusinessDate;
  /** Where the journal stood: number of lines, and their root. */
  readonly head: { readonly lines: number; readonly root: string };
  /** What stood on each account at the end of the day before `from`; no zeros. */
  readonly opening: ReadonlyMap<string, Fen>;
  /** By day, then in the order of the journal. */
  readonly entries: readonly Entry[];
  /** From the ledger, at `to`: what every format must tie to. */
  readonly trial: { readonly beforeClose: TrialBalance; readonly afterClose: TrialBalance };
  /** 会民非01 to 03 and the notes of the last month. */
  readonly statements: FinancialStatements;
  readonly fundMonths: readonly { readonly period: Period; readonly months: readonly FundMonth[] }[];
};

type Range = Pick<BookExport, "from" | "to" | "opening" | "entries">;

/** Adds entries to balances by account. */
export const addEntries = (balances: Map<string, Fen>, entries: Iterable<Entry>): Map<string, Fen> => {
  for (const { post } of entries)
    for (const { path, amount } of post) balances.set(path, plus(balances.get(path) ?? ZERO, amount));
  return balances;
};

/** Balances by account at `to`; accounts that moved and stand at zero are among them. */
export const closingOf = ({ opening, entries }: Range): Map<string, Fen> => addEntries(new Map(opening), entries);

/** What each account moved on either side. */
export const turnoverOf = (entries: readonly Entry[]) => {
  const [debit, credit] = [new Map<string, Fen>(), new Map<string, Fen>()];
  for (const { path, amount } of entries.flatMap(({ post }) => post)) {
    const side = amount < 0n ? credit : debit;
    side.set(path, plus(side.get(path) ?? ZERO, absolute(amount)));
  }
  return { debit, credit };
};

/** All accounts of the export, sorted as text. */
export const pathsOf = (book: Range): string[] => [...closingOf(book).keys()].sort();

export type MonthEnd = {
  readonly period: Period;
  readonly on: BusinessDate;
  readonly entries: readonly Entry[];
  /** At the end of the month, of every account that moved so far. */
  readonly balances: ReadonlyMap<string, Fen>;
};

/** The months of the export in order, each with its entries and the balances at its end. */
export const monthsIn = ({ from, to, opening, entries }: Range): MonthEnd[] => {
  const months: MonthEnd[] = [];
  let balances: ReadonlyMap<string, Fen> = opening;
  for (let period = periodOf(from); period <= periodOf(to); period = nextPeriod(period)) {
    const own = entries.filter(({ on }) => periodOf(on) === period);
    balances = addEntries(new Map(balances), own);
    months.push({ period, on: lastDay(period), entries: own, balances });
  }
  return months;
};

/** The account that a path means by the chart of the last day of the export. */
export const accountIn = ({ to }: Pick<Range, "to">, path: string) => {
  const account = accountOf(codeOfPath(path), to);
  if (!account) throw new Error(`no account ${path} on ${to}`);
  return account;
};

/** Where the entries do not add up to the ledger's trial balance after close (LED-10, LED-11): none in sound books. */
export const tieFaults = (book: Range & Pick<BookExport, "trial">): string[] => {
  const sums = new Map<string, Fen>();
  for (const [path, amount] of closingOf(book)) {
    const account = shownAccount(path, book.to) ?? path;
    sums.set(account, plus(sums.get(account) ?? ZERO, amount));
  }
  const rows = new Map(book.trial.afterClose.rows.map(({ account, debit, credit }) => [account, minus(debit, credit)]));
  return [...new Set([...sums.keys(), ...rows.keys()])]
    .filter((account) => (sums.get(account) ?? ZERO) !== (rows.get(account) ?? ZERO))
    .map(
      (account) =>
        `LED-11 ${account}: entries ${formatYuan(sums.get(account) ?? ZERO)}, ledger ${formatYuan(rows.get(account) ?? ZERO)}`,
    );
};
