import { createPackedRecords } from "./packed-records.ts";
import type { KeptRows, Rows } from "./rows.ts";

/** Rows that stay objects: the youngest, and as many that changed. They are read and changed most. */
const LOOSE_ROWS = 4_096;

/**
 * Rows as bytes outside of the heap, decoded when they are asked for, else like a Map. A row is packed when enough younger
 * ones have been set, so what is new is as quick as ever.
 */
export const createPackedRows = <Row>(kept: KeptRows, looseRows = LOOSE_ROWS): Rows<Row> => {
  const packed = createPackedRecords(kept);
  /** Keys that are not packed yet, in order; they come after all packed ones. */
  const young = new Map<string, Row>();
  /** The rows of packed keys that were set since. */
  const changed = new Map<string, Row>();
  let removed = 0;

  /** Like a Map, it comes to rows that are added while it runs; young ones may be packed meanwhile. */
  function* entries(): IterableIterator<[string, Row]> {
    let rest: Iterator<[string, Row]> | undefined;
    for (let next = 0; ; next += 1) {
      if (next < packed.count()) {
        const entry = packed.at(next);
        if (entry) yield [entry.key, changed.get(entry.key) ?? (entry.row as Row)];
        continue;
      }
      rest ??= young.entries();
      const { done, value } = rest.next();
      if (done === true) return;
      yield value;
    }
  }
  function* values(): IterableIterator<Row> {
    for (const [, row] of entries()) yield row;
  }
  return {
    get size() {
      return packed.count() - removed + young.size;
    },
    get: (key) => {
      const loose = young.get(key) ?? (changed.size > 0 ? changed.get(key) : undefined);
      if (loose !== undefined) return loose;
      const number = packed.numberOf(key);
      return number === undefined ? undefined : (packed.at(number)?.row as Row);
    },
    has: (key) => young.has(key) || packed.numberOf(key) !== undefined,
    set: (key, row) => {
      const isPacked = !young.has(key) && packed.numberOf(key) !== undefined;
      (isPacked ? changed : young).set(key, row);
    },
    delete: (key) => {
      if (young.delete(key)) return;
      const number = packed.numberOf(key);
      if (number === undefined) return;
      changed.delete(key);
      packed.remove(number);
      removed += 1;
    },
    entries,
    values,
    tidy: () => {
      for (const [key, row] of young) {
        if (young.size <= looseRows) break;
        packed.add(key, row);
        young.delete(key);
      }
      for (const [key, row] of changed) {
        if (changed.size <= looseRows) break;
        packed.replace(packed.numberOf(key) ?? 0, { key, row });
        changed.delete(key);
      }
      packed.compact();
    },
  };
};
