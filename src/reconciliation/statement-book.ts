import type { Line } from "../journal/line.ts";
import { PACKED, Table } from "../journal/table.ts";
import type { BusinessDate } from "../kernel/dates.ts";
import { type Fen, fen } from "../kernel/money.ts";
import type { JsonObject } from "../kernel/result.ts";
import type { StatementFormat } from "./statement-line.ts";
import { fromRowData, type RowData, type RowState, rowKey, type StatementRow } from "./statement-row.ts";

export type Statement = {
  readonly digest: string;
  readonly file: string;
  readonly format: StatementFormat;
  readonly account: string;
  /** Where the encrypted file is kept. */
  readonly kept: string;
  readonly count: number;
  readonly opening?: Fen;
  readonly closing?: Fen;
  readonly debit?: Fen;
  readonly credit?: Fen;
  readonly to?: BusinessDate;
  readonly line: number;
  /** Keys of all its rows, known ones included, in file order. */
  readonly rows: readonly string[];
};

/** What a clearing account held on the opening date and a bank credit pays later. */
export type Transit = {
  readonly account: string;
  /** A day, or a payout's id. */
  readonly batch: string;
  readonly traceId?: string;
  readonly gross: Fen;
  readonly fee: Fen;
  readonly net: Fen;
};

export type Payout = {
  readonly id: string;
  readonly account: string;
  readonly batches: readonly string[];
  readonly gross: Fen;
  readonly fee: Fen;
  readonly net: Fen;
  readonly credits: readonly { readonly id: string; readonly on: BusinessDate; readonly amount: Fen }[];
  readonly line: number;
};

export type StatementBook = ReturnType<typeof openStatementBook>;

/** The rows of all statements and what became of each; the payouts that were found at the bank. */
export const openStatementBook = () => {
  const tables = openTables();
  const { statements, rows, transits, payouts, paidBatches, refundRows } = tables;

  const mark = (key: string, state: RowState): void => {
    const row = rows.get(key);
    if (row) rows.set(key, Object.freeze({ ...row, state }));
  };
  const markMatched = (line: Line, index: number): void => {
    const key = line.data.statement_line;
    if (typeof key !== "string") return;
    mark(key, { is: "matched", rule: String(line.data.rule), target: targetOf(line.data), line: index });
    const refund = refundOf(line.data);
    if (refund !== undefined) refundRows.set(refund, key);
  };

  return {
    tables: Object.values(tables),
    /** For its mirror. */
    rowTable: rows,
    /** Key of the row that a booked refund was found in. */
    rowOfRefund: (gift: string, ref: string) => refundRows.get(`${gift}|${ref}`),
    statement: (digest: string) => statements.get(digest),
    statements: () => [...statements.values()],
    row: (key: string) => rows.get(key),
    rows: () => rows.values(),
    rowsOf: (account: string) => [...rows.values()].filter((row) => row.account === account),
    transits: () => [...transits.values()],
    payouts: () => [...payouts.values()],
    payoutOf: (account: string, batch: string) => paidBatches.get(`${account}|${batch}`),
    markMatched,
    applyImported: (line: Line, index: number): void => {
      const data = line.data as ImportedData;
      statements.set(data.digest, statementFrom(data, index));
    },
    applyLines: (line: Line): void => {
      const { statement: digest, account, rows: added, order } = line.data as LinesData;
      for (const data of added) rows.set(rowKey(account, data.id), fromRowData(data, { account, statement: digest }));
      const statement = statements.get(digest);
      if (statement)
        statements.set(digest, { ...statement, rows: [...statement.rows, ...order.map((id) => rowKey(account, id))] });
    },
    applySuspended: (line: Line): void => {
      const { statement_line, reason, candidates, since } = line.data as SuspendedData;
      const before = rows.get(statement_line)?.state;
      const posted = line.post.length > 0 || (before?.is === "suspended" && before.posted);
      mark(statement_line, { is: "suspended", reason, candidates: candidates ?? [], posted, since });
    },
    applyTransit: (line: Line): void => {
      for (const item of line.data.items as readonly TransitData[]) {
        transits.set(`${item.account}|${item.batch}`, transitFrom(item));
      }
    },
    applyPayout: (line: Line, index: number): void => {
      const data = line.data as PayoutData;
      const { payout: id, account, batches, rule } = data;
      const credits = data.credits.map(({ key, id: credit, on, amount }) => {
        mark(key, { is: "matched", rule, target: id, line: index });
        return { id: credit, on, amount: fen(BigInt(amount)) };
      });
      for (const batch of batches) paidBatches.set(`${account}|${batch}`, id);
      const [gross, fee, net] = [data.gross, data.fee, data.net].map((text) => fen(BigInt(text))) as [Fen, Fen, Fen];
      payouts.set(id, { id, account, batches, gross, fee, net, credits, line: index });
    },
  };
};

