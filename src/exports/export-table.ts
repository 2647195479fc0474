import { absolute, type Fen } from "../kernel/money.ts";
import type { Words } from "../platform/display.ts";

/** A bigint is an amount of fen, a number counts something, undefined leaves the cell empty. */
export type Cell = string | number | Fen | undefined;

/** A table as a sheet of a workbook or as a CSV file. */
export type ExportTable = {
  /** Name of the file, without its ending. */
  readonly name: string;
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
};

/** Name, title and heads of a table in the words of the catalogue. */
export const tableFrame = (name: string, words: Words, columns: readonly string[]): Omit<ExportTable, "rows"> => ({
  name,
  title: words.t(`exports.table.${name}`),
  columns: columns.map((key) => words.t(`exports.column.${key}`)),
});

/** Debit and credit of an amount; the other side stays empty, and both for nothing. */
export const sides = (amount: Fen): [Cell, Cell] =>
  amount < 0n ? [undefined, absolute(amount)] : [amount === 0n ? undefined : amount, undefined];
