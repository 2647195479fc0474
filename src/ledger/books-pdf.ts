import type { BusinessDate } from "../kernel/dates.ts";
import type { Words } from "../platform/display.ts";
import { pdfWords } from "../platform/pdf-words.ts";
import {
  addSheetPage,
  artifact,
  closeSheet,
  MM,
  openSheet,
  put,
  putParagraph,
  rule,
  setLines,
  type Sheet,
  tag,
} from "../platform/sheet-pdf.ts";
import { textWidth } from "../platform/sheet-font-pdf.ts";
import { drawTable, type Flow } from "../platform/table-pdf.ts";
import { type BookSheet, cellTexts, type SheetTable } from "./book-sheet.ts";

type Layout = BookSheet["layout"];
type Printing = {
  readonly sheet: Sheet;
  readonly name: string;
  readonly words: Words;
  readonly pages: { readonly title: string; readonly about: string; readonly layout: Layout }[];
};

const SIZE = { portrait: { width: 210 * MM, height: 297 * MM }, landscape: { width: 297 * MM, height: 210 * MM } };
/** Sizes at which every form stands on one page. */
const TYPE = { portrait: 8.5, landscape: 8 };
const SIDE = 15 * MM;
const HEAD = 14 * MM;
const TOP = 26 * MM;
const FOOT = 10 * MM;
const BOTTOM = 22 * MM;
/** Below the room for tables, above the page number. */
const SIGNATURES = 6 * MM;

/** The sheets as one PDF on A4: each begins a page, with title, times, tables, notes and lines for signatures. */
export const renderBookSheets = (
  sheets: readonly BookSheet[],
  { name, dated, words }: { readonly name: string; readonly dated: BusinessDate; readonly words: Words },
): Promise<Buffer> => {
  const title = sheets[0]?.title ?? "";
  const sheet = openSheet({
    title: `${name} ${title}`,
    subject: title,
    author: name,
    keywords: title,
    lang: words.lang,
    dated,
    attachments: [],
  });
  const printing: Printing = { sheet, name, words, pages: [] };
  for (const book of sheets) drawBook(printing, book);
  drawFurniture(printing);
  return closeSheet(sheet);
};

const drawBook = (printing: Printing, book: BookSheet): void => {
  const flow = openPage(printing, book);
  const { sheet, name, words } = printing;
  sheet.doc.outline.addItem(book.title);
  tag(sheet, sheet.body, "H1", () => put(sheet, book.title, { x: flow.x, y: flow.y, face: "title", size: 16 }));
  const about = words.t("sheet.furniture", { name, title: book.about });
  tag(sheet, sheet.body, "P", () => put(sheet, about, { x: flow.x, y: flow.y + 17, size: 9, ink: "quiet" }));
  flow.y += 40;
  for (const text of book.preface ?? []) drawNote(flow, text);
  if (book.preface) flow.y += 12;
  for (const table of book.tables) {
    drawTable(flow, tableOf(table, { width: flow.width, size: TYPE[book.layout] }), pdfWords(printing.words.lang));
    flow.y += 6;
  }
  for (const note of book.notes) drawNote(flow, note);
  drawSignatures(flow, words);
};

const SIGNED = ["head", "finance", "prepared", "date"];

/** A line to sign on for each who answers for the sheet, below everything else on its last page. */
const drawSignatures = ({ sheet, x, width, bottom }: Flow, words: Words): void => {
  const room = width / SIGNED.length;
  const y = bottom + SIGNATURES;
  for (const [at, who] of SIGNED.entries()) {
    const label = words.t(`sheet.signature.${who}`);
    const from = x + at * room;
    tag(sheet, sheet.body, "P", () => put(sheet, label, { x: from, y, size: 9, ink: "quiet" }));
    const after = from + textWidth(label, "text", 9) + 6;
    artifact(sheet, () => rule(sheet, { x: after, y: y + 2, to: from + room - 14, weight: 0.5, ink: "edge" }));
  }
};

/** Tables of so many rows are not broken over pages. */
const KEPT_WHOLE = 16;

const tableOf = (
  table: SheetTable,
  { width, size }: { readonly width: number; readonly size: number },
): Parameters<typeof drawTable>[1] => {
  const shares = table.columns.reduce((total, { share }) => total + share, 0);
  return {
    caption: table.caption,
    ...(table.unit === undefined ? {} : { unit: table.unit }),
    whole: table.rows.length <= KEPT_WHOLE,
    columns: table.columns.map(({ head, align, share }) => ({ head, align, width: (width * share) / shares })),
    rows: table.rows.map((row) => ({
      kind: row.kind,
      cells: cellTexts(row).map((text, at) => (row.strong?.includes(at) ? { text, strong: true } : text)),
    })),
    size,
  };
};

const drawNote = (flow: Flow, text: string): void => {
  const set = { size: 9, width: flow.width };
  if (flow.y + setLines(text, set).length * 14 > flow.bottom) flow.turn();
  tag(flow.sheet, flow.sheet.body, "P", () => {
    flow.y = putParagraph(flow.sheet, text, { ...set, x: flow.x, y: flow.y, leading: 14, ink: "quiet" });
  });
  flow.y += 4;
};

const openPage = (printing: Printing, book: BookSheet): Flow => {
  const { layout, title, about } = book;
  const turn = (): void => {
    addSheetPage(printing.sheet, "A4", layout);
    printing.pages.push({ title, about, layout });
  };
  turn();
  const { width, height } = SIZE[layout];
  const flow: Flow = {
    sheet: printing.sheet,
    x: SIDE,
    width: width - 2 * SIDE,
    y: TOP,
    top: TOP,
    bottom: height - BOTTOM,
    turn: () => {
      turn();
      flow.y = flow.top;
    },
  };
  return flow;
};

/** Running heads and page x of y, when the number of pages is known. */
const drawFurniture = ({ sheet, name, words, pages }: Printing): void => {
  const t = pdfWords(words.lang);
  for (const [at, { title, about, layout }] of pages.entries()) {
    sheet.doc.switchToPage(at);
    const { width, height } = SIZE[layout];
    const to = width - SIDE;
    artifact(sheet, () => {
      const quiet = { size: 8, ink: "quiet" } as const;
      put(sheet, words.t("sheet.furniture", { name, title }), { x: SIDE, y: HEAD, ...quiet });
      put(sheet, about, { x: to, y: HEAD, ...quiet, align: "right" });
      rule(sheet, { x: SIDE, y: HEAD + 5, to, weight: 0.6 });
      const page = t("furniture.page", { page: at + 1, pages: pages.length });
      put(sheet, page, { x: to, y: height - FOOT, ...quiet, align: "right" });
    });
  }
};
