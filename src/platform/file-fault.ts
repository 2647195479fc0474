/** Why a whole file is refused; nothing of it counts (REC-2, REC-7). */
export type FileReason =
  | "not_recognised"
  | "unknown_header"
  | "wrong_characters"
  | "line_too_long"
  | "truncated"
  | "too_many_rows"
  | "bad_row"
  | "bad_amount"
  | "bad_date"
  | "bad_code"
  | "bad_json"
  | "bad_xml"
  | "bad_gzip"
  | "bad_zip"
  | "bad_field"
  | "error_file"
  | "entity_refused"
  | "duplicate_row"
  | "missing_balance"
  | "missing_page"
  | "mixed_account"
  | "mixed_currency"
  | "wrong_currency"
  | "summary_mismatch";

/** A file refused whole. `row` counts data rows from 1; `detail` names the column, balance or rule, never a value of the file. */
export type FileRefusal = { readonly refused: FileReason; readonly row?: number; readonly detail?: string };

/** Where a fault stands in its file. */
export type FaultPlace = { readonly row?: number | undefined; readonly detail?: string | undefined };

/** Thrown inside the readers, turned into a `FileRefusal` by `refusingFaults`. */
export class FileFault extends Error {
  readonly refusal: FileRefusal;

  constructor(reason: FileReason, place: FaultPlace = {}) {
    super(
      `${reason}${place.row === undefined ? "" : ` in row ${place.row}`}${place.detail ? ` (${place.detail})` : ""}`,
    );
    this.name = "FileFault";
    this.refusal = {
      refused: reason,
      ...(place.row === undefined ? {} : { row: place.row }),
      ...(place.detail === undefined ? {} : { detail: place.detail }),
    };
  }
}

/** Runs a reader to its end; a fault of the file becomes a refusal, any other error is thrown on. */
export const refusingFaults = async <T>(read: () => Promise<T>): Promise<T | FileRefusal> => {
  try {
    return await read();
  } catch (error) {
    if (error instanceof FileFault) return error.refusal;
    throw error;
  }
};
