import { nodeHash } from "./merkle.ts";

/** What a stranger holds after an inclusion proof: hashes as 32-byte buffers, `index` 0-based. */
export type InclusionClaim = {
  readonly leaf: Buffer;
  readonly index: number;
  readonly size: number;
  readonly root: Buffer;
  readonly path: readonly Buffer[];
};

/** RFC 9162 §2.1.3.2: true when the leaf is at `index` of the tree of `size` leaves with this root. */
export const verifyInclusion = ({ leaf, index, size, root, path }: InclusionClaim): boolean => {
  if (index < 0 || index >= size) return false;
  let node = index;
  let last = size - 1;
  let found = leaf;
  for (const sibling of path) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      found = nodeHash(sibling, found);
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      found = nodeHash(found, sibling);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && found.equals(root);
};

export type ConsistencyClaim = {
  readonly from: number;
  readonly to: number;
  readonly fromRoot: Buffer;
  readonly toRoot: Buffer;
  readonly path: readonly Buffer[];
};

/** RFC 9162 §2.1.4.2: true when the tree of `from` leaves is a prefix of the tree of `to`. */
export const verifyConsistency = ({ from, to, fromRoot, toRoot, path }: ConsistencyClaim): boolean => {
  if (from < 1 || from > to) return false;
  if (from === to) return path.length === 0 && fromRoot.equals(toRoot);
  const [first, ...rest] = Number.isInteger(Math.log2(from)) ? [fromRoot, ...path] : path;
  if (first === undefined) return false;
  let node = from - 1;
  let last = to - 1;
  while (node % 2 === 1) [node, last] = [half(node), half(last)];
  let older = first;
  let newer = first;
  for (const sibling of rest) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      older = nodeHash(sibling, older);
      newer = nodeHash(sibling, newer);
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      newer = nodeHash(newer, sibling);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && older.equals(fromRoot) && newer.equals(toRoot);
};

const half = (value: number): number => Math.floor(value / 2);
