import { type ByteList, createByteList } from "./byte-list.ts";
import { sha256, sha256Text } from "./sha256.ts";

const HASH_BYTES = 32;
const pair = Buffer.alloc(1 + 2 * HASH_BYTES, 1);

/** RFC 6962: the hash of a leaf, SHA-256(0x00 ‖ UTF-8 of the line). */
export const leafHash = (line: string): Buffer => sha256(leafInput(line));

const leafInput = (line: string): string => `\u0000${line}`;

/** RFC 6962: the hash of an inner node, SHA-256(0x01 ‖ left ‖ right). */
export const nodeHash = (left: Buffer, right: Buffer): Buffer => {
  left.copy(pair, 1);
  right.copy(pair, 1 + HASH_BYTES);
  return sha256(pair);
};

export const EMPTY_ROOT = sha256("");

/** An append-only Merkle tree that keeps every perfect subtree's hash, 64 bytes a leaf, outside of the heap. */
export type Merkle = {
  readonly size: () => number;
  /** Appends the leaf of each line. */
  readonly appendLines: (lines: readonly string[]) => void;
  /** Takes the youngest leaves back until `size` are left. */
  readonly truncate: (size: number) => void;
  readonly leaf: (index: number) => Buffer;
  /** Hashes of `count` neighbouring perfect subtrees of 2^height leaves, one after the other. */
  readonly nodes: (of: { height: number; from: number; count: number }) => Buffer;
  /** RFC 6962 root over the first `size` leaves (default: all). */
  readonly root: (size?: number) => Buffer;
  /** Audit path of a leaf in the tree of `size` leaves, from the bottom. */
  readonly inclusion: (index: number, size: number) => Buffer[];
  /** Proof that the tree of `from` leaves is a prefix of the tree of `to`; needs 0 < from ≤ to. */
  readonly consistency: (range: { from: number; to: number }) => Buffer[];
  /** All hashes from the leaves up, for a snapshot. */
  readonly pages: () => Iterable<Buffer>;
};

/** The tree of `size` leaves whose `pages` these are, cut anywhere between two hashes. Throws when there are too few or too many. */
export const loadMerkle = (size: number, pages: Iterable<Buffer>): Merkle => {
  const sizes = levelSizes(size);
  const levels = sizes.map(() => createByteList(HASH_BYTES));
  let height = 0;
  for (const page of pages) {
    for (let from = 0; from < page.length; ) {
      const list = levels[height];
      const missing = (sizes[height] ?? 0) - (list?.size() ?? 0);
      if (missing === 0) throw new RangeError("there are more hashes than the tree has");
      const upTo = Math.min(page.length, from + missing * HASH_BYTES);
      list?.append(page.subarray(from, upTo));
      if ((upTo - from) / HASH_BYTES === missing) height += 1;
      from = upTo;
    }
  }
  if (height < levels.length) throw new RangeError("hashes are missing");
  return createMerkle(levels);
};

/** How many perfect subtrees a tree has, from its leaves up. */
const levelSizes = (size: number): number[] => {
  const sizes: number[] = [];
  for (let left = size; left > 0; left = Math.floor(left / 2)) sizes.push(left);
  return sizes;
};

export const createMerkle = (levels: ByteList[] = [createByteList(HASH_BYTES)]): Merkle => {
  const level = (height: number) => (levels[height] ??= createByteList(HASH_BYTES));
  const lastPair = (list: ByteList): string => {
    pair.set(list.span(list.size() - 2, 2), 1);
    return sha256Text(pair);
  };
  const join = () => {
    for (let height = 0; level(height).size() % 2 === 0; height += 1)
      level(height + 1).pushText(lastPair(level(height)));
  };
  const truncate = (size: number) => {
    let left = size;
    for (const list of levels) {
      list.truncate(left);
      left = Math.floor(left / 2);
    }
  };
  const subtree = (start: number, count: number): Buffer => {
    const height = Math.log2(count);
    if (Number.isInteger(height)) return level(height).at(start / count);
    const left = largestPowerBelow(count);
    return nodeHash(subtree(start, left), subtree(start + left, count - left));
  };
  const size = () => level(0).size();
  const within = (part: number, whole: number) => {
    if (part < 0 || part > whole || whole > size()) throw new RangeError(`no such tree: ${part} of ${whole}`);
  };

  return {
    size,
    appendLines: (lines) => {
      for (const line of lines) {
        level(0).pushText(sha256Text(leafInput(line)));
        join();
      }
    },
    truncate,
    leaf: (index) => {
      within(index + 1, size());
      return level(0).at(index);
    },
    nodes: ({ height, from, count }) => {
      const list = levels[height];
      if (!list || from < 0 || count < 1 || from + count > list.size()) throw new RangeError("no such subtrees");
      return Buffer.concat(Array.from({ length: count }, (_, i) => list.at(from + i)));
    },
    root: (count = size()) => {
      within(count, size());
      return count === 0 ? EMPTY_ROOT : subtree(0, count);
    },
    inclusion: (index, count) => {
      within(index + 1, count);
      return auditPath(subtree, { index, start: 0, count });
    },
    consistency: ({ from, to }) => {
      within(from, to);
      if (from < 1) throw new RangeError("a consistency proof starts at one leaf");
      return prefixProof(subtree, { from, start: 0, count: to });
    },
    *pages() {
      for (const list of levels) yield* list.pages();
    },
  };
};

type Subtree = (start: number, count: number) => Buffer;

/** PATH(m, D[n]) of RFC 6962 for the leaf `index` within the part of the tree at `start`. */
const auditPath = (subtree: Subtree, at: { index: number; start: number; count: number }): Buffer[] => {
  const { index, start, count } = at;
  if (count === 1) return [];
  const left = largestPowerBelow(count);
  return index < left
    ? [...auditPath(subtree, { index, start, count: left }), subtree(start + left, count - left)]
    : [...auditPath(subtree, { index: index - left, start: start + left, count: count - left }), subtree(start, left)];
};

/** SUBPROOF(m, D[n], b) of RFC 6962; `b` holds while the part begins at 0. */
const prefixProof = (subtree: Subtree, at: { from: number; start: number; count: number }): Buffer[] => {
  const { from, start, count } = at;
  if (from === count) return start === 0 ? [] : [subtree(start, count)];
  const left = largestPowerBelow(count);
  return from <= left
    ? [...prefixProof(subtree, { from, start, count: left }), subtree(start + left, count - left)]
    : [...prefixProof(subtree, { from: from - left, start: start + left, count: count - left }), subtree(start, left)];
};

/** The largest power of two below `count`, which must be over 1: where RFC 6962 splits a tree. */
export const largestPowerBelow = (count: number): number => 2 ** Math.ceil(Math.log2(count) - 1);
