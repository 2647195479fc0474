import { type Books, monthsOf } from "../disclosure/public.ts";
import type { Book } from "../journal/book.ts";
import { type BusinessDate, firstDay, lastDay, nextPeriod, type Period, periodOf } from "../kernel/dates.ts";
import { type Fen, ZERO } from "../kernel/money.ts";
import { isRefusal, type Refusal, refuse } from "../kernel/result.ts";
import { financialStatements, shownAccount, trialBalance } from "../ledger/public.ts";
import { addEntries, type BookExport, tieFaults } from "./book-export.ts";
import { type Entry, openEntries } from "./entry.ts";

export type BookReaderDeps = {
  readonly book: Pick<Book, "head" | "linesFrom">;
  readonly catchUp: () => Promise<void>;
  readonly books: Books;
  /** Entries of one export. */
  readonly entriesMost: number;
};

/**
 * The books of a month, or all of them, at one moment of the journal. Refuses a month without an entry and more entries than
 * `entriesMost`; throws when the entries do not add up to the ledger (LED-11).
 */
export const readBook = async (deps: BookReaderDeps, period: Period | undefined): Promise<BookExport | Refusal> => {
  await deps.catchUp();
  const frozen = freeze(deps, period);
  if (isRefusal(frozen)) return frozen;
  const read = await readEntries(deps, frozen);
  if (isRefusal(read)) return read;
  const book = { ...frozen, ...read };
  const faults = tieFaults(book);
  if (faults.length > 0) throw new Error(`the export does not tie: ${faults.slice(0, 5).join("; ")}`);
  return book;
};

type Frozen = Pick<BookExport, "from" | "to" | "head">;

const readEntries = async (
  { book, entriesMost: most }: BookReaderDeps,
  { from, to, head }: Frozen,
): Promise<Pick<BookExport, "opening" | "entries"> | Refusal> => {
  const opening = new Map<string, Fen>();
  const entries: Entry[] = [];
  for await (const entry of entriesOf(book, { count: head.lines, to })) {
    if (entry.on < from) addEntries(opening, [entry]);
    else if (entry.on <= to) entries.push(entry);
    if (entries.length > most) return refuse("export_too_large", { most });
  }
  for (const [path, amount] of opening) if (amount === ZERO) opening.delete(path);
  return { opening, entries: entries.sort(byDay) };
};

/** The entries among the first lines of the journal. */
async function* entriesOf(
  book: BookReaderDeps["book"],
  { count, to }: { readonly count: number; readonly to: BusinessDate },
): AsyncGenerator<Entry> {
  const { entryOf } = openEntries({ to });
  for await (const lines of book.linesFrom(0)) {
    for (const line of lines) {
      if (line.index >= count) return;
      const entry = entryOf(line);
      if (entry) yield entry;
    }
  }
}

const byDay = (a: Entry, b: Entry): number => (a.on === b.on ? a.line - b.line : a.on < b.on ? -1 : 1);

/** All that comes from the tables, taken in one turn, so that it stands at the same line as `head`. */
const freeze = ({ book, books }: BookReaderDeps, period: Period | undefined) => {
  const { lines, root } = book.head();
  const { balances } = books.ledger;
  const days = [...balances.movements()].flatMap(({ path, on }) => (shownAccount(path, on) === undefined ? [] : [on]));
  const asked = days.filter((on) => period === undefined || periodOf(on) === period).sort();
  const [first, last] = [asked[0], asked.at(-1)];
  if (first === undefined || last === undefined) {
    const months = [...new Set(days.map(periodOf))].sort().join(", ");
    return refuse("export_empty", { period: period ?? "", months });
  }
  const [from, to] = [period === undefined ? first : firstDay(period), lastDay(periodOf(last))];
  const { nameZh = "", nameEn = "", creditCode = "" } = books.funds.federation() ?? {};
  return {
    federation: { nameZh, nameEn, creditCode },
    funds: books.funds.all().map(({ code, nameZh: zh, nameEn: en }) => ({ code, zh, en })),
    purposes: books.funds.purposes(),
    from,
    to,
    head: { lines, root },
    trial: {
      beforeClose: trialBalance(balances, { on: to, view: "before_close" }),
      afterClose: trialBalance(balances, { on: to, view: "after_close" }),
    },
    statements: financialStatements(balances, periodOf(to)),
    fundMonths: periodsOf(from, to).map((month) => ({ period: month, months: monthsOf(books, month) })),
  };
};

const periodsOf = (from: string, to: string): Period[] => {
  const periods: Period[] = [];
  for (let period = periodOf(from); period <= periodOf(to); period = nextPeriod(period)) periods.push(period);
  return periods;
};