const openTables = () => ({
  statements: new Table<Statement>("statements"),
  rows: new Table<StatementRow>("statementRows", PACKED),
  transits: new Table<Transit>("transits"),
  payouts: new Table<Payout>("payouts"),
  /** `<account>|<day or payout id>` → payout id: a batch is paid once. */
  paidBatches: new Table<string>("paidBatches"),
  /** `<gift>|<number of the refund>` → key of the row that it was found in: a booked refund explains one row (REC-3). */
  refundRows: new Table<string>("refundRows", PACKED),
});

const statementFrom = (data: ImportedData, index: number): Statement => {
  const money = (name: "opening" | "closing" | "debit" | "credit") =>
    data[name] === undefined ? {} : { [name]: fen(BigInt(data[name])) };
  return {
    digest: data.digest,
    file: data.file,
    format: data.format,
    account: data.account,
    kept: data.kept,
    count: data.count,
    line: index,
    rows: [],
    ...money("opening"),
    ...money("closing"),
    ...money("debit"),
    ...money("credit"),
    ...(data.to === undefined ? {} : { to: data.to }),
  };
};

const transitFrom = (item: TransitData): Transit => ({
  account: item.account,
  batch: item.batch,
  gross: fen(BigInt(item.gross)),
  fee: fen(BigInt(item.fee)),
  net: fen(BigInt(item.net)),
  ...(item.trace_id === undefined ? {} : { traceId: item.trace_id }),
});

const targetOf = (data: JsonObject): string => {
  for (const name of ["gift", "request", "payout", "target"]) {
    const value = data[name];
    if (typeof value === "string") return value;
  }
  return Array.isArray(data.requests) ? data.requests.join(",") : "";
};

/** The refund that a line ties to its row: the one it books, or one that was booked before. */
const refundOf = (data: JsonObject): string | undefined => {
  if (typeof data.ref === "string" && typeof data.gift === "string") return `${data.gift}|${data.ref}`;
  if (typeof data.refund === "string" && typeof data.target === "string") return `${data.target}|${data.refund}`;
  return undefined;
};

type ImportedData = JsonObject & {
  readonly digest: string;
  readonly file: string;
  readonly format: StatementFormat;
  readonly account: string;
  readonly kept: string;
  readonly count: number;
  readonly opening?: string;
  readonly closing?: string;
  readonly debit?: string;
  readonly credit?: string;
  readonly to?: string;
};
type LinesData = JsonObject & {
  readonly statement: string;
  readonly account: string;
  readonly rows: readonly RowData[];
  readonly order: readonly string[];
};
type SuspendedData = JsonObject & {
  readonly statement_line: string;
  readonly reason: string;
  readonly candidates?: readonly string[];
  readonly since: string;
};
export type TransitData = JsonObject & {
  readonly account: string;
  readonly batch: string;
  readonly trace_id?: string;
  readonly gross: string;
  readonly fee: string;
  readonly net: string;
};
/** Transits as a line holds them. */
export const transitItems = (items: readonly Transit[]): TransitData[] =>
  items.map(({ account, batch, traceId, gross, fee, net }) => ({
    account,
    batch,
    ...(traceId === undefined ? {} : { trace_id: traceId }),
    gross: gross.toString(),
    fee: fee.toString(),
    net: net.toString(),
  }));

export type PayoutData = JsonObject & {
  readonly payout: string;
  readonly account: string;
  readonly batches: readonly string[];
  readonly rule: string;
  readonly gross: string;
  readonly fee: string;
  readonly net: string;
  readonly credits: readonly {
    readonly key: string;
    readonly id: string;
    readonly on: string;
    readonly amount: string;
  }[];
};
