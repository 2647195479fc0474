import { addDays } from "../kernel/dates.ts";
import { type Fen, formatYuan } from "../kernel/money.ts";
import { hledgerAccount } from "./account-names.ts";
import { accountIn, type BookExport, type MonthEnd, monthsIn, pathsOf } from "./book-export.ts";
import type { Entry } from "./entry.ts";

/**
 * A journal for hledger (syntax of its manual, `journal` format): opening balances, every entry with its number as
 * its code and the line of the journal as a tag, and at the end of each month an assertion of every balance.
 */
export const hledgerJournal = (book: BookExport): string => {
  const name = (path: string): string => hledgerAccount(path, accountIn(book, path).class);
  const head = [
    `; ${book.federation.nameEn} (${book.federation.nameZh}), ${book.from} to ${book.to}`,
    `; ${book.head.lines} lines of the journal, root ${book.head.root}`,
    "decimal-mark .",
    "commodity 1000.00 CNY",
  ];
  const accounts = pathsOf(book).map((path) => {
    const { zh, en } = accountIn(book, path);
    return `account ${name(path)}  ; ${zh} ${en}`;
  });
  const months = monthsIn(book).flatMap((month) => [
    ...month.entries.map((entry) => transaction(entry, name)),
    assertions(month, name),
  ]);
  return `${[head.join("\n"), accounts.join("\n"), ...opening(book, name), ...months].join("\n\n")}\n`;
};

type NameOf = (path: string) => string;
const amountOf = (amount: Fen): string => `${formatYuan(amount)} CNY`;

const opening = (book: BookExport, name: NameOf): string[] => {
  if (book.opening.size === 0) return [];
  const rows = [...book.opening].sort(([a], [b]) => (a < b ? -1 : 1));
  const postings = rows.map(([path, amount]) => `    ${name(path)}  ${amountOf(amount)}`);
  return [[`${addDays(book.from, -1)} * opening balances`, ...postings].join("\n")];
};

const transaction = (entry: Entry, name: NameOf): string => {
  const words = [entry.basis, entry.text, entry.reference].filter(Boolean).join(" ");
  const late = entry.relatesTo === undefined ? "" : `, relates-to:${entry.relatesTo}`;
  const postings = entry.post.map(({ path, amount }) => `    ${name(path)}  ${amountOf(amount)}`);
  return [`${entry.on} * (${entry.number}) ${plain(words)}  ; line:${entry.line}${late}`, ...postings].join("\n");
};

const assertions = ({ period, on, balances }: MonthEnd, name: NameOf): string => {
  const rows = [...balances].sort(([a], [b]) => (a < b ? -1 : 1));
  const postings = rows.map(([path, amount]) => `    ${name(path)}  0.00 CNY = ${amountOf(amount)}`);
  return [`${on} * balances at the end of ${period}`, ...postings].join("\n");
};

/** A description ends at a line break, a comment begins at `;` and a payee ends at `|`. */
const plain = (text: string): string => text.replace(/[\s\p{Cc};|]+/gu, " ").trim();
