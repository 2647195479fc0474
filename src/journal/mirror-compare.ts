import type { Documents } from "../platform/documents.ts";
import type { Mirrored } from "./mirrored.ts";
import { rowText } from "./row-text.ts";

/** A document that is not what its row says. */
export type Difference = {
  readonly collection: string;
  readonly id: string;
  readonly what: "missing" | "left over" | "different";
};

type Compare = {
  readonly documents: Documents;
  readonly mirrored: readonly Mirrored<unknown>[];
  readonly limit: number;
};

/** Reads each collection whole and compares it with its table; stops after `limit` differences. */
export const mirrorDifferences = async ({ documents, mirrored, limit }: Compare): Promise<Difference[]> => {
  const found: Difference[] = [];
  for (const source of mirrored) {
    for await (const difference of differencesOf(documents, source)) {
      found.push(difference);
      if (found.length >= limit) return found;
    }
  }
  return found;
};

async function* differencesOf(documents: Documents, source: Mirrored<unknown>): AsyncGenerator<Difference> {
  const { table, collection } = source;
  const seen = new Set<string>();
  for await (const { _id: id, rev: _rev, ...fields } of documents.all(collection)) {
    seen.add(id);
    const row = table.get(id);
    if (row === undefined) yield { collection, id, what: "left over" };
    else if (rowText(fields) !== rowText(withoutId(source.documentOf(id, row))))
      yield { collection, id, what: "different" };
  }
  for (const [id] of table.entries()) if (!seen.has(id)) yield { collection, id, what: "missing" };
}

const withoutId = ({ _id, rev: _rev, ...fields }: { readonly [field: string]: unknown }): object => fields;
