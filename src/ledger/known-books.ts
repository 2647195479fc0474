import { limits } from "../../config/limits.ts";
import type { Line } from "../journal/line.ts";
import { firstDay, lastDay } from "../kernel/dates.ts";
import { type Refusal, refuse } from "../kernel/result.ts";
import { type Balances, openBalances } from "./balances.ts";
import { type JournalEntry, openNumbering } from "./entries.ts";
import { type AccountLedger, type GeneralLedger, openAccountLedger, openGeneralLedger } from "./general-ledger.ts";
import type { Window } from "./statement-sums.ts";

/** What this file needs of the book. */
export type JournalLines = {
  readonly head: () => { readonly lines: number };
  readonly linesFrom: (index: number) => AsyncIterable<readonly { readonly index: number; readonly line: Line }[]>;
};
type Deps = { readonly lines: JournalLines; readonly balances: Balances };

/** The books as they were known when the journal had so many lines; a published report names that number. */
export type KnownBooks = { readonly lines: number; readonly balances: Balances };

export type BooksReader = ReturnType<typeof openBooksReader>;

/** Books in two times: what was true on a day, as known at a line; and the vouchers behind the balances. */
export const openBooksReader = ({ lines, balances }: Deps) => {
  const kept = new Map<number, Promise<Balances>>();

  /** The books over the first `count` lines; all of them when left out. Refuses a number beyond the head. */
  const knownAt = async (count?: number): Promise<KnownBooks | Refusal> => {
    const head = lines.head().lines;
    if (count === undefined || count === head) return { lines: head, balances };
    if (count > head) return refuse("line_unknown", { lines: count, head });
    const known = kept.get(count) ?? replayed(lines, count);
    kept.delete(count);
    kept.set(count, known);
    known.catch(() => kept.delete(count));
    for (const oldest of [...kept.keys()].slice(0, Math.max(0, kept.size - limits.knownBooksKept))) kept.delete(oldest);
    return { lines: count, balances: await known };
  };

  /** Every voucher dated in a window, in the order of the journal; reads only the lines between the months' ends. */
  async function* entries(known: KnownBooks, window: Window): AsyncGenerator<JournalEntry> {
    const numbered = openNumbering();
    const spans = known.balances
      .periods()
      .filter((period) => lastDay(period) >= window.from && firstDay(period) <= window.to)
      .flatMap((period) => known.balances.span(period) ?? []);
    if (spans.length === 0) return;
    const last = Math.min(known.lines - 1, Math.max(...spans.map((span) => span.last)));
    for await (const batch of lines.linesFrom(Math.min(...spans.map((span) => span.first)))) {
      for (const { index, line } of batch) {
        if (index > last) return;
        const entry = numbered(line, index);
        if (entry && entry.on >= window.from && entry.on <= window.to) yield entry;
      }
    }
  }

  const generalLedger = async (known: KnownBooks, window: Window): Promise<GeneralLedger> => {
    const ledger = openGeneralLedger(known.balances, window);
    for await (const entry of entries(known, window)) ledger.add(entry);
    return ledger.result();
  };

  /** Refuses an account with more vouchers than a page can hold; a shorter window, or an export, has room. */
  const accountLedger = async (
    known: KnownBooks,
    { account, ...window }: Window & { readonly account: string },
  ): Promise<AccountLedger | Refusal> => {
    const ledger = openAccountLedger(known.balances, window, account);
    for await (const entry of entries(known, window)) {
      if (ledger.add(entry) > limits.ledgerRows) return refuse("ledger_too_long", { account, most: limits.ledgerRows });
    }
    return ledger.result();
  };

  /** A line by its index; undefined past the head. */
  const line = async (index: number): Promise<Line | undefined> => {
    for await (const [first] of lines.linesFrom(index)) return first?.index === index ? first.line : undefined;
    return undefined;
  };

  return { knownAt, entries, generalLedger, accountLedger, line };
};

const replayed = async (lines: JournalLines, count: number): Promise<Balances> => {
  const balances = openBalances();
  if (count === 0) return balances;
  for await (const batch of lines.linesFrom(0)) {
    for (const { index, line } of batch) if (index < count) balances.post(line, index);
    // Nobody asks what changed.
    for (const table of balances.tables) table.commit();
    if ((batch.at(-1)?.index ?? 0) >= count - 1) break;
  }
  return balances;
};
