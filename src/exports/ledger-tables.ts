import { type Fen, plus, ZERO } from "../kernel/money.ts";
import { pick, type Words } from "../platform/display.ts";
import { basisWord } from "./basis-words.ts";
import { accountIn, type BookExport, pathsOf } from "./book-export.ts";
import type { Entry } from "./entry.ts";
import { type Cell, type ExportTable, sides, tableFrame } from "./export-table.ts";

const ENTRY_COLUMNS = ["on", "line", "number", "what", "text", "reference", "relates_to"];

const entryCells = (entry: Entry, words: Words): Cell[] => [
  entry.on,
  entry.line,
  entry.number,
  basisWord(words, entry.basis),
  entry.text,
  entry.reference,
  entry.relatesTo,
];

/** Every account with what it opens with and each posting to it by day, and the balance after it (debit positive). */
export const generalLedgerTable = (book: BookExport, words: Words): ExportTable => {
  const postings = postingsByPath(book.entries);
  return {
    ...tableFrame("general-ledger", words, ["account", "name", ...ENTRY_COLUMNS, "debit", "credit", "balance"]),
    rows: pathsOf(book).flatMap((path) => {
      const account: Cell[] = [path, pick(words, accountIn(book, path))];
      let balance = book.opening.get(path) ?? ZERO;
      const first = [...account, ...openingCells(book, words), undefined, undefined, balance];
      const moved = (postings.get(path) ?? []).map(({ entry, amount }) => {
        balance = plus(balance, amount);
        return [...account, ...entryCells(entry, words), ...sides(amount), balance];
      });
      return [first, ...moved];
    }),
  };
};

/** Every movement of a bank or wallet account by day, with the accounts on the other side. */
export const cashBookTable = (book: BookExport, words: Words): ExportTable => {
  const isMoney = (path: string): boolean => accountIn(book, path).class === "money";
  const balances = new Map(book.opening);
  const opened = pathsOf(book)
    .filter(isMoney)
    .map((path) => [path, ...openingCells(book, words), undefined, undefined, undefined, balances.get(path) ?? ZERO]);
  const moved = book.entries.flatMap((entry) =>
    entry.post
      .filter(({ path }) => isMoney(path))
      .map(({ path, amount }) => {
        const balance = plus(balances.get(path) ?? ZERO, amount);
        balances.set(path, balance);
        return [path, ...entryCells(entry, words), against(entry, path), ...sides(amount), balance];
      }),
  );
  return {
    ...tableFrame("cash-book", words, ["account", ...ENTRY_COLUMNS, "against", "received", "paid", "balance"]),
    rows: [...opened, ...moved],
  };
};

const openingCells = (book: BookExport, words: Words): Cell[] =>
  ENTRY_COLUMNS.map((column) =>
    column === "on" ? book.from : column === "what" ? words.t("exports.opening") : undefined,
  );

const against = (entry: Entry, path: string): string =>
  [...new Set(entry.post.map((posting) => posting.path))].filter((other) => other !== path).join(" ");

const postingsByPath = (entries: readonly Entry[]) => {
  const postings = new Map<string, { readonly entry: Entry; readonly amount: Fen }[]>();
  for (const entry of entries)
    for (const { path, amount } of entry.post) {
      const known = postings.get(path);
      if (known) known.push({ entry, amount });
      else postings.set(path, [{ entry, amount }]);
    }
  return postings;
};
