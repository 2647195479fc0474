import type { Fen } from "../kernel/money.ts";

/** A bigint is an amount of fen, a number counts something, a text of the shape 2026-09-30 is a date. */
export type WorkCell = string | number | Fen | undefined;
/** How a row looks; a `note` is one text over the whole width, a `group` a heading between rows. */
export type WorkRow = {
  readonly kind: "title" | "about" | "caption" | "head" | "row" | "total" | "grand" | "group" | "note" | "data";
  readonly cells: readonly WorkCell[];
};
export type WorkSheet = {
  readonly name: string;
  readonly columns: readonly { readonly width: number; readonly align: "left" | "right" }[];
  readonly rows: readonly WorkRow[];
  /** Rows at the top that stay in view, and are printed on every page. */
  readonly heads: number;
  /** Of the rows below the heads: a filter at the last of the heads. */
  readonly filter: boolean;
  readonly layout: "portrait" | "landscape";
  /** Printed at the top of every page, left and right; the foot says page x of y in these words. */
  readonly furniture: { readonly left: string; readonly right: string; readonly page: string };
};
