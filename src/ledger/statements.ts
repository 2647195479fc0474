import type { Period } from "../kernel/dates.ts";
import { type Fen, formatYuan, minus, ZERO } from "../kernel/money.ts";
import { type ActivityRow, activities } from "./activities.ts";
import { type CashRow, cashFlow } from "./cash-flow.ts";
import { type NoteTable, noteTables, noteTies } from "./note-tables.ts";
import { position, type PositionRow } from "./position.ts";
import { type StatementBooks, type Window, windowsOf } from "./statement-sums.ts";

/** 会民非01, 02 and 03 of a month and its year so far, with the whole year before for the notes. All amounts in fen. */
export type FinancialStatements = {
  readonly period: Period;
  readonly position: readonly PositionRow[];
  readonly activities: readonly ActivityRow[];
  readonly cashFlow: readonly CashRow[];
  readonly notes: readonly Note[];
  /** What is behind some rows, item by item. */
  readonly noteTables: readonly NoteTable[];
};

/** A figure of this year up to the end of the month beside the same of the whole year before. */
export type Note = { readonly key: (typeof NOTES)[number]["key"]; readonly year: Fen; readonly lastYear: Fen };

/** The three statements of a month over the books, as they stand or as they stood at a line (DOMAIN §4.4). */
export const financialStatements = (books: StatementBooks, period: Period): FinancialStatements => {
  const windows = windowsOf(period);
  return {
    period,
    position: position(books, windows.year),
    activities: activities(books, windows),
    cashFlow: cashFlow(books, windows),
    notes: notesOf(books, windows),
    noteTables: noteTables(books, windows.year),
  };
};

type YearFigures = {
  readonly position: readonly PositionRow[];
  readonly activities: readonly ActivityRow[];
  readonly cashFlow: readonly CashRow[];
};

const NOTES = [
  { key: "donations", of: ({ activities: rows }: YearFigures) => activityTotal(rows, 1) },
  { key: "income", of: ({ activities: rows }: YearFigures) => activityTotal(rows, 11) },
  { key: "programme", of: ({ activities: rows }: YearFigures) => activityTotal(rows, 12) },
  { key: "management", of: ({ activities: rows }: YearFigures) => activityTotal(rows, 21) },
  { key: "fundraising", of: ({ activities: rows }: YearFigures) => activityTotal(rows, 24) },
  { key: "released", of: ({ activities: rows }: YearFigures) => activityPart(rows, 40) },
  { key: "change", of: ({ activities: rows }: YearFigures) => activityTotal(rows, 45) },
  { key: "money", of: ({ position: rows }: YearFigures) => closingOf(rows, 1) },
  { key: "goods", of: ({ position: rows }: YearFigures) => closingOf(rows, 8) },
  { key: "payables", of: ({ position: rows }: YearFigures) => closingOf(rows, 62) },
  { key: "agency", of: ({ position: rows }: YearFigures) => closingOf(rows, 91) },
  { key: "unrestricted", of: ({ position: rows }: YearFigures) => closingOf(rows, 101) },
  { key: "restrictedNet", of: ({ position: rows }: YearFigures) => closingOf(rows, 105) },
  { key: "cash", of: ({ cashFlow: rows }: YearFigures) => cashOf(rows, 61) },
] as const;

const notesOf = (books: StatementBooks, windows: ReturnType<typeof windowsOf>): Note[] => {
  const figures = (window: Window): YearFigures => ({
    position: position(books, window),
    activities: activities(books, { ...windows, year: window }),
    cashFlow: cashFlow(books, { ...windows, year: window }),
  });
  const [year, lastYear] = [figures(windows.year), figures(windows.lastYear)];
  return NOTES.map(({ key, of }) => ({ key, year: of(year), lastYear: of(lastYear) }));
};

const activityTotal = (rows: readonly ActivityRow[], row: number): Fen =>
  rows.find((item) => item.row === row)?.year.total ?? ZERO;
const activityPart = (rows: readonly ActivityRow[], row: number): Fen =>
  rows.find((item) => item.row === row)?.year.unrestricted ?? ZERO;
const closingOf = (rows: readonly PositionRow[], row: number): Fen =>
  rows.find((item) => item.row === row)?.closing ?? ZERO;
const openingOf = (rows: readonly PositionRow[], row: number): Fen =>
  rows.find((item) => item.row === row)?.opening ?? ZERO;
const cashOf = (rows: readonly CashRow[], row: number): Fen => rows.find((item) => item.row === row)?.year ?? ZERO;

/**
 * LED-8: assets are liabilities and net assets; the change of net assets on 会民非02 is the difference on 会民非01, and
 * the increase of money on 会民非03 is the difference of own money; for the month and for the year so far. The tables of
 * the notes sum to the rows that they are behind.
 */
export const tieFaults = (books: StatementBooks, period: Period): string[] => {
  const windows = windowsOf(period);
  const statements = financialStatements(books, period);
  return [
    ...tiesOf(statements, { name: `${period} year`, of: "year", sheet: statements.position }),
    ...tiesOf(statements, { name: period, of: "month", sheet: position(books, windows.month) }),
    ...noteTies(statements.noteTables).flatMap(({ row, opening, closing }) =>
      untied(`${period} notes`, [
        [`row ${row} of 会民非01 at the opening`, opening, openingOf(statements.position, row)],
        [`row ${row} of 会民非01 at the end`, closing, closingOf(statements.position, row)],
      ]),
    ),
  ];
};

type Tie = { readonly name: string; readonly of: "month" | "year"; readonly sheet: readonly PositionRow[] };

const tiesOf = ({ activities: rows, cashFlow: cash }: FinancialStatements, { name, of, sheet }: Tie): string[] => {
  const change = rows.find(({ row }) => row === 45)?.[of];
  const increase = cash.find(({ row }) => row === 61)?.[of] ?? ZERO;
  const moved = (row: number): Fen => minus(closingOf(sheet, row), openingOf(sheet, row));
  return untied(name, [
    ["会民非01 rows 60 and 120", closingOf(sheet, 60), closingOf(sheet, 120)],
    ["opening of 会民非01 rows 60 and 120", openingOf(sheet, 60), openingOf(sheet, 120)],
    ["会民非02 row 45 unrestricted", change?.unrestricted ?? ZERO, moved(101)],
    ["会民非02 row 45 restricted", change?.restricted ?? ZERO, moved(105)],
    ["会民非03 row 61", increase, moved(1)],
  ]);
};

const untied = (name: string, ties: readonly (readonly [what: string, a: Fen, b: Fen])[]): string[] =>
  ties
    .filter(([, a, b]) => a !== b)
    .map(([what, a, b]) => `LED-8 ${name}: ${what}: ${formatYuan(a)} is not ${formatYuan(b)}`);
