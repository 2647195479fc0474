import { stringify } from "csv-stringify/sync";

/** Rows as CSV (RFC 4180), UTF-8 with BOM for spreadsheets. */
export const csv = (rows: readonly (readonly string[])[]): string =>
  stringify([...rows], { bom: true, record_delimiter: "windows" });

/** A text that no spreadsheet takes for a formula. Not for amounts: they may start with a minus sign. */
export const textCell = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
