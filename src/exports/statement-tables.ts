import { type BookSheet, statementSheets } from "../ledger/public.ts";
import { type Words, yearMonth } from "../platform/display.ts";
import type { BookExport } from "./book-export.ts";
import type { ExportTable } from "./export-table.ts";

const NAMES = ["statement-position", "statement-activities", "statement-cash-flow", "statement-notes"];

/** 会民非01, 02, 03 and the notes of the last month, as the desk shows them. */
export const bookSheets = ({ statements }: BookExport, words: Words): BookSheet[] =>
  statementSheets(statements, { words, about: yearMonth(words, statements.period), paired: false });

/** The same as tables: what stands in several parts on paper follows one another, remarks come last. */
export const statementTables = (book: BookExport, words: Words): ExportTable[] =>
  bookSheets(book, words).map(({ tables, notes }, i) => {
    const name = NAMES[i] ?? `statement-${i + 1}`;
    return {
      name,
      title: words.t(`exports.table.${name}`),
      columns: tables[0]?.columns.map(({ head }) => head) ?? [],
      rows: [
        ...tables.flatMap(({ caption, rows }) => [
          ...(tables.length > 1 ? [[caption]] : []),
          ...rows.map(({ cells }) => cells),
        ]),
        ...notes.map((note) => [note]),
      ],
    };
  });
