import type { Vocabulary } from "./vocabulary.ts";

/** What keeps the rows of a table and behaves like a Map. Methods, so that a list may hold the tables of every row type. */
export type Rows<Row> = {
  readonly size: number;
  get(key: string): Row | undefined;
  has(key: string): boolean;
  set(key: string, row: Row): void;
  delete(key: string): void;
  entries(): IterableIterator<[string, Row]>;
  values(): IterableIterator<Row>;
  /** Is called after each commit. */
  tidy(): void;
};

/** Rows as a snapshot keeps them: pages of records, and what the numbers in these stand for. */
export type KeptRows = { readonly vocabulary: Vocabulary; readonly pages: readonly Buffer[] };

export const NO_ROWS: KeptRows = { vocabulary: { words: [], shapes: [] }, pages: [] };
