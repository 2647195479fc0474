import type { Words } from "../platform/display.ts";
import { yearMonth } from "../platform/display.ts";
import type { ActivityRow, Parts } from "./activities.ts";
import { type BookSheet, left, right, type SheetCell, type SheetRow, type SheetTable } from "./book-sheet.ts";
import type { PositionRow } from "./position.ts";
import type { FinancialStatements } from "./statements.ts";

type Paper = { readonly statements: FinancialStatements; readonly words: Words; readonly about: string };

/** 会民非01, 02, 03 and the notes. `paired` prints both sides of 会民非01 beside each other, as the form does on paper. */
export const statementSheets = (
  statements: FinancialStatements,
  { words, about, paired }: { readonly words: Words; readonly about: string; readonly paired: boolean },
): BookSheet[] => {
  const paper = { statements, words, about };
  return [
    paired ? pairedPosition(paper) : position(paper),
    activitiesSheet(paper),
    cashSheet(paper),
    notesSheet(paper),
  ];
};

const frame = ({ words, about }: Paper, key: string): Pick<BookSheet, "title" | "about" | "notes"> => ({
  title: words.t(`sheet.${key}`),
  about,
  notes: [],
});

const positionName = (words: Words, { row }: PositionRow): string => words.t(`form01.${row}`);
const kindOf = ({ row, kind }: { readonly row: number; readonly kind: string }): SheetRow["kind"] => {
  if (GRAND.has(row)) return "grand";
  return kind === "total" ? "total" : "row";
};
const GRAND = new Set([45, 60, 61, 120]);

const position = (paper: Paper): BookSheet => {
  const { statements, words } = paper;
  const table = (caption: string, rows: readonly PositionRow[]): SheetTable => ({
    caption: words.t(caption),
    columns: [
      left(words.t("head.item"), 46),
      right(words.t("sheet.row"), 10),
      right(words.t("sheet.opening_year"), 22),
      right(words.t("sheet.closing_month"), 22),
    ],
    rows: rows.map((row) => ({
      kind: kindOf(row),
      cells: [positionName(words, row), String(row.row), row.opening, row.closing],
    })),
  });
  const assets = statements.position.filter(({ side }) => side === "assets");
  const rest = statements.position.filter(({ side }) => side !== "assets");
  return {
    ...frame(paper, "position"),
    layout: "portrait",
    tables: [table("sheet.assets", assets), table("sheet.owed", rest)],
  };
};

const pairedPosition = (paper: Paper): BookSheet => {
  const { statements, words } = paper;
  const assets = statements.position.filter(({ side }) => side === "assets");
  const rest = statements.position.filter(({ side }) => side !== "assets");
  const length = Math.max(assets.length, rest.length);
  /** Both sides end in their total on the last line. */
  const at = (rows: readonly PositionRow[], line: number): PositionRow | undefined =>
    line === length - 1 ? rows.at(-1) : rows.slice(0, -1)[line];
  const half = (row: PositionRow | undefined): SheetCell[] =>
    row ? [positionName(words, row), String(row.row), row.opening, row.closing] : ["", "", "", ""];
  const strong = (row: PositionRow | undefined, from: number): number[] =>
    row?.kind === "total" ? [from, from + 1, from + 2, from + 3] : [];
  const heads = (side: string) => [
    left(words.t(side), 20),
    right(words.t("sheet.row"), 5),
    right(words.t("sheet.opening_year"), 14),
    right(words.t("sheet.closing_month"), 14),
  ];
  return {
    ...frame(paper, "position"),
    layout: "portrait",
    tables: [
      {
        caption: words.t("sheet.unit"),
        columns: [...heads("sheet.assets"), left("", GAP), ...heads("sheet.owed")],
        rows: Array.from({ length }, (_, line): SheetRow => {
          const [mine, other] = [at(assets, line), at(rest, line)];
          return {
            kind: line === length - 1 ? "grand" : "row",
            cells: [...half(mine), "", ...half(other)],
            strong: [...strong(mine, 0), ...strong(other, 5)],
          };
        }),
      },
    ],
  };
};
/** Between the two sides. */
const GAP = 3;

const activitiesSheet = (paper: Paper): BookSheet => {
  const { statements, words } = paper;
  const amounts = (name: string) => right(words.t(`sheet.${name}`), 13);
  const cells = ({ unrestricted, restricted, total }: Parts): SheetCell[] => [unrestricted, restricted, total];
  const row = (item: ActivityRow): SheetRow => ({
    kind: kindOf(item),
    cells: [words.t(`form02.${item.row}`), String(item.row), ...cells(item.month), ...cells(item.year)],
  });
  return {
    ...frame(paper, "activities"),
    layout: "landscape",
    tables: [
      {
        caption: words.t("sheet.unit"),
        columns: [
          left(words.t("head.item"), 20),
          right(words.t("sheet.row"), 5),
          ...["month_unrestricted", "month_restricted", "month_total"].map(amounts),
          ...["year_unrestricted", "year_restricted", "year_total"].map(amounts),
        ],
        rows: statements.activities.map(row),
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
        caption: words.t("sheet.unit"),
        columns: [
          left(words.t("head.item"), 46),
          right(words.t("sheet.row"), 10),
          right(words.t("sheet.month"), 22),
          right(words.t("sheet.year"), 22),
        ],
        rows: statements.cashFlow.map((row) => ({
          kind: kindOf(row),
          cells: [words.t(`form03.${row.row}`), String(row.row), row.month, row.year],
        })),
      },
    ],
  };
};

const notesSheet = (paper: Paper): BookSheet => {
  const { statements, words } = paper;
  const year = Number(statements.period.slice(0, 4));
  return {
    ...frame(paper, "notes"),
    layout: "portrait",
    tables: [
      {
        caption: words.t("sheet.unit"),
        columns: [
          left(words.t("head.item"), 50),
          right(words.t("sheet.up_to", { month: yearMonth(words, statements.period) }), 25),
          right(words.t("sheet.whole_year", { year: year - 1 }), 25),
        ],
        rows: statements.notes.map(({ key, year: now, lastYear }) => ({
          kind: "row",
          cells: [words.t(`note.${key}`), now, lastYear],
        })),
      },
    ],
    notes: ["basis", "fees", "goods", "agency", "cash"].map((name) => words.t(`note.text.${name}`)),
  };
};
