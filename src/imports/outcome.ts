import type { RowTaken } from "../journal/chapter.ts";
import { isRefusal } from "../kernel/result.ts";
import type { FileRefusal } from "../platform/file-fault.ts";
import type { DeskFile } from "./desk-csv.ts";

export type RefusedRow = { readonly row: number; readonly reason: string; readonly field?: string };

/** What became of one file. `rows` counts data rows; faulty ones are named, the others were taken or known. */
export type ImportOutcome = {
  readonly file: string;
  readonly kind: string;
  readonly outcome: "imported" | "unchanged" | "refused";
  readonly reason?: string;
  readonly detail?: string;
  /** Of a refused file: the kind that its content tells, when another one was named. */
  readonly looks_like?: string;
  readonly rows: number;
  readonly new: number;
  readonly known: number;
  readonly refused: readonly RefusedRow[];
};

export type FileName = { readonly file: string; readonly kind: string };

/**
 * The outcome of rows that were handed to a service one by one, beside those that could not be read. A row is new when
 * its line was written after `since`, the number of lines when the request first came: a request that was cut and is
 * sent again counts what it had taken.
 */
export const rowsOutcome = (
  name: FileName,
  taken: {
    readonly rows: readonly { readonly row: number }[];
    readonly answers: readonly RowTaken[];
    readonly faulty: readonly RefusedRow[];
    readonly since: number;
  },
): ImportOutcome => {
  const refused = taken.answers.flatMap((answer, i): RefusedRow[] =>
    isRefusal(answer) ? [{ row: taken.rows[i]?.row ?? 0, reason: answer.refused }] : [],
  );
  const stand = taken.answers.flatMap((answer) => (isRefusal(answer) ? [] : [answer.index]));
  const fresh = new Set(stand.filter((index) => index >= taken.since)).size;
  const known = stand.length - fresh;
  return {
    ...name,
    outcome: fresh === 0 && known > 0 ? "unchanged" : "imported",
    rows: taken.rows.length + taken.faulty.length,
    new: fresh,
    known,
    refused: [...taken.faulty, ...refused].sort((a, b) => a.row - b.row),
  };
};

/** A file of which nothing counts. */
export const refusedFile = (
  name: FileName,
  refusal: { readonly refused: string; readonly row?: number; readonly detail?: string },
): ImportOutcome => ({
  ...name,
  outcome: "refused",
  reason: refusal.refused,
  ...(refusal.detail === undefined ? {} : { detail: refusal.detail }),
  rows: 0,
  new: 0,
  known: 0,
  refused: refusal.row === undefined ? [] : [{ row: refusal.row, reason: refusal.refused }],
});

/** A file with faulty rows, refused whole because the caller asked for all or nothing. */
export const refusedForRows = (name: FileName, file: DeskFile<unknown>): ImportOutcome => ({
  ...name,
  outcome: "refused",
  reason: "faulty_rows",
  rows: file.rows.length + file.faulty.length,
  new: 0,
  known: 0,
  refused: file.faulty,
});

export const isFileRefusal = (read: object): read is FileRefusal =>
  "refused" in read && typeof read.refused === "string";
