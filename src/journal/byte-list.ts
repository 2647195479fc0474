const PAGE_ITEMS = 8_192;

/** A growing list of items of one size in bytes, in pages outside of the heap, so that growth never copies. */
export type ByteList = {
  readonly size: () => number;
  readonly push: (item: Buffer) => void;
  /** The same for an item given as a text of one character a byte. */
  readonly pushText: (item: string) => void;
  /** The stored bytes themselves, not a copy. */
  readonly at: (index: number) => Buffer;
  /** The number that the first four bytes of a stored item are. */
  readonly numberAt: (index: number) => number;
  /** Whether the first bytes of a stored item are these, given as a text of one character a byte. */
  readonly startsWith: (index: number, bytes: string) => boolean;
  /** `count` neighbours that lie in one page. */
  readonly span: (index: number, count: number) => Buffer;
  readonly truncate: (size: number) => void;
  /** Everything in order, a page at a time. */
  readonly pages: () => Iterable<Buffer>;
  /** Appends many items at once. */
  readonly append: (items: Buffer) => void;
};

export const createByteList = (itemBytes: number): ByteList => {
  const pages: Buffer[] = [];
  let size = 0;
  const page = (index: number) =>
    (pages[Math.floor(index / PAGE_ITEMS)] ??= Buffer.allocUnsafeSlow(PAGE_ITEMS * itemBytes));
  const offset = (index: number) => (index % PAGE_ITEMS) * itemBytes;
  const span = (index: number, count: number) => page(index).subarray(offset(index), offset(index) + count * itemBytes);
  const append = (items: Buffer): void => {
    for (let from = 0; from < items.length; ) {
      const copied = items.copy(page(size), offset(size), from);
      size += copied / itemBytes;
      from += copied;
    }
  };
  return {
    size: () => size,
    push: append,
    pushText: (item) => {
      page(size).write(item, offset(size), "latin1");
      size += 1;
    },
    at: (index) => span(index, 1),
    numberAt: (index) => page(index).readUInt32LE(offset(index)),
    startsWith: (index, bytes) => {
      const stored = page(index);
      const start = offset(index);
      for (let i = 0; i < bytes.length; i += 1) if (stored[start + i] !== bytes.charCodeAt(i)) return false;
      return true;
    },
    span,
    truncate: (to) => {
      size = Math.min(size, to);
    },
    *pages() {
      for (let first = 0; first < size; first += PAGE_ITEMS) yield span(first, Math.min(PAGE_ITEMS, size - first));
    },
    append,
  };
};
