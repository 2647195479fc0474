import { createHash } from "node:crypto";
import { rowText } from "./row-text.ts";
import type { Standing } from "./state.ts";
import type { Table } from "./table.ts";

/** Waits until other work had its turn. */
export type Breathe = () => Promise<unknown>;

/** Rows worked on without a pause. */
export const ROWS_AT_ONCE = 256;

/**
 * SHA-256 (hex) over all that the book knows: head, keys, and every row of every table as text, tables by name and rows
 * in the order in which lists show them. Two processes at the same head have the same.
 */
export const stateDigest = async (
  { head, keys }: Pick<Standing, "head" | "keys">,
  { tables, breathe }: { readonly tables: readonly Table<unknown>[]; readonly breathe: Breathe },
): Promise<string> => {
  const digest = createHash("sha256").update(rowText(head));
  for (const page of keys.pages()) digest.update(page);
  for (const table of byName(tables)) {
    digest.update(`\n${table.name} ${table.size}\n`);
    let rows = 0;
    for (const [key, row] of table.entries()) {
      digest.update(`${JSON.stringify(key)} ${rowText(row)}\n`);
      rows += 1;
      if (rows % ROWS_AT_ONCE === 0) await breathe();
    }
  }
  return digest.digest("hex");
};

export const byName = (tables: readonly Table<unknown>[]): Table<unknown>[] =>
  [...tables].sort((a, b) => (a.name < b.name ? -1 : 1));
