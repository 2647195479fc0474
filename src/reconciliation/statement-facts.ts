import type { Line } from "../journal/line.ts";
import { type BusinessDate, businessDate } from "../kernel/dates.ts";
import { type Fen, fen } from "../kernel/money.ts";
import type { JsonObject } from "../kernel/result.ts";
import type { StatementFormat } from "./statement-line.ts";
import type { RowData } from "./statement-row.ts";

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
  /** First and last day that it covers. */
  readonly from?: BusinessDate;
  readonly to?: BusinessDate;
  /** The day it was recorded. */
  readonly since: BusinessDate;
  readonly by: string;
  readonly line: number;
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
  /** The day it is booked on: that of its last credit, or the first open one after it. */
  readonly on: BusinessDate;
  readonly line: number;
};

/** A line of the journal and its index. */
export type At = { readonly line: Line; readonly index: number };

/** What the line says about a row's version, and the day of recording. */
export const placeOf = ({ line, index }: At): { line: number; recorded: BusinessDate } => ({
  line: index,
  recorded: businessDate(Date.parse(line.at)),
});

/** The statement that a line of the journal tells of. */
export const statementFrom = (data: ImportedData, at: At): Statement => {
  const money = (name: "opening" | "closing" | "debit" | "credit") =>
    data[name] === undefined ? {} : { [name]: fen(BigInt(data[name])) };
  return {
    digest: data.digest,
    file: data.file,
    format: data.format,
    account: data.account,
    kept: data.kept,
    count: data.count,
    since: placeOf(at).recorded,
    by: at.line.by,
    line: at.index,
    ...money("opening"),
    ...money("closing"),
    ...money("debit"),
    ...money("credit"),
    ...(data.from === undefined ? {} : { from: data.from }),
    ...(data.to === undefined ? {} : { to: data.to }),
  };
};

/** The money in transit that a line tells of; what transitItems wrote. */
export const transitFrom = (item: TransitData): Transit => ({
  account: item.account,
  batch: item.batch,
  gross: fen(BigInt(item.gross)),
  fee: fen(BigInt(item.fee)),
  net: fen(BigInt(item.net)),
  ...(item.trace_id === undefined ? {} : { traceId: item.trace_id }),
});

/** What a row was matched with, as its line names it. */
export const targetOf = (data: JsonObject): string => {
  for (const name of ["gift", "request", "payout", "target"]) {
    const value = data[name];
    if (typeof value === "string") return value;
  }
  return Array.isArray(data.requests) ? data.requests.join(",") : "";
};

/** The refund that a line ties to its row: the one it books, or one that was booked before. */
export const refundOf = (data: JsonObject): string | undefined => {
  if (typeof data.ref === "string" && typeof data.gift === "string") return `${data.gift}|${data.ref}`;
  if (typeof data.refund === "string" && typeof data.target === "string") return `${data.target}|${data.refund}`;
  return undefined;
};

export type ImportedData = JsonObject & {
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
  readonly from?: string;
  readonly to?: string;
};
export type LinesData = JsonObject & {
  readonly statement: string;
  readonly account: string;
  readonly rows: readonly RowData[];
  readonly order: readonly string[];
};
export type SuspendedData = JsonObject & {
  readonly statement_line: string;
  readonly reason: string;
  readonly candidates?: readonly string[];
  readonly since: string;
  readonly owner?: string;
};
/** `takes_back` is the index of the line that had matched the row. */
export type TakenBackData = JsonObject & {
  readonly statement_line: string;
  readonly takes_back: number;
  readonly since: string;
  readonly owner: string;
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
