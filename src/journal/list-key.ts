import type { FieldRange } from "../platform/documents.ts";

/** Twelve digits, so that text sorts as the numbers do. */
export const paddedIndex = (index: number): string => String(index).padStart(12, "0");

/** The place of a row in a list: `<filter>#<index of its line>`. A list is one text field with an index of its own (DESIGN §3). */
export const listKey = (filter: string, index: number): string => `${filter}#${paddedIndex(index)}`;

export type ListPage = {
  readonly field: string;
  readonly filter: string;
  /** What follows the `#` in the key of the last row of the page before; left out: from the first row. */
  readonly after?: string | undefined;
  readonly limit: number;
};

/** The page of a list as a range of its keys. */
export const pageRange = ({ field, filter, after = "", limit }: ListPage): FieldRange => ({
  field,
  over: `${filter}#${after}`,
  under: `${filter}$`, // the sign after "#"
  limit,
});
