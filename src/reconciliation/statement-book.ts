import type { StatementRow } from "./statement-row.ts";
import { heirsOf, statementApplies } from "./statement-applies.ts";
import type { Statement } from "./statement-facts.ts";
import { openStatementTables, partsOf } from "./statement-tables.ts";

export type StatementBook = ReturnType<typeof openStatementBook>;

/** The rows of all statements and what became of each; the payouts that were found at the bank. */
export const openStatementBook = () => {
  const tables = openStatementTables();
  const { index, statements, listed, undone, transits, payouts, paidBatches, refundRows, unbilled, takenBack } = tables;
  const plain = [statements, undone, transits, payouts, paidBatches, refundRows, takenBack];
  return {
    tables: [...index.tables, ...listed.tables, ...unbilled.tables, ...plain],
    /** For its mirror. */
    rowTable: index.table,
    row: index.row,
    rows: index.rows,
    rowCount: index.size,
    waiting: index.waiting,
    waitingCount: index.waitingCount,
    waitingDays: index.waitingDays,
    waited: index.waited,
    late: index.late,
    rowsOf: index.rowsOf,
    rowsOn: index.rowsOn,
    daysOf: index.daysOf,
    daySum: index.daySum,
    cardPayouts: index.cardPayouts,
    cardRows: index.cardRows,
    chargeRow: index.chargeRow,
    numbered: index.numbered,
    matchedOn: index.matchedOn,
    /** Trace id → key of the payout row that bears it. */
    payoutTraces: index.traces,
    /** Key of the row that a booked refund was found in. */
    rowOfRefund: (gift: string, ref: string) => refundRows.get(`${gift}|${ref}`),
    /** Key of the command that matches a row: another one after each taking back. */
    matchKey: (key: string): string => {
      const times = takenBack.get(key) ?? 0;
      return times === 0 ? `match:${key}` : `match:${key}~${times}`;
    },
    /** Bookings from a provider's notice without a row of its bills, and an account's days that have some. */
    unbilled: unbilled.all,
    unbilledDays: unbilled.days,
    unbilledOf: unbilled.get,
    statement: (digest: string) => statements.get(digest),
    statements: () => [...statements.values()],
    /** The statements of one file. */
    partsOf: (digest: string) => partsOf(statements, digest),
    /** All rows that a statement lists, in file order. */
    rowsListed: function* (digest: string): Generator<StatementRow> {
      for (const key of listed.keys(digest)) {
        const row = index.row(key);
        if (row) yield row;
      }
    },
    /** Row key → another file that lists it: what stays when these parts are undone. */
    heirsOf: (part: Statement, parts: readonly Statement[]) => heirsOf(statements.values(), { part, parts }, listed),
    /** How often the import of a file was undone. */
    undoneTimes: (digest: string) => undone.get(digest) ?? 0,
    transits: () => [...transits.values()],
    transit: (account: string, batch: string) => transits.get(`${account}|${batch}`),
    payouts: () => [...payouts.values()],
    payoutOf: (account: string, batch: string) => paidBatches.get(`${account}|${batch}`),
    /** The booking day of the payout that paid a batch. */
    paidOn: (account: string, batch: string) => payouts.get(paidBatches.get(`${account}|${batch}`) ?? "")?.on,
    ...statementApplies(tables),
  };
};
