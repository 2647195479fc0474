import { displayYuan, type Fen } from "../kernel/money.ts";

/** The statements and ledgers of the desk. */
export const SHEETS = ["statements", "trial-balance", "general-ledger", "account-ledger", "bank", "funds"] as const;
export type SheetName = (typeof SHEETS)[number];

/** Text, or an amount in fen; an amount of nought is left blank outside of totals, as in a printed book. */
export type SheetCell = string | Fen;
/** A `group` is a heading between rows: its first cell alone. */
export type SheetRow = {
  readonly kind: "row" | "total" | "grand" | "group";
  readonly cells: readonly SheetCell[];
  /** Places of single cells that are totals. */
  readonly strong?: readonly number[];
};
/** `share`: its part of the width, in any unit. Amounts stand right. */
export type SheetColumn = { readonly head: string; readonly align: "left" | "right"; readonly share: number };
export type SheetTable = {
  readonly caption: string;
  /** Stands at the right end of the caption. */
  readonly unit?: string;
  readonly columns: readonly SheetColumn[];
  readonly rows: readonly SheetRow[];
};

/** A statement or a ledger as it is shown: on a page, as a PDF, or in a workbook, from the same cells. */
export type BookSheet = {
  readonly title: string;
  /** Both times: the days, and the line up to which it knows. */
  readonly about: string;
  readonly layout: "portrait" | "landscape";
  /** Words before the tables. */
  readonly preface?: readonly string[];
  readonly tables: readonly SheetTable[];
  readonly notes: readonly string[];
};

export const left = (head: string, share: number): SheetColumn => ({ head, align: "left", share });
export const heading = (text: string): SheetRow => ({ kind: "group", cells: [text] });
export const right = (head: string, share: number): SheetColumn => ({ head, align: "right", share });

/** What the cells of a row print. */
export const cellTexts = ({ kind, cells, strong = [] }: SheetRow): string[] =>
  cells.map((cell, at) => {
    if (typeof cell === "string") return cell;
    return cell === 0n && kind === "row" && !strong.includes(at) ? "" : displayYuan(cell);
  });
