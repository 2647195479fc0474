import type { Rows } from "./rows.ts";

/** What a proposal does to the rows of one table. A key that is gone and set again comes at the end, as in a Map. */
export type Changes<Row> = { readonly rows: Map<string, Row>; readonly gone: Set<string> };

/** Of most tables a batch changes nothing. */
export const NO_CHANGES: Changes<never> = { rows: new Map<string, never>(), gone: new Set() };

export const createChanges = <Row>(): Changes<Row> => ({ rows: new Map(), gone: new Set() });

/** Makes the changes in the rows; returns the keys, each once. */
export const changeRows = <Row>(rows: Rows<Row>, changes: Changes<Row>): readonly string[] => {
  for (const key of changes.gone) rows.delete(key);
  for (const [key, row] of changes.rows) rows.set(key, row);
  const deleted = [...changes.gone].filter((key) => !changes.rows.has(key));
  return [...changes.rows.keys(), ...deleted];
};

/** What can be seen of rows without asking for one. */
export type Seen<Row> = Pick<Rows<Row>, "size" | "has" | "entries" | "values">;

/** The rows as they will be with the changes made; like a Map, it comes to rows that are set while it runs. */
export const seenWith = <Row>(below: Seen<Row>, { rows, gone }: Changes<Row>): Seen<Row> => {
  const staysBelow = (key: string): boolean => !gone.has(key) && below.has(key);
  function* entries(): IterableIterator<[string, Row]> {
    for (const [key, row] of below.entries()) if (!gone.has(key)) yield [key, rows.get(key) ?? row];
    for (const entry of rows) if (!staysBelow(entry[0])) yield entry;
  }
  function* values(): IterableIterator<Row> {
    for (const [, row] of entries()) yield row;
  }
  return {
    get size() {
      const deleted = [...gone].filter((key) => below.has(key)).length;
      return below.size - deleted + [...rows.keys()].filter((key) => !staysBelow(key)).length;
    },
    has: (key) => rows.has(key) || staysBelow(key),
    entries,
    values,
  };
};
