import { addDays } from "../kernel/dates.ts";
import { type Fen, formatYuan, plus, ZERO } from "../kernel/money.ts";
import { beancountAccount } from "./account-names.ts";
import { accountIn, type BookExport, type MonthEnd, monthsIn, pathsOf } from "./book-export.ts";
import type { Entry } from "./entry.ts";

/**
 * A ledger for beancount (its Language Syntax, versions 2 and 3): opened accounts, opening balances, every entry with the
 * index of its line, and the balance of every account at the end of each month, without tolerance.
 */
export const beancountLedger = (book: BookExport): string => {
  const name = (path: string): string => beancountAccount(path, accountIn(book, path).class);
  const before = addDays(book.from, -1);
  const head = [
    `; ${book.head.lines} lines of the journal, root ${book.head.root}`,
    `option "title" ${quoted(`${book.federation.nameZh} ${book.from} - ${book.to}`)}`,
    'option "operating_currency" "CNY"',
  ];
  const accounts = pathsOf(book).map((path) => {
    const { zh, en } = accountIn(book, path);
    return `${before} open ${name(path)} CNY\n  path: ${quoted(path)}\n  name: ${quoted(`${zh} ${en}`)}`;
  });
  const months = monthsIn(book).flatMap((month) => [
    ...month.entries.map((entry) => transaction(entry, name)),
    assertions(month, name),
  ]);
  return `${[head.join("\n"), accounts.join("\n"), ...opening(book, name), ...months].join("\n\n")}\n`;
};

type NameOf = (path: string) => string;
const posting = (name: string, amount: Fen): string => `  ${name}  ${formatYuan(amount)} CNY`;

const opening = (book: BookExport, name: NameOf): string[] => {
  if (book.opening.size === 0) return [];
  const rows = [...book.opening].sort(([a], [b]) => (a < b ? -1 : 1));
  const postings = rows.map(([path, amount]) => posting(name(path), amount));
  return [[`${addDays(book.from, -1)} * "opening balances"`, ...postings].join("\n")];
};

const transaction = (entry: Entry, name: NameOf): string => {
  const words = [entry.number, entry.basis, entry.text].filter(Boolean).join(" ");
  return [
    `${entry.on} * ${quoted(words)}`,
    `  line: ${entry.line}`,
    ...(entry.reference === "" ? [] : [`  reference: ${quoted(entry.reference)}`]),
    ...(entry.relatesTo === undefined ? [] : [`  relates-to: ${entry.relatesTo}`]),
    ...entry.post.map(({ path, amount }) => posting(name(path), amount)),
  ].join("\n");
};

/** Beancount checks at the beginning of a day, so the day after; an account stands with those under it. */
const assertions = ({ on, balances }: MonthEnd, name: NameOf): string => {
  const sums = new Map<string, Fen>();
  for (const [path, amount] of balances)
    for (const upper of uppersOf(path)) if (balances.has(upper)) sums.set(upper, plus(sums.get(upper) ?? ZERO, amount));
  return [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, amount]) => `${addDays(on, 1)} balance ${name(path)}  ${formatYuan(amount)} ~ 0.00 CNY`)
    .join("\n");
};

/** The path itself and all that it stands under. */
const uppersOf = (path: string): string[] => {
  const parts = path.split("/");
  return parts.map((_part, i) => parts.slice(0, i + 1).join("/"));
};

const quoted = (text: string): string =>
  `"${text.replace(/[\s\p{Cc}]+/gu, " ").replace(/["\\]/g, (mark) => `\\${mark}`)}"`;
