import { textWidth } from "./sheet-font-pdf.ts";
import { artifact, type Element, group, type Ink, put, rule, type Sheet, setLines, tag } from "./sheet-pdf.ts";
import type { Translate } from "./words.ts";

/** Where text flows: a column of a page, and how to get the next one. */
export type Flow = {
  readonly sheet: Sheet;
  readonly x: number;
  readonly width: number;
  /** Base line of the next line; lines may go down to `bottom`. */
  y: number;
  readonly top: number;
  readonly bottom: number;
  /** Starts a page like this one and sets `y` to its top. */
  readonly turn: () => void;
};

export type Column = { readonly head: string; readonly width: number; readonly align: "left" | "right" };
export type Cell = string | { readonly text: string; readonly ink?: Ink; readonly strong?: boolean };
export type TableRow = { readonly kind: "row" | "total" | "grand" | "group"; readonly cells: readonly Cell[] };
export type TableSheet = {
  readonly caption: string;
  readonly unit?: string;
  readonly columns: readonly Column[];
  readonly rows: readonly TableRow[];
  readonly size?: number;
  /** Begins on the next page rather than to break, if it fits one. */
  readonly whole?: boolean;
};

type Drawing = {
  readonly flow: Flow;
  readonly table: TableSheet;
  readonly t: Translate;
  readonly size: number;
  readonly element: Element;
};

const PAD = 5;
const CAPTION = 22;

/**
 * Draws a table that may run over pages: head and 续表 repeated, group name repeated, 接下页 at the break, a total never
 * alone at the top of a page. A table opens with a thick line; its grand total closes with a double line.
 */
export const drawTable = (flow: Flow, table: TableSheet, t: Translate): void => {
  const size = fittingSize(table);
  const drawing = { flow, table, t, size, element: group(flow.sheet, flow.sheet.body, "Table") };
  const clumps = clumpsOf(table.rows);
  if (beginsOnNextPage(drawing, clumps[0] ?? [])) flow.turn();
  drawHead(drawing, false);
  let groupName: string | undefined;
  for (const [at, clump] of clumps.entries()) {
    const reserve = at === clumps.length - 1 ? 0 : NEXT_PAGE;
    if (flow.y + heightOf(drawing, clump) > flow.bottom - reserve)
      turnPage(drawing, groupOf(clump) ? undefined : groupName);
    for (const row of clump) drawRow(drawing, row);
    groupName = groupOf(clump) ?? groupName;
  }
  flow.y += 18;
};

/** Head and first rows stay together; a table that is to be whole does not begin where it would break. */
const beginsOnNextPage = (drawing: Drawing, first: readonly TableRow[]): boolean => {
  const { flow, table, size } = drawing;
  const height = (rows: readonly TableRow[]): number => CAPTION + size * 3 + heightOf(drawing, rows);
  const all = height(table.rows);
  const whole = table.whole === true && flow.top + all <= flow.bottom;
  return flow.y + (whole ? all : height(first)) > flow.bottom;
};

/** Room for 接下页. */
const NEXT_PAGE = 16;
const groupOf = ([first]: readonly TableRow[]): string | undefined =>
  first?.kind === "group" ? textOf(first.cells[0] ?? "") : undefined;

const SMALLEST = 6.5;

/** The size asked for, or the largest below it at which every figure fits its column with a blank between. */
const fittingSize = (table: TableSheet): number => {
  const wide = table.rows.flatMap((row) =>
    row.cells.flatMap((cell, at) => {
      const column = table.columns[at];
      if (column?.align !== "right" || row.kind === "group") return [];
      return textWidth(textOf(cell), "strong", 1) / (column.width - 3);
    }),
  );
  const most = 1 / Math.max(0.01, ...wide);
  return Math.max(SMALLEST, Math.min(table.size ?? 9.5, Math.floor(most * 10) / 10));
};

/** Rows that must stay on one page: a group name with its first row, a total with the row before it. */
const clumpsOf = (rows: readonly TableRow[]): TableRow[][] => {
  const clumps: TableRow[][] = [];
  let joins = false;
  for (const row of rows) {
    const last = clumps.at(-1);
    if (last && (joins || row.kind === "total" || row.kind === "grand")) last.push(row);
    else clumps.push([row]);
    joins = row.kind === "group";
  }
  return clumps;
};

const turnPage = (drawing: Drawing, groupName: string | undefined): void => {
  const { flow, t, size } = drawing;
  artifact(flow.sheet, () => {
    put(flow.sheet, t("table.next_page"), {
      x: flow.x + flow.width,
      y: flow.y + 11,
      size: size - 1.5,
      ink: "quiet",
      align: "right",
    });
  });
  flow.turn();
  drawHead(drawing, true);
  if (groupName !== undefined) drawGroup(drawing, t("table.continued", { name: groupName }), true);
};

