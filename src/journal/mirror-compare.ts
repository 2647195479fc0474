import type { Documents } from "../platform/documents.ts";
import type { Mirrored } from "./mirrored.ts";
import { rowText } from "./row-text.ts";

/** A document that is not what its row says. */
export type Difference = {
  readonly collection: string;
  readonly id: string;
  readonly what: "missing" | "left over" | "different";
  /** Line the document says it stands on. */
  readonly rev?: number;
};

/** Reads a collection whole and compares it with its table. The collection may lag behind: the caller knows how far. */
export async function* differencesOf(documents: Documents, source: Mirrored<unknown>): AsyncGenerator<Difference> {
  const { table, collection } = source;
  const seen = new Set<string>();
  for await (const { _id: id, rev: stored, ...fields } of documents.all(collection)) {
    seen.add(id);
    const rev = Number(stored);
    const row = table.get(id);
    if (row === undefined) yield { collection, id, what: "left over", rev };
    else if (rowText(fields) !== rowText(withoutId(source.documentOf(id, row))))
      yield { collection, id, what: "different", rev };
  }
  for (const [id] of table.entries()) if (!seen.has(id)) yield { collection, id, what: "missing" };
}

const withoutId = ({ _id, rev: _rev, ...fields }: { readonly [field: string]: unknown }): object => fields;
