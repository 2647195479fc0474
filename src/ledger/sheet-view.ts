import type { BusinessDate, Period } from "../kernel/dates.ts";
import type { Words } from "../platform/display.ts";
import { type BookSheet, cellTexts, SHEETS, type SheetName, type SheetTable } from "./book-sheet.ts";

export type SheetPage = {
  readonly name: SheetName;
  readonly sheets: readonly BookSheet[];
  readonly period: Period;
  readonly from: BusinessDate;
  readonly to: BusinessDate;
  readonly account: string;
  readonly accounts: readonly string[];
  /** Lines of the journal that were asked for; missing for the books as known now. */
  readonly asKnownAt?: number;
};

/** Which fields the form of a sheet has. */
const FIELDS: {
  readonly [name in SheetName]: { readonly month: boolean; readonly account: boolean; readonly known: boolean };
} = {
  statements: { month: true, account: false, known: true },
  "general-ledger": { month: false, account: false, known: true },
  "account-ledger": { month: false, account: true, known: true },
  bank: { month: true, account: false, known: false },
  funds: { month: true, account: false, known: false },
};
const TITLES: { readonly [name in SheetName]: string } = {
  statements: "sheet.statements",
  "general-ledger": "sheet.general_ledger",
  "account-ledger": "sheet.account_ledger",
  bank: "sheet.bank",
  funds: "sheet.funds",
};

/** Every statement and ledger of the desk. */
export const sheetLinks = (words: Words) =>
  SHEETS.map((name) => ({ name, href: `/desk/books/sheets/${name}`, word: words.t(TITLES[name]) }));

/** A book or statement on the desk, with its form, the way to its PDF, and the list of the others. */
export const sheetView = (page: SheetPage, words: Words) => {
  const fields = FIELDS[page.name];
  return {
    desk: true,
    title: words.t(TITLES[page.name]),
    name: page.name,
    list: sheetLinks(words).map((link) => ({ ...link, current: link.name === page.name })),
    month: fields.month,
    known: fields.known,
    accountField: fields.account ? page.account : "",
    period: page.period,
    from: page.from,
    to: page.to,
    accounts: page.accounts,
    asKnownAt: page.asKnownAt === undefined ? "" : String(page.asKnownAt),
    pdf: `/desk/books/sheets/${page.name}/pdf?${queryOf(page)}`,
    sheets: page.sheets.map((sheet, at) => ({
      id: `sheet-${at}`,
      title: sheet.title,
      about: sheet.about,
      notes: sheet.notes,
      tables: sheet.tables.map(tableView),
    })),
  };
};

const queryOf = (page: SheetPage): string => {
  const fields = FIELDS[page.name];
  const query = new URLSearchParams(fields.month ? { period: page.period } : { from: page.from, to: page.to });
  if (fields.account) query.set("account", page.account);
  if (page.asKnownAt !== undefined) query.set("as_known_at", String(page.asKnownAt));
  return query.toString();
};

const tableView = ({ caption, columns, rows }: SheetTable) => ({
  caption,
  columns: columns.map(({ head, align }) => ({ head, right: align === "right" })),
  rows: rows.map((row) => ({
    total: row.kind !== "row",
    cells: cellTexts(row).map((text, at) => ({
      text,
      right: columns[at]?.align === "right",
      head: columns[at]?.head ?? "",
    })),
  })),
});
