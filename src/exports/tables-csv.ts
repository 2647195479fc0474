import { stringify } from "csv-stringify/sync";
import { formatYuan } from "../kernel/money.ts";
import type { Cell, ExportTable } from "./export-table.ts";

/** A table as CSV (RFC 4180: rows of one length), UTF-8 with BOM for spreadsheets; amounts are yuan with two decimals. */
export const tableCsv = ({ columns, rows }: ExportTable): string =>
  stringify([columns, ...rows.map((row) => columns.map((_head, i) => cellText(row[i])))], {
    bom: true,
    record_delimiter: "windows",
  });

const cellText = (cell: Cell): string => {
  if (typeof cell === "bigint") return formatYuan(cell);
  if (typeof cell === "string") return plainText(cell);
  return cell === undefined ? "" : String(cell);
};

/** A spreadsheet must not take a text for a formula. Amounts are left alone: they may start with a minus sign. */
const plainText = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
