import { createHashIndex } from "./hash-index.ts";
import { createRecordPages, hasKey } from "./record-pages.ts";
import { createRowCodec, hashIn, type KeyBytes } from "./row-codec.ts";
import type { KeptRows, Rows } from "./rows.ts";

/** Rows that stay objects: the youngest, and as many that changed. They are read and changed most. */
const LOOSE_ROWS = 8_192;
/** The position of a row that was deleted. */
const GONE = 0xffff_ffff;

/**
 * Rows as bytes outside of the heap, decoded when they are asked for, else like a Map. A row is packed when enough younger
 * ones have been set, so what is new is as quick as ever.
 */
export const createPackedRows = <Row>(kept: KeptRows, looseRows = LOOSE_ROWS): Rows<Row> => {
  const codec = createRowCodec(kept.vocabulary);
  const records = createRecordPages();
  /** Keys that are not packed yet, in order; they come after all packed ones. */
  const young = new Map<string, Row>();
  /** The rows of packed keys that were set since. */
  const changed = new Map<string, Row>();
  /** Where the record of each packed key is, in the order in which the keys came. */
  let positions = new Uint32Array(looseRows);
  let count = 0;
  let gone = 0;

  const positionOf = (number: number): number => positions[number] ?? GONE;
  const places = createHashIndex<KeyBytes>({
    hashOf: (number) => hashAt(positionOf(number)),
    is: (number, key) => {
      const position = positionOf(number);
      return position !== GONE && hasKey(records.page(position), { start: records.start(position), key });
    },
  });
  const decode = (position: number) => codec.decode(records.page(position), records.start(position));
  const hashAt = (position: number) =>
    position === GONE ? 0 : hashIn(records.page(position), records.start(position));
  /** A key is often asked for several times in a row, so the last answer is kept until something is packed or deleted. */
  const last: { key: string | undefined; number: number | undefined } = { key: undefined, number: undefined };
  const numberOf = (key: string): number | undefined => {
    if (count === 0 || key === last.key) return last.number;
    const bytes = codec.keyBytes(key);
    last.key = key;
    last.number = places.find(bytes.hash, bytes);
    return last.number;
  };
  const place = (position: number): void => {
    if (count === positions.length) {
      const wider = new Uint32Array(count * 2);
      wider.set(positions);
      positions = wider;
    }
    last.key = undefined;
    positions[count] = position;
    places.add(hashAt(position), count);
    count += 1;
  };

  const pack = (key: string, row: Row): void => {
    place(records.append(codec.encode(key, row)));
    young.delete(key);
  };
  const repack = (key: string, row: Row): void => {
    const number = numberOf(key);
    if (number === undefined) return;
    records.drop(positionOf(number));
    positions[number] = records.append(codec.encode(key, row));
    changed.delete(key);
  };
  /** Moves what is wanted out of a page, and gives the page back. */
  const empty = (page: number): void => {
    for (const position of records.positionsIn(page)) {
      const { key, row } = decode(position);
      const number = numberOf(key);
      if (number !== undefined && positionOf(number) === position)
        positions[number] = records.append(codec.encode(key, row));
    }
    records.free(page);
  };
  /** Like a Map, it comes to rows that are added while it runs; young ones may be packed meanwhile. */
  function* entries(): IterableIterator<[string, Row]> {
    let next = 0;
    for (let rest: Iterator<[string, Row]> | undefined; ; next += 1) {
      if (next < count) {
        if (positionOf(next) === GONE) continue;
        const { key, row } = decode(positionOf(next));
        yield [key, changed.get(key) ?? (row as Row)];
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

  for (const page of kept.pages) {
    for (const position of records.adopt(page)) place(position);
  }
  return {
    get size() {
      return count - gone + young.size;
    },
    get: (key) => {
      const loose = young.get(key) ?? (changed.size > 0 ? changed.get(key) : undefined);
      if (loose !== undefined) return loose;
      const number = numberOf(key);
      return number === undefined ? undefined : (decode(positionOf(number)).row as Row);
    },
    has: (key) => young.has(key) || numberOf(key) !== undefined,
    set: (key, row) => {
      const isPacked = !young.has(key) && numberOf(key) !== undefined;
      (isPacked ? changed : young).set(key, row);
    },
    delete: (key) => {
      if (young.delete(key)) return;
      const number = numberOf(key);
      if (number === undefined) return;
      changed.delete(key);
      records.drop(positionOf(number));
      positions[number] = GONE;
      last.key = undefined;
      gone += 1;
    },
    entries,
    values,
    tidy: () => {
      for (const [key, row] of young) {
        if (young.size <= looseRows) break;
        pack(key, row);
      }
      for (const [key, row] of changed) {
        if (changed.size <= looseRows) break;
        repack(key, row);
      }
      for (let page = records.sparse(); page !== undefined; page = records.sparse()) empty(page);
    },
  };
};
