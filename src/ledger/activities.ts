import type { BusinessDate } from "../kernel/dates.ts";
import { type Fen, minus, negate, plus, sum, ZERO } from "../kernel/money.ts";
import { activitySums, flowSums, type StatementBooks, sumOf, type Window, type Windows } from "./statement-sums.ts";

/** Amounts of 会民非02 by restriction, fen. */
export type Parts = { readonly unrestricted: Fen; readonly restricted: Fen; readonly total: Fen };

/** A row of 会民非02; `of` rows are already inside the row above them. Costs stand positive, in the unrestricted column only. */
export type ActivityRow = {
  readonly row: number;
  readonly kind: "row" | "of" | "total";
  readonly month: Parts;
  readonly year: Parts;
};

const INCOME = [1, 2, 3, 4, 5, 6, 7, 9];
/** Programme cost with taxes and surcharges, which stand inside it (13). */
const PROGRAMME = [12, 13];
const COSTS = [21, 24, 28, 29, 30];

type Form = { readonly row: number; readonly kind: ActivityRow["kind"]; readonly since2026?: true };
const FORM: readonly Form[] = [
  { row: 1, kind: "row" },
  { row: 2, kind: "row" },
  { row: 3, kind: "row" },
  { row: 4, kind: "row" },
  { row: 5, kind: "row" },
  { row: 6, kind: "row" },
  { row: 7, kind: "row", since2026: true },
  { row: 9, kind: "row" },
  { row: 11, kind: "total" },
  { row: 12, kind: "row" },
  { row: 13, kind: "of", since2026: true },
  { row: 21, kind: "row" },
  { row: 24, kind: "row" },
  { row: 28, kind: "row" },
  { row: 29, kind: "row", since2026: true },
  { row: 30, kind: "row", since2026: true },
  { row: 35, kind: "total" },
  { row: 40, kind: "row" },
  { row: 41, kind: "row", since2026: true },
  { row: 42, kind: "row" },
  { row: 45, kind: "total" },
];
const CHANGE: BusinessDate = "2026-01-01";

/** 会民非02: income, cost and what changed its restriction, for the month and the year so far (DOMAIN §4.4). */
export const activities = (books: StatementBooks, windows: Pick<Windows, "month" | "year">): ActivityRow[] => {
  const month = partsOf(books, windows.month);
  const year = partsOf(books, windows.year);
  return FORM.filter(({ since2026 }) => !since2026 || windows.month.to >= CHANGE).map(({ row, kind }) => ({
    row,
    kind,
    month: month(row),
    year: year(row),
  }));
};

/** Every row of a window. Rows 29, 30, 41 and 42 have no number in the 2004 form (`set`). */
const partsOf = (books: StatementBooks, window: Window): ((row: number) => Parts) => {
  const sums = activitySums(books, window);
  const flows = flowSums(books, window);
  const income = (rows: readonly number[]): Parts =>
    parts(negate(sumOf(sums, keys(rows, "unrestricted"))), negate(sumOf(sums, keys(rows, "restricted"))));
  const cost = (rows: readonly number[]): Parts => parts(sumOf(sums, keys(rows, "unrestricted")), ZERO);
  const released = sumOf(flows, ["released"]);
  const restricted = sumOf(flows, ["restricted"]);
  const crossed = parts(released, negate(released));
  const back = parts(negate(restricted), restricted);
  const prior = parts(sumOf(flows, ["priorYear/unrestricted"]), sumOf(flows, ["priorYear/restricted"]));
  const costs = cost([...PROGRAMME, ...COSTS]);
  const all = income(INCOME);
  const change = parts(
    minus(sum([all.unrestricted, crossed.unrestricted, back.unrestricted, prior.unrestricted]), costs.unrestricted),
    sum([all.restricted, crossed.restricted, back.restricted, prior.restricted]),
  );
  const single = new Map<number, Parts>([
    [11, all],
    [12, cost(PROGRAMME)],
    [35, costs],
    [40, crossed],
    [41, back],
    [42, prior],
    [45, change],
  ]);
  return (row) => single.get(row) ?? (INCOME.includes(row) ? income([row]) : cost([row]));
};

const keys = (rows: readonly number[], part: "unrestricted" | "restricted"): string[] =>
  rows.map((row) => `${row}/${part}`);
const parts = (unrestricted: Fen, restricted: Fen): Parts => ({
  unrestricted,
  restricted,
  total: plus(unrestricted, restricted),
});
