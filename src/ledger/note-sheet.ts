import { displayYuan, type Fen, sum, ZERO } from "../kernel/money.ts";
import { type Bilingual, pick, type Words, yearMonth } from "../platform/display.ts";
import { type BookSheet, left, right, type SheetRow, type SheetTable } from "./book-sheet.ts";
import { nameOf } from "./ledger-sheets.ts";
import type { NoteTable } from "./note-tables.ts";
import { firstDimension } from "./posting.ts";
import type { FinancialStatements } from "./statements.ts";
import { lastDay } from "../kernel/dates.ts";

export type NoteNames = { readonly fundName: (code: string) => Bilingual };
type Paper = NoteNames & { readonly words: Words; readonly about: string };

/** 会计报表附注: policies in words, two years beside each other, what is behind the rows, and what the reader must know. */
export const noteSheet = (statements: FinancialStatements, paper: Paper): BookSheet => {
  const { words, about } = paper;
  const say = (names: readonly string[]): string[] => names.map((name) => words.t(`note.text.${name}`));
  return {
    title: words.t("sheet.notes"),
    about,
    layout: "portrait",
    preface: say(["basis", "restricted", "fees", "charge", "goods", "money", "cash"]),
    tables: [
      twoYears(statements, words),
      ...statements.noteTables
        .filter(({ key, rows }) => rows.length > 0 || key === "agency")
        .map((table) => movements(statements, table, paper)),
    ],
    notes: [
      ...say(["agency", "related", "late"]),
      words.t("note.text.differences", { amount: displayYuan(suspenseOf(statements)) }),
      words.t("note.text.ties", tiesOf(statements)),
    ],
  };
};

const twoYears = ({ period, notes }: FinancialStatements, words: Words): SheetTable => ({
  caption: words.t("note.table.years"),
  unit: words.t("sheet.unit"),
  columns: [
    left(words.t("head.item"), 50),
    right(words.t("sheet.up_to", { month: yearMonth(words, period) }), 25),
    right(words.t("sheet.whole_year", { year: Number(period.slice(0, 4)) - 1 }), 25),
  ],
  rows: notes.map(({ key, year: now, lastYear }) => ({
    kind: "row",
    cells: [words.t(`note.${key}`), now, lastYear],
  })),
});

const movements = ({ period }: FinancialStatements, { key, columns, rows }: NoteTable, paper: Paper): SheetTable => {
  const { words } = paper;
  const totals = columns.map((_name, at): Fen => sum(rows.map(({ amounts }) => amounts[at] ?? ZERO)));
  return {
    caption: words.t(`note.table.${key}`),
    unit: words.t("sheet.unit"),
    columns: [
      left(words.t(`note.item.${BY_FUND.has(key) ? "fund" : "account"}`), 34),
      ...columns.map((name) => right(words.t(`note.column.${name}`), 80 / columns.length)),
    ],
    rows: [
      ...rows.map(
        ({ item, amounts }): SheetRow => ({
          kind: "row",
          cells: [itemName(key, item, { ...paper, period }), ...amounts],
        }),
      ),
      { kind: "grand", cells: [words.t("head.total"), ...totals] },
    ],
  };
};

const BY_FUND: ReadonlySet<NoteTable["key"]> = new Set(["restricted", "goods"]);

const itemName = (
  key: NoteTable["key"],
  item: string,
  { words, fundName, period }: Paper & { readonly period: string },
): string => {
  if (BY_FUND.has(key)) return pick(words, fundName(item));
  return `${item} ${nameOf(words, item, lastDay(period))}`.trim();
};

/** Money that waits for a name, fen. */
const suspenseOf = ({ noteTables }: FinancialStatements): Fen =>
  sum(
    noteTables
      .filter(({ key }) => key === "payables")
      .flatMap(({ rows }) => rows)
      .filter(({ item }) => firstDimension(item) === "suspense")
      .map(({ amounts }) => amounts.at(-1) ?? ZERO),
  );

/** The figures by which the statements hang together (LED-8). */
const tiesOf = ({ position, activities, cashFlow }: FinancialStatements) => {
  const at = (row: number, end: "opening" | "closing"): string =>
    displayYuan(sum(position.filter((item) => item.row === row).map((item) => item[end])));
  return {
    assets: at(60, "closing"),
    owed: at(100, "closing"),
    net: at(110, "closing"),
    before: at(110, "opening"),
    change: displayYuan(sum(activities.filter(({ row }) => row === 45).map(({ year }) => year.total))),
    money: at(1, "closing"),
    moneyBefore: at(1, "opening"),
    increase: displayYuan(sum(cashFlow.filter(({ row }) => row === 61).map(({ year }) => year))),
  };
};
