import { formatYuan } from "../kernel/money.ts";
import { bookWorkSheet } from "../ledger/public.ts";
import { pick, type Words } from "../platform/display.ts";
import { pdfWords } from "../platform/pdf-words.ts";
import type { WorkSheet } from "../platform/work-sheet.ts";
import { workbook } from "../platform/workbook.ts";
import { widthFor } from "../platform/workbook-sheet.ts";
import type { BookExport } from "./book-export.ts";
import { bookTables } from "./book-tables.ts";
import type { ExportTable } from "./export-table.ts";
import { bookSheets } from "./statement-tables.ts";

/** The books as a workbook: plain tables to sort and filter, then the statements set as the desk and the PDF set them. */
export const bookWorkbook = (book: BookExport, words: Words): Promise<Uint8Array> => {
  const { nameZh, nameEn } = book.federation;
  const name = pick(words, { zh: nameZh, en: nameEn });
  const about = words.t("sheet.about.days", { from: book.from, to: book.to });
  return workbook([
    ...bookTables(book, words).map((table) => tableSheet(table, { name, about, words })),
    ...bookSheets(book, words).map((sheet) => bookWorkSheet(sheet, { name, words })),
  ]);
};

type Head = { readonly name: string; readonly about: string; readonly words: Words };

/** Column heads in view above the rows, and a filter on them. */
const tableSheet = ({ title, columns, rows }: ExportTable, { name, about, words }: Head): WorkSheet => ({
  name: title,
  columns: columns.map((head, at) => {
    const cells = rows.slice(0, ROWS_MEASURED).map((row) => row[at]);
    const texts = cells.map((cell) => (typeof cell === "bigint" ? formatYuan(cell) : String(cell ?? "")));
    return {
      width: widthFor([head, ...texts]),
      align: cells.some((cell) => typeof cell === "bigint") ? "right" : "left",
    };
  }),
  rows: [{ kind: "head", cells: columns }, ...rows.map((cells) => ({ kind: "data" as const, cells }))],
  heads: 1,
  filter: true,
  layout: "landscape",
  furniture: {
    left: words.t("sheet.furniture", { name, title }),
    right: about,
    page: pdfWords(words.lang)("furniture.page", { page: "{page}", pages: "{pages}" }),
  },
});

const ROWS_MEASURED = 200;
