import type { Words } from "../platform/display.ts";
import { fullDay, yearMonth } from "../platform/display.ts";
import { lastDay } from "../kernel/dates.ts";
import type { ActivityRow, Parts } from "./activities.ts";
import { type BookSheet, heading, left, right, type SheetCell, type SheetRow, type SheetTable } from "./book-sheet.ts";
import { type NoteNames, noteSheet } from "./note-sheet.ts";
import type { PositionRow } from "./position.ts";
import type { FinancialStatements } from "./statements.ts";

type Paper = { readonly statements: FinancialStatements; readonly words: Words; readonly about: string };
type StatementSheets = NoteNames & {
  readonly words: Words;
  readonly about: string;
  /** Prints both sides of 会民非01 beside each other, as the form does on paper. */
  readonly paired: boolean;
};

/** 会民非01, 02, 03 and the notes. */
export const statementSheets = (
  statements: FinancialStatements,
  { words, about, paired, fundName }: StatementSheets,
): BookSheet[] => {
  const paper = { statements, words, about };
  return [
    paired ? pairedPosition(paper) : position(paper),
    activitiesSheet(paper),
    cashSheet(paper),
    noteSheet(statements, { words, about, fundName }),
  ];
};

const frame = ({ words, about }: Paper, key: string): Pick<BookSheet, "title" | "about" | "notes"> => ({
  title: words.t(`sheet.${key}`),
  about,
  notes: [],
});
/** The form's own line: its day or month on one side, the unit on the other. */
const day = ({ statements, words }: Paper): Pick<SheetTable, "caption" | "unit"> => ({
  caption: fullDay(words, lastDay(statements.period)),
  unit: words.t("sheet.unit"),
});
const month = ({ statements, words }: Paper): Pick<SheetTable, "caption" | "unit"> => ({
  caption: yearMonth(words, statements.period),
  unit: words.t("sheet.unit"),
});

type Form = "form01" | "form02" | "form03";
/** The rows of each form that close it. */
const GRAND: { readonly [form in Form]: ReadonlySet<number> } = {
  form01: new Set([60, 120]),
  form02: new Set([45]),
  form03: new Set([61]),
};
/** The rows of each form before which it has a heading. */
const HEADED: { readonly [form in Form]: ReadonlySet<number> } = {
  form01: new Set([1, 21, 31, 41, 51, 61, 81, 91, 101]),
  form02: new Set([1, 12]),
  form03: new Set([1, 25, 45]),
};

const kindOf = (form: Form, { row, kind }: { readonly row: number; readonly kind: string }): SheetRow["kind"] => {
  if (GRAND[form].has(row)) return "grand";
  return kind === "total" ? "total" : "row";
};
const headingBefore = (words: Words, form: Form, row: number): SheetRow[] =>
  HEADED[form].has(row) ? [heading(words.t(`${form}.before.${row}`))] : [];

const positionName = (words: Words, { row }: PositionRow): string => words.t(`form01.${row}`);

const position = (paper: Paper): BookSheet => {
  const { statements, words } = paper;
  const table = (name: string, rows: readonly PositionRow[]): SheetTable => ({
    ...day(paper),
    columns: [
      left(words.t(name), 46),
      right(words.t("sheet.row"), 10),
      right(words.t("sheet.opening_year"), 22),
      right(words.t("sheet.closing_month"), 22),
    ],
    rows: rows.flatMap((row): SheetRow[] => [
      ...headingBefore(words, "form01", row.row),
      {
        kind: kindOf("form01", row),
        cells: [positionName(words, row), String(row.row), row.opening, row.closing],
      },
    ]),
  });
  const { assets, owed } = sidesOf(statements);
  return {
    ...frame(paper, "position"),
    layout: "portrait",
    tables: [table("sheet.assets", assets), table("sheet.owed", owed)],
  };
};

