import { daysBetween, isBusinessDate } from "../kernel/dates.ts";
import { formatYuan } from "../kernel/money.ts";
import type { WorkCell, WorkRow, WorkSheet } from "./work-sheet.ts";
import { styleOf } from "./workbook-styles.ts";
import { xmlText } from "./xml-text.ts";

type NumberOf = (text: string) => number;

/** One sheet: its cells, what stays in view, and how it prints on A4. `numberOf` gives the number of a shared text. */
export const sheetXml = (sheet: WorkSheet, numberOf: NumberOf): string => {
  const letters = sheet.columns.map((_column, i) => columnLetters(i));
  const last = letters.at(-1) ?? "A";
  const end = Math.max(1, sheet.rows.length);
  const merged = sheet.rows.flatMap(({ kind }, i) => (kind === "note" ? [`A${i + 1}:${last}${i + 1}`] : []));
  const widths = sheet.columns.map(
    ({ width }, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`,
  );
  return [
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">',
    '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>',
    `<sheetViews><sheetView workbookViewId="0">${frozen(sheet.heads)}</sheetView></sheetViews>`,
    '<sheetFormatPr defaultRowHeight="15"/>',
    widths.length === 0 ? "" : `<cols>${widths.join("")}</cols>`,
    `<sheetData>${sheet.rows.map((row, i) => rowXml(row, { number: i + 1, sheet, letters, numberOf })).join("")}</sheetData>`,
    sheet.filter && sheet.rows.length > sheet.heads ? `<autoFilter ref="A${sheet.heads}:${last}${end}"/>` : "",
    merged.length === 0
      ? ""
      : `<mergeCells count="${merged.length}">${merged.map((ref) => `<mergeCell ref="${ref}"/>`).join("")}</mergeCells>`,
    '<pageMargins left="0.5" right="0.5" top="0.8" bottom="0.7" header="0.35" footer="0.35"/>',
    `<pageSetup paperSize="9" orientation="${sheet.layout}" fitToWidth="1" fitToHeight="0"/>`,
    headerFooter(sheet),
    `<ignoredErrors><ignoredError sqref="A1:${last}${end}" numberStoredAsText="1"/></ignoredErrors>`,
    "</worksheet>",
  ].join("");
};

const frozen = (heads: number): string =>
  heads === 0 ? "" : `<pane ySplit="${heads}" topLeftCell="A${heads + 1}" activePane="bottomLeft" state="frozen"/>`;

/** In the codes of a header `&` begins one; page and number of pages are put into the words by the program that prints. */
const headerFooter = ({ furniture: { left, right, page } }: WorkSheet): string => {
  const plain = (text: string): string => text.replaceAll("&", "&&");
  const foot = plain(page).replace("{page}", "&P").replace("{pages}", "&N");
  const part = (name: string, text: string): string => `<${name}>${xmlText(text)}</${name}>`;
  return `<headerFooter>${part("oddHeader", `&L${plain(left)}&R${plain(right)}`)}${part("oddFooter", `&R${foot}`)}</headerFooter>`;
};

type At = {
  readonly number: number;
  readonly sheet: WorkSheet;
  readonly letters: readonly string[];
  readonly numberOf: NumberOf;
};

const rowXml = (row: WorkRow, { number, sheet, letters, numberOf }: At): string => {
  const cells = row.kind in FULL ? sheet.columns.map((_column, i) => row.cells[i]) : row.cells;
  const drawn = cells.map((cell, i) => {
    const right = sheet.columns[i]?.align === "right";
    return cellXml(`${letters[i] ?? "A"}${number}`, { cell, kind: row.kind, right, numberOf });
  });
  return `<row r="${number}"${heightOf(row, sheet)}>${drawn.join("")}</row>`;
};

/** Rows whose line runs under empty cells too. */
const FULL: { readonly [kind: string]: true } = { head: true, row: true, total: true, grand: true, group: true };

const LINE = 15;
const TITLE = 21;
/** Programs do not fit a merged cell to its words, so its height is counted: Chinese characters are two wide. */
const heightOf = ({ kind, cells }: WorkRow, { columns }: WorkSheet): string => {
  if (kind === "title") return ` ht="${TITLE}" customHeight="1"`;
  if (kind !== "note") return "";
  const room = Math.max(1, columns.reduce((total, { width }) => total + width, 0) - 2);
  return ` ht="${Math.ceil(wideness(String(cells[0] ?? "")) / room) * LINE + 3}" customHeight="1"`;
};

type Drawn = {
  readonly cell: WorkCell;
  readonly kind: WorkRow["kind"];
  readonly right: boolean;
  readonly numberOf: NumberOf;
};

const cellXml = (at: string, { cell, kind, right, numberOf }: Drawn): string => {
  if (cell === undefined || cell === "") return kind in FULL ? `<c r="${at}" s="${styleOf(kind, "text")}"/>` : "";
  if (typeof cell === "bigint") return `<c r="${at}" s="${styleOf(kind, "amount")}"><v>${formatYuan(cell)}</v></c>`;
  if (typeof cell === "number") return `<c r="${at}" s="${styleOf(kind, "count")}"><v>${cell}</v></c>`;
  if (isBusinessDate(cell)) return `<c r="${at}" s="${styleOf(kind, "date")}"><v>${serialOf(cell)}</v></c>`;
  const style = styleOf(kind, right ? "right" : "text");
  return `<c r="${at}" s="${style}" t="s"><v>${numberOf(cell)}</v></c>`;
};

/** The number of a day as spreadsheets count them; right from March 1900 on. */
const serialOf = (day: string): number => daysBetween({ from: "1899-12-30", to: day });

/** `A`, `B`, … `AA`: enough for 702 columns. */
const columnLetters = (column: number): string => {
  const first = column < 26 ? "" : String.fromCharCode(64 + Math.floor(column / 26));
  return `${first}${String.fromCharCode(65 + (column % 26))}`;
};

const WIDTH_LEAST = 10;
const WIDTH_MOST = 48;

/** A text's width in characters; Chinese ones count twice. */
const wideness = (text: string): number => text.length + (text.match(/[^\0-\u00ff]/g)?.length ?? 0);

/** A width that fits the widest of some texts, within reason. */
export const widthFor = (texts: readonly string[]): number =>
  Math.min(WIDTH_MOST, Math.max(WIDTH_LEAST, ...texts.map((text) => wideness(text) + 2)));
