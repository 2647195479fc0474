import type { IndexSpec } from "../platform/documents.ts";
import type { Table } from "./table.ts";

/** How the rows of a table become documents of a collection. Amounts and big numbers go in as strings. */
export type Mirrored<Row> = {
  readonly table: Table<Row>;
  readonly collection: string;
  /** A method, so that a list may hold the tables of every row type. */
  documentOf(key: string, row: Row): { readonly [field: string]: unknown };
  readonly indexes: readonly IndexSpec[];
};
