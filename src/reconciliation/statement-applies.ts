import type { Line } from "../journal/line.ts";
import type { BusinessDate } from "../kernel/dates.ts";
import { fen, type Fen } from "../kernel/money.ts";
import {
  type At,
  type ImportedData,
  type LinesData,
  type PayoutData,
  placeOf,
  refundOf,
  type Statement,
  statementFrom,
  type SuspendedData,
  type TakenBackData,
  targetOf,
  type TransitData,
  transitFrom,
} from "./statement-facts.ts";
import { type Away, fromRowData, rowKey, TAKEN_BACK } from "./statement-row.ts";
import { partsOf, type StatementTables } from "./statement-tables.ts";

/** What each kind of line does to the rows (DESIGN §2: pure, total, the same at commit and at replay). */
export const statementApplies = (tables: StatementTables) => {
  const { index, statements, listed, transits, payouts, paidBatches, refundRows, unbilled } = tables;
  return {
    markMatched: (line: Line, at: number): void => {
      const key = line.data.statement_line;
      if (typeof key !== "string") return unbilled.note(line, at);
      const target = targetOf(line.data);
      markRow(tables, key, { rule: String(line.data.rule), target }, { line, index: at });
      const refund = refundOf(line.data);
      if (refund !== undefined) refundRows.set(refund, key);
      unbilled.leave(refund ?? target);
    },
    applyImported: (line: Line, at: number): void => {
      const data = line.data as ImportedData;
      statements.set(data.digest, statementFrom(data, { line, index: at }));
    },
    applyLines: (line: Line, at: number): void => {
      const { statement, account, rows: added, order } = line.data as LinesData;
      for (const data of added) index.add(fromRowData(data, { account, statement, line: at }));
      const keys = order.map((id) => rowKey(account, id));
      if (statements.has(statement)) listed.add(statement, keys);
    },
    applySuspended: (line: Line, at: number): void => suspendRow(tables, { line, index: at }),
    applyTakenBack: (line: Line, at: number): void => {
      if (typeof line.data.booking === "string") unbilled.leave(line.data.booking);
      else takeBack(tables, { line, index: at });
    },
    applyCaseClosed: (line: Line): void => unbilled.leave(String(line.data.booking)),
    applyReleased: (line: Line, at: number): void =>
      index.mark(String(line.data.statement_line), { is: "open" }, placeOf({ line, index: at })),
    applyUndone: (line: Line): void => undo(tables, String(line.data.digest)),
    applyTransit: (line: Line): void => {
      for (const item of line.data.items as readonly TransitData[])
        transits.set(`${item.account}|${item.batch}`, transitFrom(item));
    },
    applyPayout: (line: Line, at: number): void => {
      const { payout: id, account, batches, rule, ...data } = line.data as PayoutData;
      const credits = data.credits.map(({ key, id: credit, on, amount }) => {
        markRow(tables, key, { rule, target: id }, { line, index: at });
        return { id: credit, on, amount: fen(BigInt(amount)) };
      });
      for (const batch of batches) paidBatches.set(`${account}|${batch}`, id);
      const [gross, fee, net] = [data.gross, data.fee, data.net].map((text) => fen(BigInt(text))) as [Fen, Fen, Fen];
      payouts.set(id, { id, account, batches, gross, fee, net, credits, on: line.on, line: at });
    },
  };
};

const markRow = ({ index }: StatementTables, key: string, how: { rule: string; target: string }, at: At): void => {
  const before = index.row(key)?.state;
  const stood = before?.is === "suspended" && before.posted;
  const waited = stood ? { waited: { reason: before.reason, on: before.on, ...awayOf(before) } } : {};
  index.mark(key, { is: "matched", ...how, on: at.line.on, ...waited }, placeOf(at));
};

/** The row waits again, in the hands of who took the match back; the bank had its money since it first was booked. */
const takeBack = ({ index, takenBack }: StatementTables, at: At): void => {
  const { statement_line: key, since, owner } = at.line.data as TakenBackData;
  const before = index.row(key)?.state;
  if (before?.is !== "matched") return;
  const { on, away: earlier = [] }: Stood = before.waited ?? before;
  const away = [...earlier, ...(before.on === at.line.on ? [] : [{ from: before.on, to: at.line.on }])];
  index.mark(
    key,
    {
      is: "suspended",
      reason: TAKEN_BACK,
      candidates: [],
      posted: true,
      since,
      on,
      owner,
      ...(away.length === 0 ? {} : { away }),
    },
    placeOf(at),
  );
  takenBack.set(key, (takenBack.get(key) ?? 0) + 1);
};

type Stood = { readonly on: BusinessDate; readonly away?: readonly Away[] };

const awayOf = (state: { readonly away?: readonly Away[] }): { readonly away?: readonly Away[] } =>
  state.away === undefined ? {} : { away: state.away };

const suspendRow = ({ index }: StatementTables, at: At): void => {
  const { line } = at;
  const { statement_line: key, reason, candidates, since, owner } = line.data as SuspendedData;
  const before = index.row(key)?.state;
  const stood = before?.is === "suspended" && before.posted;
  index.mark(
    key,
    {
      is: "suspended",
      reason,
      candidates: candidates ?? [],
      posted: line.post.length > 0 || stood,
      since,
      on: stood ? before.on : line.on,
      ...(stood ? awayOf(before) : {}),
      ...(owner === undefined ? {} : { owner }),
    },
    placeOf(at),
  );
};

const undo = ({ index, statements, listed, undone }: StatementTables, file: string): void => {
  const parts = partsOf(statements, file);
  for (const part of parts) {
    const heirs = heirsOf(statements.values(), { part, parts }, listed);
    for (const key of listed.keys(part.digest)) {
      const row = index.row(key);
      if (!row) continue;
      const heir = heirs.get(key);
      if (heir === undefined) index.remove(row);
      else if (row.statement === part.digest) index.replace(Object.freeze({ ...row, statement: heir }));
    }
  }
  for (const { digest } of parts) {
    listed.drop(digest);
    statements.delete(digest);
    undone.set(digest, (undone.get(digest) ?? 0) + 1);
  }
};

/** Row key → another file of the account that lists it too: a row leaves with the last file that brought it. */
export const heirsOf = (
  statements: Iterable<Statement>,
  leaving: { readonly part: Statement; readonly parts: readonly Statement[] },
  listed: { readonly keys: (digest: string) => Iterable<string> },
): ReadonlyMap<string, string> => {
  const heirs = new Map<string, string>();
  for (const { digest, account } of statements) {
    if (account !== leaving.part.account || leaving.parts.some((part) => part.digest === digest)) continue;
    for (const key of listed.keys(digest)) heirs.set(key, digest);
  }
  return heirs;
};
