import { createHashIndex } from "./hash-index.ts";
import { createRecordPages, hasKey } from "./record-pages.ts";
import { createRowCodec, hashIn, type KeyBytes } from "./row-codec.ts";
import type { KeptRows } from "./rows.ts";

/** Keys with rows as bytes, numbered in the order in which they came; found by key, decoded when they are asked for. */
export type PackedRecords = {
  /** One more than the last number; some may be removed. */
  readonly count: () => number;
  readonly at: (number: number) => { readonly key: string; readonly row: unknown } | undefined;
  readonly numberOf: (key: string) => number | undefined;
  /** Adds a key that is not there. */
  readonly add: (key: string, row: unknown) => void;
  readonly replace: (number: number, entry: { readonly key: string; readonly row: unknown }) => void;
  readonly remove: (number: number) => void;
  /** Gives back pages of which the greater part is not wanted any more. */
  readonly compact: () => void;
};

/** The position of a record that was removed. */
const GONE = 0xffff_ffff;
const FIRST_POSITIONS = 64;

export const createPackedRecords = (kept: KeptRows): PackedRecords => {
  const codec = createRowCodec(kept.vocabulary);
  const records = createRecordPages();
  const positions = createPositions();
  const isGone = (number: number) => positions.at(number) === GONE;
  for (const page of kept.pages) records.adopt(page, positions.push);
  const isAt = (number: number, key: KeyBytes): boolean => {
    const position = positions.at(number);
    return position !== GONE && hasKey(records.page(position), records.start(position), key);
  };
  const places = createHashIndex<KeyBytes>(isAt, positions.count());
  const hashAt = (position: number) => hashIn(records.page(position), records.start(position));
  const decode = (position: number) => codec.decode(records.page(position), records.start(position));

  /** A key is often asked for several times in a row, so the last answer is kept until something is added or removed. */
  const last: { key: string | undefined; number: number | undefined } = { key: undefined, number: undefined };
  const numberOf = (key: string): number | undefined => {
    if (positions.count() === 0 || key === last.key) return last.number;
    const bytes = codec.keyBytes(key);
    last.key = key;
    last.number = places.find(bytes.hash, bytes);
    return last.number;
  };
  const place = (position: number): void => {
    last.key = undefined;
    places.add(hashAt(position), positions.count());
    positions.push(position);
  };
  /** Moves what is wanted out of a page, and gives the page back. */
  const empty = (page: number): void => {
    records.eachPosition(page, (position) => {
      const { key, row } = decode(position);
      const number = numberOf(key);
      if (number !== undefined && positions.at(number) === position)
        positions.set(number, records.append(codec.encode(key, row)));
    });
    records.free(page);
  };

  for (let number = 0; number < positions.count(); number += 1) places.add(hashAt(positions.at(number)), number);
  return {
    count: positions.count,
    at: (number) => (isGone(number) ? undefined : decode(positions.at(number))),
    numberOf,
    add: (key, row) => place(records.append(codec.encode(key, row))),
    replace: (number, { key, row }) => {
      records.drop(positions.at(number));
      positions.set(number, records.append(codec.encode(key, row)));
    },
    remove: (number) => {
      last.key = undefined;
      records.drop(positions.at(number));
      positions.set(number, GONE);
    },
    compact: () => {
      for (let page = records.sparse(); page !== undefined; page = records.sparse()) empty(page);
    },
  };
};

/** Where the record of each number is. */
const createPositions = () => {
  let positions = new Uint32Array(FIRST_POSITIONS);
  let count = 0;
  return {
    count: () => count,
    at: (number: number): number => positions[number] ?? GONE,
    set: (number: number, position: number): void => {
      positions[number] = position;
    },
    push: (position: number): void => {
      if (count === positions.length) {
        const wider = new Uint32Array(count * 2);
        wider.set(positions);
        positions = wider;
      }
      positions[count] = position;
      count += 1;
    },
  };
};
