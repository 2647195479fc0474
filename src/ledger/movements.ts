import type { Line } from "../journal/line.ts";
import { Table } from "../journal/table.ts";
import { type BusinessDate, firstDay, lastDay, type Period, periodOf } from "../kernel/dates.ts";
import { type Fen, plus } from "../kernel/money.ts";

/** All that one account moved on a day, or in a month, for one reason (`basis`: the line's kind, unless the line names another). */
export type Movement = {
  readonly path: string;
  readonly on: BusinessDate;
  readonly basis: string;
  readonly amount: Fen;
};

/** The same of a month: `on` is the last day on which it moved, `days` what it moved on each, in no order. */
export type MonthMovement = Movement & { readonly days: readonly DayAmount[] };
type DayAmount = { readonly on: BusinessDate; readonly amount: Fen };

/** The reason for which a line moves what it posts. */
export const basisOf = ({ kind, data }: Pick<Line, "kind" | "data">): string =>
  typeof data.basis === "string" ? data.basis : kind;

/** Days from the first to the last, both inside; from the first day of the books when none is named. */
export type MovedIn = { readonly from?: BusinessDate; readonly to: BusinessDate };

/**
 * Movements by account, month and reason, with their days inside: what is asked of months looks at as many rows as there
 * are accounts in them, however many gifts they had.
 */
export const openMovements = () => {
  const rows = new Table<MonthMovement>("movements");
  /** Month → keys of its rows. */
  const months = new Table<readonly string[]>("movementsOfMonth");
  const rowsOf = (period: Period): MonthMovement[] => (months.get(period) ?? []).flatMap((key) => rows.get(key) ?? []);
  const periodsIn = ({ from = "", to }: MovedIn): Period[] =>
    [...months.entries()]
      .map(([period]) => period)
      .filter((period) => period >= periodOf(from) && period <= periodOf(to))
      .sort();

  const add = ({ path, on, basis, amount }: Movement): void => {
    const period = periodOf(on);
    const key = `${path}|${period}|${basis}`;
    const before = rows.get(key);
    if (!before) months.set(period, [...(months.get(period) ?? []), key]);
    rows.set(key, before ? withDay(before, { on, amount }) : { path, on, basis, amount, days: [{ on, amount }] });
  };
  const byMonth = function* (): IterableIterator<MonthMovement> {
    for (const period of periodsIn({ to: EVER })) yield* rowsOf(period);
  };
  const byDay = function* (): IterableIterator<Movement> {
    for (const row of byMonth()) yield* daysOf(row, { to: EVER });
  };
  const moved = function* (window: MovedIn): IterableIterator<Movement> {
    for (const period of periodsIn(window)) {
      const whole = (window.from ?? "") <= firstDay(period) && lastDay(period) <= window.to;
      if (whole) yield* rowsOf(period);
      else for (const row of rowsOf(period)) yield* daysOf(row, window);
    }
  };
  const since = function* (day: BusinessDate): IterableIterator<Movement> {
    for (const period of periodsIn({ from: day, to: EVER }))
      for (const row of rowsOf(period))
        for (const moved of daysOf(row, { from: day, to: EVER })) if (moved.on > day) yield moved;
  };
  return {
    tables: [rows, months],
    add,
    /** The rows of all months, in order. */
    byMonth,
    /** Every day by itself. Only for those who read all days, or compare them. */
    byDay,
    /**
     * What moved in some days: a month that lies inside of them as a whole comes as one movement a row, dated by the last
     * day on which it moved, any other month day by day.
     */
    moved,
    /** What moved after a day. */
    since,
  };
};

const EVER = "9999-12-31";

const daysOf = function* (row: MonthMovement, { from = "", to }: MovedIn): IterableIterator<Movement> {
  for (const { on, amount } of row.days) if (on >= from && on <= to) yield { ...row, on, amount };
};

const withDay = (row: MonthMovement, { on, amount }: DayAmount): MonthMovement => {
  const days = [...row.days];
  let at = days.length - 1;
  while (at >= 0 && days[at]?.on !== on) at -= 1;
  const before = days[at];
  if (before === undefined) days.push({ on, amount });
  else days[at] = { on, amount: plus(before.amount, amount) };
  return { path: row.path, on: on > row.on ? on : row.on, basis: row.basis, amount: plus(row.amount, amount), days };
};