/** Caption, thick line, column heads, thin line; on a later page it only repeats and is no part of the text. */
const drawHead = ({ flow, table, t, size, element }: Drawing, again: boolean): void => {
  const { sheet, x, width } = flow;
  const caption = again ? t("table.again", { caption: table.caption }) : table.caption;
  const drawCaption = (): void => {
    put(sheet, caption, { x, y: flow.y, face: "title", size: 11.5 });
    if (table.unit !== undefined)
      put(sheet, table.unit, { x: x + width, y: flow.y, size: 8.5, ink: "quiet", align: "right" });
  };
  const below = flow.y + 7;
  const lines = table.columns.map((column) => setLines(column.head, { size: size - 0.5, width: column.width - PAD }));
  const most = Math.max(...lines.map((line) => line.length));
  const drawColumn = (at: number, left: number): void => {
    const column = table.columns[at];
    const head = lines[at] ?? [];
    for (const [index, runs] of head.entries()) {
      const y = below + 13 + (most - head.length + index) * (size + 2);
      const text = runs.map((run) => run.text).join("");
      put(sheet, text, { ...placed(column, left), y, size: size - 0.5, ink: "quiet" });
    }
  };
  if (again) artifact(sheet, drawCaption);
  else tag(sheet, element, "Caption", drawCaption);
  artifact(sheet, () => rule(sheet, { x, y: below, to: x + width, weight: 1.6 }));
  const row = again ? undefined : group(sheet, element, "TR");
  let left = x;
  for (const [at, column] of table.columns.entries()) {
    const from = left;
    if (row) tag(sheet, row, "TH", () => drawColumn(at, from), { scope: "Column" });
    else artifact(sheet, () => drawColumn(at, from));
    left += column.width;
  }
  flow.y = below + 13 + (most - 1) * (size + 2) + 6;
  artifact(sheet, () => rule(sheet, { x, y: flow.y, to: x + width, weight: 0.6 }));
};

const drawGroup = ({ flow, size, element }: Drawing, name: string, again: boolean): void => {
  const { sheet, x, width } = flow;
  const y = flow.y + size + 8;
  const draw = (): void => put(sheet, name, { x, y, face: "strong", size });
  if (again) artifact(sheet, draw);
  else tag(sheet, group(sheet, element, "TR"), "TH", draw, { scope: "Row" });
  flow.y = y + 5;
  artifact(sheet, () => rule(sheet, { x, y: flow.y, to: x + width, weight: 0.5, ink: "line" }));
};

const drawRow = (drawing: Drawing, row: TableRow): void => {
  if (row.kind === "group") return drawGroup(drawing, textOf(row.cells[0] ?? ""), false);
  const { flow, table, size, element } = drawing;
  const { sheet, x, width } = flow;
  const strong = row.kind !== "row";
  const line = group(sheet, element, "TR");
  const base = flow.y + size + 4.2;
  let left = x;
  for (const [at, column] of table.columns.entries()) {
    const cell = row.cells[at] ?? "";
    const from = left;
    tag(
      sheet,
      line,
      at === 0 ? "TH" : "TD",
      () => {
        for (const [index, text] of cellLines(drawing, { cell, column, strong }).entries()) {
          const face = strong || isStrong(cell) ? "strong" : "text";
          put(sheet, text, { ...placed(column, from), y: base + index * (size + 3.5), face, size, ink: inkOf(cell) });
        }
      },
      at === 0 ? { scope: "Row" } : {},
    );
    left += column.width;
  }
  flow.y += rowHeight(drawing, row);
  const { y } = flow;
  artifact(sheet, () => {
    if (row.kind === "grand") closingRule(sheet, { x, y: y + 0.5, to: x + width });
    else rule(sheet, { x, y, to: x + width, weight: strong ? 0.8 : 0.5, ink: strong ? "ink" : "line" });
  });
  if (row.kind === "grand") flow.y += 4;
};

/** The accountants' double line under a grand total. */
const closingRule = (sheet: Sheet, at: { x: number; y: number; to: number }): void => {
  rule(sheet, { ...at, weight: 0.9 });
  rule(sheet, { ...at, y: at.y + 2.4, weight: 0.9 });
};

const heightOf = (drawing: Drawing, clump: readonly TableRow[]): number =>
  clump.reduce((sum, row) => sum + (row.kind === "group" ? drawing.size + 13 : rowHeight(drawing, row)), 0);

const rowHeight = (drawing: Drawing, row: TableRow): number => {
  const { columns } = drawing.table;
  const strong = row.kind !== "row";
  const lines = columns.map((column, at) => cellLines(drawing, { cell: row.cells[at] ?? "", column, strong }).length);
  return Math.max(1, ...lines) * (drawing.size + 3.5) + 5.2;
};

/** Figures never break; a figure wider than its column is a fault of the layout and stops the sheet. */
const cellLines = ({ size }: Drawing, at: { cell: Cell; column: Column; strong: boolean }): string[] => {
  const text = textOf(at.cell);
  const face = at.strong || isStrong(at.cell) ? "strong" : "text";
  if (at.column.align === "left") {
    return setLines(text, { face, size, width: at.column.width - PAD }).map((line) =>
      line.map((run) => run.text).join(""),
    );
  }
  if (textWidth(text, face, size) > at.column.width) throw new Error(`figure too wide for its column: ${text}`);
  return [text];
};

const placed = (column: Column | undefined, left: number): { x: number; align: "left" | "right" } =>
  column?.align === "right" ? { x: left + column.width, align: "right" } : { x: left, align: "left" };
const textOf = (cell: Cell): string => (typeof cell === "string" ? cell : cell.text);
const isStrong = (cell: Cell): boolean => typeof cell !== "string" && cell.strong === true;
const inkOf = (cell: Cell): Ink => (typeof cell === "string" ? "ink" : (cell.ink ?? "ink"));
