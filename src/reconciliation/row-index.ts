import { PACKED, Table } from "../journal/table.ts";
import type { BusinessDate } from "../kernel/dates.ts";
import { absolute, type Fen, plus, ZERO } from "../kernel/money.ts";
import { openCardRows } from "./card-rows.ts";
import { openRowGroups } from "./row-groups.ts";
import { openRowSums } from "./row-sums.ts";
import { bookedOn, type RowState, type StatementRow } from "./statement-row.ts";

type DayCount = { readonly lines: number; readonly amount: Fen };
type RowTables = ReturnType<typeof openRowTables>;

/** The rows of all statements, and the ways to find them without looking at all. */
export const openRowIndex = () => {
  const tables = openRowTables();
  const { days, byDay, sums, cards, ...plain } = tables;
  return {
    table: tables.rows,
    tables: [...days.tables, ...byDay.tables, ...sums.tables, ...cards.tables, ...Object.values(plain)],
    ...reads(tables),
    daySum: sums.daySum,
    waitingDays: sums.waitingDays,
    ...entering(tables),
    ...changing(tables),
  };
};

const openRowTables = () => ({
  rows: new Table<StatementRow>("statementRows", PACKED),
  waiting: new Table<true>("waitingRows"),
  /** Matched rows that stood in 2209, and rows booked on another day than their own: what a past day needs (LED-7). */
  waited: new Table<true>("waitedRows"),
  late: new Table<true>("lateRows"),
  /** By account, its days; by `<account>|<day>`, its rows. */
  days: openRowGroups("accountDays"),
  byDay: openRowGroups("dayRows"),
  sums: openRowSums(),
  cards: openCardRows(),
  /** `<account>|<charge>` and trace id of a payout → key of the row. */
  charges: new Table<string>("chargeRows", PACKED),
  traces: new Table<string>("traceRows"),
  /** `<account>|<number>` → keys of the refunds that bear it. */
  numbered: new Table<readonly string[]>("refundNumbers", PACKED),
  matchedDays: new Table<DayCount>("matchedDays"),
});

const reads = ({
  rows,
  waiting,
  waited,
  late,
  days,
  byDay,
  cards,
  charges,
  traces,
  numbered,
  matchedDays,
}: RowTables) => {
  const found = function* (keys: Iterable<string>): Generator<StatementRow> {
    for (const key of keys) {
      const row = rows.get(key);
      if (row) yield row;
    }
  };
  const keysOf = (table: Table<true>): string[] => [...table.entries()].map(([key]) => key);
  const rowsOn = (account: string, day: BusinessDate) => found(byDay.keys(`${account}|${day}`));
  const rowsOf = function* (account: string): Generator<StatementRow> {
    for (const day of days.keys(account)) yield* rowsOn(account, day);
  };
  return {
    row: (key: string) => rows.get(key),
    rows: () => rows.values(),
    size: () => rows.size,
    /** Rows that are not matched, in no order. */
    waiting: () => found(keysOf(waiting)),
    waitingCount: () => waiting.size,
    /** Matched rows whose money stood in 2209 before. */
    waited: () => found(keysOf(waited)),
    /** Rows that the books have on another day than their own (ACC-16). */
    late: () => found(keysOf(late)),
    daysOf: (account: string) => days.keys(account),
    rowsOn,
    rowsOf,
    chargeRow: (account: string, charge: string) => rows.get(charges.get(`${account}|${charge}`) ?? ""),
    traces: () => traces.entries(),
    cardPayouts: (account: string) => found(cards.payouts(account)),
    cardRows: (moments: Parameters<typeof cards.available>[0]) => found(cards.available(moments)),
    numbered: (account: string, number: string) => found(numbered.get(`${account}|${number}`) ?? []),
    /** Rows matched on a day of recording, and their sum without signs. */
    matchedOn: (day: BusinessDate): DayCount => matchedDays.get(day) ?? { lines: 0, amount: ZERO },
  };
};

const entering = ({ rows, waiting, late, days, byDay, sums, cards, charges, traces, numbered }: RowTables) => ({
  add: (row: StatementRow): void => {
    const { key, account, on } = row;
    rows.set(key, row);
    waiting.set(key, true);
    sums.entered(row);
    cards.entered(row);
    const day = `${account}|${on}`;
    if (!byDay.has(day)) days.add(account, [on]);
    byDay.add(day, [key]);
    if (row.kind === "charge" && row.charge !== undefined) charges.set(`${account}|${row.charge}`, key);
    if (row.kind === "payout" && row.traceId !== undefined) traces.set(row.traceId, key);
    for (const number of numbersOf(row)) numbered.set(number, [...(numbered.get(number) ?? []), key]);
  },
  /** Takes a row out again with everything that pointed at it. Matched rows never leave (REC-8). */
  remove: (row: StatementRow): void => {
    const { key, account, on } = row;
    rows.delete(key);
    waiting.delete(key);
    sums.left(row);
    cards.left(row);
    late.delete(key);
    const day = `${account}|${on}`;
    byDay.remove(day, key);
    if (!byDay.has(day)) days.remove(account, on);
    if (row.kind === "charge" && row.charge !== undefined) charges.delete(`${account}|${row.charge}`);
    if (row.kind === "payout" && row.traceId !== undefined) traces.delete(row.traceId);
    for (const number of numbersOf(row)) {
      const rest = (numbered.get(number) ?? []).filter((each) => each !== key);
      if (rest.length === 0) numbered.delete(number);
      else numbered.set(number, rest);
    }
  },
});

const changing = ({ rows, waiting, waited, late, sums, matchedDays }: RowTables) => ({
  replace: (row: StatementRow): void => rows.set(row.key, row),
  /** Gives a row its next state, matched or waiting again, by the line of that index; `recorded` is the day on which it was written down. */
  mark: (key: string, state: RowState, { line, recorded }: { line: number; recorded: BusinessDate }): void => {
    const row = rows.get(key);
    if (!row) return;
    const next = Object.freeze({ ...row, state, line });
    rows.set(key, next);
    sums.changed(row, next);
    if (bookedOn(next) !== next.on) late.set(key, true);
    else late.delete(key);
    if (state.is !== "matched") {
      waiting.set(key, true);
      waited.delete(key);
      return;
    }
    waiting.delete(key);
    if (state.waited) waited.set(key, true);
    const { lines, amount } = matchedDays.get(recorded) ?? { lines: 0, amount: ZERO };
    matchedDays.set(recorded, { lines: lines + 1, amount: plus(amount, absolute(row.amount)) });
  },
});

/** Every number by which a refund may be known, in its account: the whole identity, its last part, the merchant's number. */
const numbersOf = (row: StatementRow): ReadonlySet<string> => {
  if (row.kind !== "refund" && row.kind !== "dispute") return new Set();
  const numbers = [row.id, row.id.split("/").at(-1) ?? "", ...(row.refundNo === undefined ? [] : [row.refundNo])];
  return new Set(numbers.map((number) => `${row.account}|${number}`));
};
