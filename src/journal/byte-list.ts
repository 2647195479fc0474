const PAGE_ITEMS = 8_192;

/** A growing list of items of one size in bytes, in pages outside of the heap, so that growth never copies. */
export type ByteList = {
  readonly size: () => number;
  readonly push: (item: Buffer) => void;
  /** The stored bytes themselves, not a copy. */
  readonly at: (index: number) => Buffer;
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
    at: (index) => span(index, 1),
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
