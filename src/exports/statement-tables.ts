import { type BookSheet, statementSheets } from "../ledger/public.ts";
import { type Words, wholeNumber, yearMonth } from "../platform/display.ts";
import type { BookExport } from "./book-export.ts";
import type { Cell, ExportTable } from "./export-table.ts";

const NAMES = ["statement-position", "statement-activities", "statement-cash-flow", "statement-notes"];

/** 会民非01, 02, 03 and the notes of the last month, as the desk shows them. */
export const bookSheets = ({ statements, funds, head }: BookExport, words: Words): BookSheet[] => {
  const names = new Map(funds.map(({ code, zh, en }) => [code, { zh, en }]));
  const about = words.t("sheet.about.known", {
    about: yearMonth(words, statements.period),
    lines: wholeNumber(head.lines),
  });
  const fundName = (code: string) => names.get(code) ?? { zh: code, en: code };
  return statementSheets(statements, { words, about, paired: false, fundName });
};

/** The same as tables: what stands in several parts on paper follows one another, remarks come first and last. */
export const statementTables = (book: BookExport, words: Words): ExportTable[] =>
  bookSheets(book, words).map(({ tables, preface = [], notes }, i) => {
    const name = NAMES[i] ?? `statement-${i + 1}`;
    const [first, ...others] = tables;
    const rowsOf = ({ rows }: (typeof tables)[number]): (readonly Cell[])[] => rows.map(({ cells }) => cells);
    const columns = first?.columns.map(({ head }) => head) ?? [];
    const widest = Math.max(...tables.map((table) => table.columns.length));
    return {
      name,
      title: words.t(`exports.table.${name}`),
      columns: [...columns, ...Array.from({ length: widest - columns.length }, () => "")],
      rows: [
        ...(first ? rowsOf(first) : []),
        ...others.flatMap((table) => [[table.caption], table.columns.map(({ head }) => head), ...rowsOf(table)]),
        ...[...preface, ...notes].map((note) => [note]),
      ],
    };
  });
