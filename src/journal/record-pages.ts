import { ALIGNMENT, KEY_OFFSET, type KeyBytes, recordEnd } from "./row-codec.ts";

const PAGE_BYTES = 1_048_576;
/** A position is the number of a page times this, plus the place in it: 32 bits for 16 GiB. */
const PLACES = PAGE_BYTES / ALIGNMENT;
const NO_PAGE = Buffer.alloc(0);

/** Records in pages outside of the heap. A record never moves while it is wanted; a position tells where it is. */
export type RecordPages = {
  readonly append: (record: Buffer) => number;
  /** Takes over a page of records and tells the position of each. */
  readonly adopt: (page: Buffer, tell: (position: number) => void) => void;
  readonly page: (position: number) => Buffer;
  readonly start: (position: number) => number;
  /** The record is not wanted any more. */
  readonly drop: (position: number) => void;
  /** Number of a page of which the greater part is not wanted, if there is one. */
  readonly sparse: () => number | undefined;
  /** Tells the positions of all records of a page, wanted or not. */
  readonly eachPosition: (number: number, tell: (position: number) => void) => void;
  /** Gives a page back; none of its records is wanted any more. */
  readonly free: (number: number) => void;
};

export const createRecordPages = (): RecordPages => {
  const pages: Buffer[] = [];
  const ends: number[] = [];
  const dropped: number[] = [];
  const freed: number[] = [];
  const sparse = new Set<number>();
  let current = -1;

  const open = (page: Buffer, end: number): number => {
    const number = freed.pop() ?? pages.length;
    pages[number] = page;
    ends[number] = end;
    dropped[number] = 0;
    return number;
  };
  const page = (position: number): Buffer => pages[Math.floor(position / PLACES)] ?? NO_PAGE;
  const start = (position: number): number => (position % PLACES) * ALIGNMENT;
  const eachPosition = (number: number, tell: (position: number) => void): void => {
    const bytes = pages[number] ?? NO_PAGE;
    const end = ends[number] ?? 0;
    for (let at = 0; at < end; at = recordEnd(bytes, at)) tell(number * PLACES + at / ALIGNMENT);
  };
  return {
    append: (record) => {
      if ((ends[current] ?? PAGE_BYTES) + record.length > PAGE_BYTES)
        current = open(Buffer.allocUnsafeSlow(Math.max(PAGE_BYTES, record.length)), 0);
      const at = ends[current] ?? 0;
      (pages[current] ?? NO_PAGE).set(record, at);
      ends[current] = at + record.length;
      return current * PLACES + at / ALIGNMENT;
    },
    adopt: (bytes, tell) => eachPosition(open(bytes, bytes.length), tell),
    page,
    start,
    drop: (position) => {
      const number = Math.floor(position / PLACES);
      const at = start(position);
      const bytes = (dropped[number] ?? 0) + recordEnd(page(position), at) - at;
      dropped[number] = bytes;
      if (number !== current && bytes * 2 > (ends[number] ?? 0)) sparse.add(number);
    },
    sparse: () => {
      const [number] = sparse;
      return number;
    },
    eachPosition,
    free: (number) => {
      pages[number] = NO_PAGE;
      ends[number] = 0;
      sparse.delete(number);
      freed.push(number);
    },
  };
};

/** True when the record that begins there has this key. */
export const hasKey = (bytes: Buffer, start: number, key: KeyBytes): boolean => {
  for (let i = 0; i < key.length; i += 1) if (bytes[start + KEY_OFFSET + i] !== key.bytes[i]) return false;
  return true;
};
