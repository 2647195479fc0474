import { limits } from "../../config/limits.ts";
import { isCreditCode } from "../kernel/codes.ts";
import { type BusinessDate, isBusinessDate } from "../kernel/dates.ts";
import { type Fen, parseSignedYuan } from "../kernel/money.ts";
import { type ByteSource, decodedText } from "../platform/byte-text.ts";
import { type Cells, columnReader, csvRecords } from "../platform/csv-records.ts";
import { FileFault, type FileRefusal, refusingFaults } from "../platform/file-fault.ts";

/** Why one row is not taken while the others are. The most basic fault of a row is the one that is told. */
export type RowReason =
  | "bad_row"
  | "too_long"
  | "amount_not_positive"
  | "bad_amount"
  | "bad_date"
  | "bad_code"
  | "bad_number"
  | `missing_${string}`;

/** `row` counts data rows from 1; `field` is the name of the faulty field in English. */
export type FaultyRow = { readonly row: number; readonly reason: RowReason; readonly field?: string };

/** Rows that were read and rows that were not; together the data rows of the file. Rows that stand twice are the importer's affair (REC-1). */
export type DeskFile<T> = { readonly rows: readonly T[]; readonly faulty: readonly FaultyRow[] };

/** Thrown by the cell readers below, caught by readDesk. */
export class RowFault extends Error {
  readonly reason: RowReason;
  readonly field: string | undefined;

  constructor(reason: RowReason, field?: string) {
    super(reason);
    this.name = "RowFault";
    this.reason = reason;
    this.field = field;
  }
}

type Layout<K extends string, T> = {
  /** Our names of the columns and how the header spells them. */
  readonly columns: Readonly<Record<K, string>>;
  /** Makes a typed row; throws RowFault. */
  readonly row: (cells: RowCells<K>, row: number) => T;
};

/** Reads a file of the desk: comma-separated, UTF-8 with or without BOM, columns by name in any order. Refuses files without its columns. */
export const readDesk = <K extends string, T>(
  bytes: ByteSource,
  layout: Layout<K, T>,
): Promise<DeskFile<T> | FileRefusal> =>
  refusingFaults(async () => {
    const rows: T[] = [];
    const faulty: FaultyRow[] = [];
    let cellsOf: ((fields: readonly string[], row: number) => Cells<K>) | undefined;
    let row = 0;
    for await (const record of csvRecords(decodedText(bytes))) {
      if (!cellsOf) {
        cellsOf = columnReader(record, layout.columns);
        continue;
      }
      row += 1;
      if (row > limits.importRows) throw new FileFault("too_many_rows", { row });
      const read = cellsOf;
      const result = orFault(() => layout.row(rowCells(read(record, row)), row), row);
      if (result.fault) faulty.push(result.fault);
      else rows.push(result.value);
    }
    if (!cellsOf) throw new FileFault("unknown_header");
    return { rows, faulty };
  });

type Parsed<T> = { readonly value: T; readonly fault?: undefined } | { readonly fault: FaultyRow };

const orFault = <T>(read: () => T, row: number): Parsed<T> => {
  try {
    return { value: read() };
  } catch (error) {
    if (error instanceof FileFault) return { fault: { row, reason: "bad_row" } };
    if (!(error instanceof RowFault)) throw error;
    return { fault: { row, reason: error.reason, ...(error.field === undefined ? {} : { field: error.field }) } };
  }
};

/** The cells of one row, read with their grammar. Every reader throws RowFault. */
export type RowCells<K extends string> = {
  /** Must not be empty. */
  readonly text: (key: K) => string;
  /** Must be positive yuan (`amount_not_positive`). */
  readonly amount: (key: K) => Fen;
  readonly day: (key: K) => BusinessDate;
  /** `YYYY-MM-DD HH:MM:SS`. */
  readonly moment: (key: K) => string;
  readonly number: (key: K) => number;
  /** One of the words on the left, answered as what stands beside it. */
  readonly code: <V>(key: K, words: Readonly<Record<string, V>>) => V;
  /** `{ key: text }`, or nothing when the cell is empty. */
  readonly optionalText: <N extends K>(key: N) => { readonly [P in N]?: string };
  /** `{ key: what the reader reads }`, or nothing when the cell is empty. */
  readonly optional: <N extends K, V>(key: N, read: (key: N) => V) => { readonly [P in N]?: V };
  readonly creditCode: (key: K) => string;
};

const rowCells = <K extends string>(cells: Cells<K>): RowCells<K> => {
  const text = (key: K): string => {
    const value = cells[key];
    if (value === "") throw new RowFault(`missing_${fieldName(key)}`, fieldName(key));
    if (value.length > limits.statementFieldLength) throw new RowFault("too_long", fieldName(key));
    return value;
  };
  const matching = (key: K, reason: RowReason, grammar: (value: string) => boolean): string => {
    const value = text(key);
    if (!grammar(value)) throw new RowFault(reason, fieldName(key));
    return value;
  };
  const optional = <N extends K, V>(key: N, read: (key: N) => V): { [P in N]?: V } => {
    const found: { [P in N]?: V } = {};
    if (cells[key] !== "") found[key] = read(key);
    return found;
  };
  return {
    text,
    amount: (key) => {
      const amount = parseSignedYuan(text(key));
      if (amount === undefined) throw new RowFault("bad_amount", fieldName(key));
      if (amount <= 0n) throw new RowFault("amount_not_positive", fieldName(key));
      return amount;
    },
    day: (key) => matching(key, "bad_date", isBusinessDate),
    moment: (key) => matching(key, "bad_date", isMoment),
    number: (key) => Number(matching(key, "bad_number", (value) => /^\d{1,9}$/.test(value))),
    code: (key, words) => {
      const word = text(key);
      const value = Object.hasOwn(words, word) ? words[word] : undefined;
      if (value === undefined) throw new RowFault("bad_code", fieldName(key));
      return value;
    },
    optionalText: (key) => optional(key, text),
    optional,
    creditCode: (key) => matching(key, "bad_code", isCreditCode),
  };
};

const isMoment = (text: string): boolean =>
  /^.{10} ([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/.test(text) && isBusinessDate(text.slice(0, 10));

/** `paidAt` as `paid_at`. */
const fieldName = (key: string): string => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The words of flags and donors in the desk's own files. */
export const YES_NO = { yes: true, no: false } as const;
export const DONOR_TYPES = { person: "person", enterprise: "enterprise" } as const;
export type DonorType = keyof typeof DONOR_TYPES;
