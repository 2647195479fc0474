import { formatYuan } from "../kernel/money.ts";
import { csv, textCell } from "../platform/csv.ts";
import type { Cell, ExportTable } from "./export-table.ts";

/** A table as CSV: rows of one length, amounts in yuan with two decimals. */
export const tableCsv = ({ columns, rows }: ExportTable): string =>
  csv([columns, ...rows.map((row) => columns.map((_head, i) => cellText(row[i])))]);

const cellText = (cell: Cell): string => {
  if (typeof cell === "bigint") return formatYuan(cell);
  if (typeof cell === "string") return textCell(cell);
  return cell === undefined ? "" : String(cell);
};