const sidesOf = ({ position: rows }: FinancialStatements) => ({
  assets: rows.filter(({ side }) => side === "assets"),
  owed: rows.filter(({ side }) => side !== "assets"),
});

const pairedPosition = (paper: Paper): BookSheet => {
  const { statements, words } = paper;
  const { assets, owed } = sidesOf(statements);
  type Half = { readonly cells: readonly SheetCell[]; readonly strong: boolean };
  const halves = (rows: readonly PositionRow[]): Half[] =>
    rows.flatMap((row) => [
      ...headingBefore(words, "form01", row.row).map(({ cells: [name = ""] }) => ({
        cells: [name, "", "", ""],
        strong: true,
      })),
      { cells: [positionName(words, row), String(row.row), row.opening, row.closing], strong: row.kind === "total" },
    ]);
  const [mine, others] = [halves(assets), halves(owed)];
  const length = Math.max(mine.length, others.length);
  /** Both sides end in their total on the last line. */
  const at = (side: readonly Half[], line: number): Half =>
    (line === length - 1 ? side.at(-1) : side.slice(0, -1)[line]) ?? { cells: ["", "", "", ""], strong: false };
  const strongFrom = ({ strong }: Half, from: number): number[] => (strong ? [0, 1, 2, 3].map((i) => from + i) : []);
  const heads = (side: string) => [
    left(words.t(side), 20.5),
    right(words.t("sheet.row"), 4.6),
    right(words.t("sheet.opening_year"), 15),
    right(words.t("sheet.closing_month"), 15),
  ];
  const rows = Array.from({ length }, (_, line): SheetRow => {
    const [one, other] = [at(mine, line), at(others, line)];
    return {
      kind: line === length - 1 ? "grand" : "row",
      cells: [...one.cells, "", ...other.cells],
      strong: [...strongFrom(one, 0), ...strongFrom(other, 5)],
    };
  });
  const columns = [...heads("sheet.assets"), left("", GAP), ...heads("sheet.owed")];
  return { ...frame(paper, "position"), layout: "portrait", tables: [{ ...day(paper), columns, rows }] };
};
/** Between the two sides. */
const GAP = 1.5;

const activitiesSheet = (paper: Paper): BookSheet => {
  const { statements, words } = paper;
  const amounts = (name: string) => right(words.t(`sheet.${name}`), 13);
  const cells = ({ unrestricted, restricted, total }: Parts): SheetCell[] => [unrestricted, restricted, total];
  const rows = (item: ActivityRow): SheetRow[] => [
    ...headingBefore(words, "form02", item.row),
    {
      kind: kindOf("form02", item),
      cells: [words.t(`form02.${item.row}`), String(item.row), ...cells(item.month), ...cells(item.year)],
    },
  ];
  return {
    ...frame(paper, "activities"),
    layout: "landscape",
    tables: [
      {
        ...month(paper),
        columns: [
          left(words.t("head.item"), 21),
          right(words.t("sheet.row"), 4),
          ...["month_unrestricted", "month_restricted", "month_total"].map(amounts),
          ...["year_unrestricted", "year_restricted", "year_total"].map(amounts),
        ],
        rows: statements.activities.flatMap(rows),
      },
    ],
  };
};

const cashSheet = (paper: Paper): BookSheet => {
  const { statements, words } = paper;
  return {
    ...frame(paper, "cash_flow"),
    layout: "portrait",
    tables: [
      {
        ...month(paper),
        columns: [
          left(words.t("head.item"), 46),
          right(words.t("sheet.row"), 10),
          right(words.t("sheet.month"), 22),
          right(words.t("sheet.year"), 22),
        ],
        rows: statements.cashFlow.flatMap((row): SheetRow[] => [
          ...headingBefore(words, "form03", row.row),
          { kind: kindOf("form03", row), cells: [words.t(`form03.${row.row}`), String(row.row), row.month, row.year] },
        ]),
      },
    ],
  };
};
