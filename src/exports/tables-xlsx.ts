import { formatYuan } from "../kernel/money.ts";
import type { Cell, ExportTable } from "./export-table.ts";
import { xmlText } from "./xml-text.ts";
import { zipOf } from "./zip.ts";

/**
 * Tables as the sheets of a workbook (ECMA-376). Amounts are number cells written as the decimals they are, so no binary
 * fraction ever stands for money; texts are never formulas. The same tables give the same bytes: no clock is in the file.
 */
export const workbook = (tables: readonly ExportTable[]): Promise<Uint8Array> => {
  const texts = openTexts();
  const sheets = tables.map((table, i) => ({ name: `xl/worksheets/sheet${i + 1}.xml`, content: sheet(table, texts) }));
  return zipOf([
    {
      name: "[Content_Types].xml",
      content: xml(`<Types xmlns="${PACKAGE}/content-types">${contentTypes(tables)}</Types>`),
    },
    { name: "_rels/.rels", content: relations([["officeDocument", "xl/workbook.xml"]]) },
    {
      name: "xl/workbook.xml",
      content: xml(`<workbook ${MAIN} xmlns:r="${OFFICE}"><sheets>${sheetList(tables)}</sheets></workbook>`),
    },
    {
      name: "xl/_rels/workbook.xml.rels",
      content: relations([
        ...tables.map((_table, i): Relation => ["worksheet", `worksheets/sheet${i + 1}.xml`]),
        ["styles", "styles.xml"],
        ["sharedStrings", "sharedStrings.xml"],
      ]),
    },
    { name: "xl/styles.xml", content: xml(STYLES) },
    { name: "xl/sharedStrings.xml", content: texts.part() },
    ...sheets,
  ]);
};

/** Each text stands once in the file; cells name it by number. */
const openTexts = () => {
  const numbers = new Map<string, number>();
  return {
    numberOf: (text: string): number => {
      const known = numbers.get(text);
      if (known !== undefined) return known;
      numbers.set(text, numbers.size);
      return numbers.size - 1;
    },
    part: (): string => {
      const items = [...numbers.keys()].map((text) => `<si><t xml:space="preserve">${xmlText(text)}</t></si>`);
      return xml(`<sst ${MAIN} uniqueCount="${numbers.size}">${items.join("")}</sst>`);
    },
  };
};
type Texts = ReturnType<typeof openTexts>;

const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml";

const xml = (text: string): string => `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${text}`;

type Relation = readonly [type: string, target: string];
const relations = (list: readonly Relation[]): string => {
  const items = list.map(
    ([type, target], i) => `<Relationship Id="rId${i + 1}" Type="${OFFICE}/${type}" Target="${target}"/>`,
  );
  return xml(`<Relationships xmlns="${PACKAGE}/relationships">${items.join("")}</Relationships>`);
};

const contentTypes = (tables: readonly ExportTable[]): string =>
  [
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>',
    '<Default Extension="xml" ContentType="application/xml"/>',
    `<Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/>`,
    `<Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/>`,
    `<Override PartName="/xl/sharedStrings.xml" ContentType="${TYPE}.sharedStrings+xml"/>`,
    ...tables.map(
      (_table, i) => `<Override PartName="/xl/worksheets/sheet${i + 1}.xml" ContentType="${TYPE}.worksheet+xml"/>`,
    ),
  ].join("");

/** A name of a sheet has 31 characters at most and none of []:*?/\ . */
const sheetList = (tables: readonly ExportTable[]): string =>
  tables
    .map(({ title }, i) => {
      const name = title.replace(/[[\]:*?/\\]/g, " ").slice(0, 31);
      return `<sheet name="${xmlText(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`;
    })
    .join("");

const FONT = '<sz val="11"/><name val="Calibri"/>';
const FILLS = ["none", "gray125"].map((type) => `<fill><patternFill patternType="${type}"/></fill>`).join("");
const style = (format: number, font: number): string =>
  `<xf numFmtId="${format}" fontId="${font}" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>`;
/** Styles by number: 0 text, 1 head, 2 amount with two decimals, 3 count. */
const STYLES = [
  `<styleSheet ${MAIN}><fonts count="2"><font>${FONT}</font><font><b/>${FONT}</font></fonts><fills count="2">${FILLS}</fills>`,
  '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>',
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>',
  `<cellXfs count="4">${style(0, 0)}${style(0, 1)}${style(4, 0)}${style(1, 0)}</cellXfs>`,
  '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
].join("");
const TEXT = 0;
const HEAD = 1;
const AMOUNT = 2;
const COUNT = 3;

const FROZEN =
  '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>';

const sheet = ({ columns, rows }: ExportTable, texts: Texts): string => {
  const letters = columns.map((_text, i) => columnLetters(i));
  const rowXml = (cells: readonly Cell[], row: number, style: number): string =>
    `<row r="${row}">${cells.map((cell, i) => cellXml(`r="${letters[i]}${row}"`, { cell, style, texts })).join("")}</row>`;
  const widths = columns.map(
    (text, i) => `<col min="${i + 1}" max="${i + 1}" width="${widthOf(text, rows, i)}" customWidth="1"/>`,
  );
  return [
    xml(`<worksheet ${MAIN}>${FROZEN}<cols>${widths.join("")}</cols><sheetData>`),
    rowXml(columns, 1, HEAD),
    ...rows.map((row, i) => rowXml(row, i + 2, TEXT)),
    "</sheetData></worksheet>",
  ].join("");
};

type Drawn = { readonly cell: Cell; readonly style: number; readonly texts: Texts };

const cellXml = (at: string, { cell, style, texts }: Drawn): string => {
  if (cell === undefined) return "";
  if (typeof cell === "bigint") return `<c ${at} s="${AMOUNT}"><v>${formatYuan(cell)}</v></c>`;
  if (typeof cell === "number") return `<c ${at} s="${COUNT}"><v>${cell}</v></c>`;
  return `<c ${at} s="${style}" t="s"><v>${texts.numberOf(cell)}</v></c>`;
};

/** `A`, `B`, … `AA`: enough for 702 columns. */
const columnLetters = (column: number): string => {
  const first = column < 26 ? "" : String.fromCharCode(64 + Math.floor(column / 26));
  return `${first}${String.fromCharCode(65 + (column % 26))}`;
};

const WIDTH_LEAST = 10;
const WIDTH_MOST = 48;
const ROWS_MEASURED = 200;

/** Characters of the widest of the first cells of a column, Chinese ones counted twice. */
const widthOf = (head: string, rows: ExportTable["rows"], column: number): number => {
  const texts = rows.slice(0, ROWS_MEASURED).map((row) => {
    const cell = row[column];
    return typeof cell === "bigint" ? formatYuan(cell) : String(cell ?? "");
  });
  const widest = Math.max(...[head, ...texts].map((text) => text.length + (text.match(/[^\0-\u00ff]/g)?.length ?? 0)));
  return Math.min(WIDTH_MOST, Math.max(WIDTH_LEAST, widest + 2));
};
