import { isBusinessDate } from "../kernel/dates.ts";
import { type Fen, parseSignedYuan, ZERO } from "../kernel/money.ts";
import { FileFault } from "../platform/file-fault.ts";

/** A cell under test: its text, its data row, the name of its column. */
export type Cell = { readonly text: string; readonly row?: number; readonly column: string };

const fault = (reason: "bad_amount" | "bad_date", cell: Cell): FileFault =>
  new FileFault(reason, { row: cell.row, detail: cell.column });

/** REC-7: an optional minus, digits, exactly two decimals; anything else refuses the file with row and column. */
export const yuanCell = (cell: Cell): Fen => {
  if (cell.text === "0.00") return ZERO;
  const amount = /\.\d{2}$/.test(cell.text) ? parseSignedYuan(cell.text) : undefined;
  if (amount === undefined) throw fault("bad_amount", cell);
  return amount;
};

/** As yuanCell, with thousand separators in their right places or none (mainland bank CSV only). */
export const groupedYuanCell = (cell: Cell): Fen =>
  yuanCell(/^-?\d{1,3}(,\d{3})+\.\d{2}$/.test(cell.text) ? { ...cell, text: cell.text.replaceAll(",", "") } : cell);

/** As yuanCell, with the decimal comma of SWIFT. */
export const commaYuanCell = (cell: Cell): Fen => {
  if (!/^\d+,\d{2}$/.test(cell.text)) throw fault("bad_amount", cell);
  return yuanCell({ ...cell, text: cell.text.replace(",", ".") });
};

/** A fee in yuan with five decimals, as 1/1000 fen (REC-7). */
export const feeCell = (cell: Cell): bigint => {
  const match = /^(-?)(\d{1,12})\.(\d{5})$/.exec(cell.text);
  if (!match) throw fault("bad_amount", cell);
  const fee = BigInt(`${match[2]}${match[3]}`);
  return match[1] === "-" ? -fee : fee;
};

/** Reads `YYYY-MM-DD HH:MM:SS` that exists. Rows of one day follow each other, so the day before is not looked up again. */
export const momentCells = (): ((cell: Cell) => string) => {
  let known = "";
  return (cell) => {
    const day = cell.text.slice(0, 10);
    if (cell.text[10] !== " " || !isTime(cell.text.slice(11))) throw fault("bad_date", cell);
    if (day !== known && !isBusinessDate(day)) throw fault("bad_date", cell);
    known = day;
    return cell.text;
  };
};

/** `YYYY-MM-DD` that exists. */
export const dayCell = (cell: Cell): string => {
  if (!isBusinessDate(cell.text)) throw fault("bad_date", cell);
  return cell.text;
};

/** `YYYYMMDD` or SWIFT's `YYMMDD` as `YYYY-MM-DD`. */
export const compactDayCell = (cell: Cell): string => {
  const match = /^((?:\d{2})?\d{2})(\d{2})(\d{2})$/.exec(cell.text);
  if (!match) throw fault("bad_date", cell);
  const [, year = "", month = "", day = ""] = match;
  return dayCell({ ...cell, text: `${year.padStart(4, "20")}-${month}-${day}` });
};

export const isTime = (text: string): boolean => /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/.test(text);

/** Only the fields that say something: `{ name: "" }` becomes `{}`. */
export const filled = <T extends Record<string, string | undefined>>(fields: T): { [K in keyof T]?: string } => {
  const kept: { [K in keyof T]?: string } = {};
  for (const key of Object.keys(fields) as (keyof T)[]) if (fields[key]) kept[key] = fields[key];
  return kept;
};
