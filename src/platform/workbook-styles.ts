import type { WorkRow } from "./work-sheet.ts";

type Kind = WorkRow["kind"];
export type Content = "text" | "right" | "amount" | "count" | "date";

const CONTENTS: readonly Content[] = ["text", "right", "amount", "count", "date"];
/** Numbers of formats: 0 general, 1 whole numbers, 4 thousands and two decimals, 164 the first of our own. */
const FORMATS: { readonly [content in Content]: number } = { text: 0, right: 0, amount: 4, count: 1, date: 164 };

/** Font, border and whether words wrap, by the kind of a row. */
const LOOKS: { readonly [kind in Kind]: { readonly font: number; readonly border: number; readonly wrap: boolean } } = {
  title: { font: 2, border: 0, wrap: false },
  about: { font: 3, border: 0, wrap: false },
  caption: { font: 1, border: 0, wrap: false },
  head: { font: 1, border: 2, wrap: true },
  row: { font: 0, border: 1, wrap: true },
  total: { font: 1, border: 3, wrap: true },
  grand: { font: 1, border: 4, wrap: true },
  group: { font: 1, border: 1, wrap: false },
  note: { font: 0, border: 0, wrap: true },
  data: { font: 0, border: 0, wrap: false },
};
const KINDS = Object.keys(LOOKS) as Kind[];

/** The number of the style of a cell: every kind of row with every content. */
export const styleOf = (kind: Kind, content: Content): number =>
  KINDS.indexOf(kind) * CONTENTS.length + CONTENTS.indexOf(content);

const font = (size: number, more = ""): string => `<font>${more}<sz val="${size}"/><name val="Calibri"/></font>`;
const FONTS = [font(11), font(11, "<b/>"), font(14, "<b/>"), font(10)];
const FILLS = ["none", "gray125"].map((type) => `<fill><patternFill patternType="${type}"/></fill>`);
const border = (top: string, bottom: string): string => {
  const side = (name: string, style: string) =>
    style === "" ? `<${name}/>` : `<${name} style="${style}"><color auto="1"/></${name}>`;
  return `<border><left/><right/>${side("top", top)}${side("bottom", bottom)}<diagonal/></border>`;
};
const BORDERS = [
  border("", ""),
  border("", "hair"),
  border("medium", "thin"),
  border("thin", "thin"),
  border("thin", "double"),
];

/** Days, and counts among the words of a plain table, are names of rows rather than figures. */
const isName = (kind: Kind, content: Content): boolean =>
  content === "date" || (content === "count" && kind === "data");

const cellStyle = (kind: Kind, content: Content): string => {
  const { font: fontId, border: borderId, wrap } = LOOKS[kind];
  const align = content === "right" ? ' horizontal="right"' : isName(kind, content) ? ' horizontal="left"' : "";
  const alignment = `<alignment vertical="${kind === "head" ? "bottom" : kind === "note" ? "top" : "center"}"${align}${wrap ? ' wrapText="1"' : ""}/>`;
  return `<xf numFmtId="${FORMATS[content]}" fontId="${fontId}" fillId="0" borderId="${borderId}" xfId="0" applyNumberFormat="1" applyFont="1" applyBorder="1" applyAlignment="1">${alignment}</xf>`;
};

const listOf = (name: string, items: readonly string[]): string =>
  `<${name} count="${items.length}">${items.join("")}</${name}>`;

/** The styles of a workbook. */
export const STYLES = [
  '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">',
  listOf("numFmts", ['<numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>']),
  listOf("fonts", FONTS),
  listOf("fills", FILLS),
  listOf("borders", BORDERS),
  listOf("cellStyleXfs", ['<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>']),
  listOf(
    "cellXfs",
    KINDS.flatMap((kind) => CONTENTS.map((content) => cellStyle(kind, content))),
  ),
  listOf("cellStyles", ['<cellStyle name="Normal" xfId="0" builtinId="0"/>']),
  "</styleSheet>",
].join("");
