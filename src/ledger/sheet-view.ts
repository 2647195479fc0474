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
  readonly view: "before_close" | "after_close";
  readonly accounts: readonly string[];
  /** Lines of the journal that were asked for; missing for the books as known now. */
  readonly asKnownAt?: number;
};

/** Which fields the form of a sheet has. */
export const FIELDS: {
  readonly [name in SheetName]: {
    readonly time: "month" | "days" | "day";
    readonly account?: true;
    readonly view?: true;
    readonly known: boolean;
  };
} = {
  statements: { time: "month", known: true },
  "trial-balance": { time: "day", view: true, known: true },
  "general-ledger": { time: "days", known: true },
  "account-ledger": { time: "days", account: true, known: true },
  bank: { time: "month", known: false },
  funds: { time: "month", known: false },
};
/** The words of each field, for a form that comes back. */
export const LABELS = {
  period: "sheet.period",
  from: "sheet.from",
  to: "sheet.to",
  view: "trial.view",
  account: "trial.account",
  as_known_at: "sheet.known",
} as const;

const TITLES: { readonly [name in SheetName]: string } = {
  statements: "sheet.statements",
  "trial-balance": "trial.title",
  "general-ledger": "sheet.general_ledger",
  "account-ledger": "sheet.account_ledger",
  bank: "sheet.bank",
  funds: "sheet.funds",
};

/** Every statement and ledger of the desk. */
export const sheetLinks = (words: Words) =>
  SHEETS.map((name) => ({ name, href: `/desk/books/sheets/${name}`, word: words.t(TITLES[name]) }));

/** A book or statement on the desk, with its form, the way to its PDF and workbook, and the list of the others. */
export const sheetView = (page: SheetPage, words: Words) => {
  const fields = FIELDS[page.name];
  return {
    desk: true,
    title: words.t(TITLES[page.name]),
    name: page.name,
    list: sheetLinks(words).map((link) => ({ ...link, current: link.name === page.name })),
    time: fields.time,
    known: fields.known,
    accountField: fields.account ? page.account : "",
    views: fields.view
      ? (["before_close", "after_close"] as const).map((value) => ({
          value,
          word: words.t(`trial.${value}`),
          selected: value === page.view,
        }))
      : [],
    period: page.period,
    from: page.from,
    to: page.to,
    accounts: page.accounts,
    asKnownAt: page.asKnownAt === undefined ? "" : String(page.asKnownAt),
    pdf: `/desk/books/sheets/${page.name}/pdf?${queryOf(page)}`,
    xlsx: `/desk/books/sheets/${page.name}/xlsx?${queryOf(page)}`,
    sheets: page.sheets.map((sheet, at) => ({
      id: `sheet-${at}`,
      title: sheet.title,
      about: sheet.about,
      preface: sheet.preface ?? [],
      notes: sheet.notes,
      tables: sheet.tables.map(tableView),
    })),
  };
};

const queryOf = (page: SheetPage): string => {
  const fields = FIELDS[page.name];
  const query = new URLSearchParams(TIMES[fields.time](page));
  if (fields.view) query.set("view", page.view);
  if (fields.account) query.set("account", page.account);
  if (page.asKnownAt !== undefined) query.set("as_known_at", String(page.asKnownAt));
  return query.toString();
};

const TIMES: { readonly [time in "month" | "days" | "day"]: (page: SheetPage) => { [name: string]: string } } = {
  month: ({ period }) => ({ period }),
  days: ({ from, to }) => ({ from, to }),
  day: ({ to }) => ({ to }),
};

const tableView = ({ caption, unit = "", columns, rows }: SheetTable) => ({
  caption,
  unit,
  columns: columns.map(({ head, align }) => ({ head, right: align === "right" })),
  rows: rows.map((row) => ({
    kind: row.kind,
    cells: cellTexts(row).map((text, at) => ({
      text,
      right: columns[at]?.align === "right",
      head: columns[at]?.head ?? "",
    })),
  })),
});
