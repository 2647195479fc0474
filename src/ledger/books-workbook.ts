import { displayYuan } from "../kernel/money.ts";
import type { Words } from "../platform/display.ts";
import { pdfWords } from "../platform/pdf-words.ts";
import type { WorkCell, WorkRow, WorkSheet } from "../platform/work-sheet.ts";
import { workbook } from "../platform/workbook.ts";
import { widthFor } from "../platform/workbook-sheet.ts";
import type { BookSheet, SheetRow, SheetTable } from "./book-sheet.ts";

type Head = { readonly name: string; readonly words: Words };

/** Statements and ledgers as a workbook: the cells of the page and of the PDF, amounts as numbers. */
export const booksWorkbook = (sheets: readonly BookSheet[], head: Head): Promise<Uint8Array> =>
  workbook(sheets.map((sheet) => bookWorkSheet(sheet, head)));

/** One statement or ledger as a sheet of a workbook: title, federation and times, tables, notes. */
export const bookWorkSheet = (sheet: BookSheet, { name, words }: Head): WorkSheet => {
  const { tables, preface = [], notes } = sheet;
  const widest = tables.reduce<SheetTable | undefined>(
    (most, table) => (most && most.columns.length >= table.columns.length ? most : table),
    undefined,
  );
  const top: WorkRow[] = [
    { kind: "title", cells: [sheet.title] },
    { kind: "about", cells: [words.t("sheet.furniture", { name, title: sheet.about })] },
  ];
  const parts = tables.map((table) => tableRows(table, widest?.columns.length ?? 1));
  const before = preface.map(noteRow);
  // Only a sheet of one table can keep that table's heads in view.
  const single = tables.length === 1 && before.length === 0;
  return {
    name: sheet.title,
    columns: (widest?.columns ?? []).map(({ align }, at) => ({ align, width: widthAt(parts.flat(), at) })),
    rows: [...top, ...before, ...parts.flatMap((rows) => [...rows, BLANK]), ...notes.map(noteRow)],
    heads: top.length + (single ? HEAD_ROWS : 0),
    filter: false,
    layout: sheet.layout,
    furniture: {
      left: words.t("sheet.furniture", { name, title: sheet.title }),
      right: sheet.about,
      page: pdfWords(words.lang)("furniture.page", { page: "{page}", pages: "{pages}" }),
    },
  };
};

const BLANK: WorkRow = { kind: "data", cells: [] };
/** Caption and column heads. */
const HEAD_ROWS = 2;
const noteRow = (text: string): WorkRow => ({ kind: "note", cells: [text] });

/** A table narrower than the sheet keeps its amounts under those of the others: its first column stays the first. */
const tableRows = ({ caption, unit = "", columns, rows }: SheetTable, width: number): WorkRow[] => {
  const spread = (cells: readonly WorkCell[]): WorkCell[] => {
    const [first, ...rest] = cells;
    return [first, ...Array.from({ length: width - columns.length }, () => undefined), ...rest];
  };
  return [
    {
      kind: "caption",
      cells: [caption, ...Array.from({ length: width - 2 }, () => undefined), ...(unit ? [unit] : [])],
    },
    { kind: "head", cells: spread(columns.map(({ head }) => head)) },
    ...rows.map((row): WorkRow => ({ kind: row.kind, cells: spread(cellsOf(row, columns)) })),
  ];
};

/** An amount that the page leaves blank is blank here too; a row's number is a number. */
const cellsOf = ({ kind, cells }: SheetRow, columns: SheetTable["columns"]): WorkCell[] =>
  cells.map((cell, at) => {
    if (typeof cell === "bigint") return cell === 0n && kind === "row" ? undefined : cell;
    return columns[at]?.align === "right" && /^\d+$/.test(cell) ? Number(cell) : cell;
  });

/** Width in characters: of the widest figure or words among the rows of the tables. */
const widthAt = (rows: readonly WorkRow[], at: number): number =>
  widthFor(
    rows.flatMap(({ kind, cells }) => {
      const cell = cells[at];
      if (kind === "group" || kind === "caption" || cell === undefined) return [];
      return [typeof cell === "bigint" ? displayYuan(cell) : String(cell)];
    }),
  );
