import { Table } from "../journal/table.ts";
import type { BusinessDate } from "../kernel/dates.ts";
import { absolute, type Fen, minus, plus, ZERO } from "../kernel/money.ts";
import type { StatementRow } from "./statement-row.ts";

/** The rows of an account on a day: their sum in fen, and of their fees in thousandths of a fen. */
export type DaySum = { readonly rows: number; readonly amount: Fen; readonly fee: bigint };
/** Rows of a day that nobody has looked at (`open`) or that wait in 2209, with their sums without signs. A notice of 0.00 waits for nobody. */
export type WaitingDay = { readonly on: BusinessDate; readonly open: Waiting; readonly suspended: Waiting };
type Waiting = { readonly rows: number; readonly amount: Fen };

const NO_ROWS: DaySum = { rows: 0, amount: ZERO, fee: 0n };
const NOBODY: Waiting = { rows: 0, amount: ZERO };

/** Running sums of rows by day, so that what is late or waits is told without looking at every row. */
export const openRowSums = () => {
  const days = new Table<DaySum>("rowDays");
  const waiting = new Table<WaitingDay>("waitingDays");
  const count = ({ account, on, amount, fee }: StatementRow, sign: 1 | -1): void => {
    const key = `${account}|${on}`;
    const { rows, ...sums } = days.get(key) ?? NO_ROWS;
    const left = rows + sign;
    if (left === 0) return days.delete(key);
    const add = sign > 0 ? plus : minus;
    days.set(key, { rows: left, amount: add(sums.amount, amount), fee: sums.fee + fee * BigInt(sign) });
  };
  const wait = ({ on, amount, state }: StatementRow, sign: 1 | -1): void => {
    if (amount === 0n || state.is === "matched") return;
    const day = waiting.get(on) ?? { on, open: NOBODY, suspended: NOBODY };
    const { rows, amount: sum } = day[state.is];
    const next = { rows: rows + sign, amount: (sign > 0 ? plus : minus)(sum, absolute(amount)) };
    const changed = { ...day, [state.is]: next };
    if (changed.open.rows + changed.suspended.rows === 0) waiting.delete(on);
    else waiting.set(on, changed);
  };
  return {
    tables: [days, waiting],
    entered: (row: StatementRow): void => {
      count(row, 1);
      wait(row, 1);
    },
    left: (row: StatementRow): void => {
      count(row, -1);
      wait(row, -1);
    },
    /** Its state is another one; account, day and amount never change. */
    changed: (before: StatementRow, after: StatementRow): void => {
      wait(before, -1);
      wait(after, 1);
    },
    daySum: (account: string, day: BusinessDate): DaySum => days.get(`${account}|${day}`) ?? NO_ROWS,
    /** The days with rows that wait, in no order. */
    waitingDays: (): IterableIterator<WaitingDay> => waiting.values(),
  };
};
