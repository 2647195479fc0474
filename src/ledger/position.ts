import { type Fen, negate } from "../kernel/money.ts";
import { positionSums, type StatementBooks, sumOf, type Window } from "./statement-sums.ts";

/** A row of 会民非01, at the opening of the year (or month) and at its end, fen. `total` rows sum those above them. */
export type PositionRow = {
  readonly row: number;
  readonly kind: "row" | "total";
  readonly side: "assets" | "liabilities" | "netAssets";
  readonly opening: Fen;
  readonly closing: Fen;
};

const CURRENT = [1, 2, 3, 4, 8, 9, 15, 18];
const INVESTED = [21, 24, 25];
const VALUE = [31, 32];
const FIXED = [31, 32, 34, 35, 38];
const ASSETS = [...CURRENT, ...INVESTED, ...FIXED, 41, 42, 51];
const SHORT = [61, 62, 63, 65, 66, 71, 72, 74, 78];
const LONG = [81, 84, 88];
const OWED = [...SHORT, ...LONG, 91];
const NET = [101, 105];

/** Rows that are sums. */
const TOTALS = new Map<number, readonly number[]>([
  [20, CURRENT],
  [30, INVESTED],
  [33, VALUE],
  [40, FIXED],
  [60, ASSETS],
  [80, SHORT],
  [90, LONG],
  [100, OWED],
  [110, NET],
  [120, [...OWED, ...NET]],
]);

/** The form in its order; row numbers are those of the 2004 forms, 25 and 42 belong to the chart of 2026 (`set`). */
const ASSET_ROWS = [...CURRENT, 20, ...INVESTED, 30, 31, 32, 33, 34, 35, 38, 40, 41, 42, 51, 60];
const OWED_ROWS = [...SHORT, 80, ...LONG, 90, 91, 100];
const NET_ROWS = [...NET, 110, 120];
/** Printed as a figure to be taken off (减：累计折旧). */
const TAKEN_OFF = 32;

/** 会民非01: what there is and what is owed at both ends of a window (DOMAIN §4.4). */
export const position = (books: StatementBooks, window: Window): PositionRow[] => {
  const opening = positionSums(books, window, "opening");
  const closing = positionSums(books, window, "closing");
  const line =
    (side: PositionRow["side"]) =>
    (row: number): PositionRow => {
      const rows = TOTALS.get(row);
      const debit = side === "assets" && row !== TAKEN_OFF;
      const amount = (sums: ReadonlyMap<number, Fen>): Fen => {
        const total = sumOf(sums, rows ?? [row]);
        return debit ? total : negate(total);
      };
      return { row, kind: rows ? "total" : "row", side, opening: amount(opening), closing: amount(closing) };
    };
  return [...ASSET_ROWS.map(line("assets")), ...OWED_ROWS.map(line("liabilities")), ...NET_ROWS.map(line("netAssets"))];
};
