import { largestPowerBelow, nodeHash } from "./merkle.ts";

/** What a stranger holds after an inclusion proof: hashes as 32-byte buffers, `index` 0-based, `path` from the bottom. */
export type InclusionClaim = {
  readonly leaf: Buffer;
  readonly index: number;
  readonly size: number;
  readonly root: Buffer;
  readonly path: readonly Buffer[];
};

/** True when the leaf stands at `index` of the tree of `size` leaves with this root (RFC 6962 §2.1.1). */
export const verifyInclusion = ({ leaf, index, size, root, path }: InclusionClaim): boolean =>
  index >= 0 && index < size && climb({ leaf, index, size, path })?.equals(root) === true;

/** The root that a path leads to, split as the tree was; undefined when the path is too long or too short. */
const climb = ({ leaf, index, size, path }: Omit<InclusionClaim, "root">): Buffer | undefined => {
  if (size === 1) return path.length === 0 ? leaf : undefined;
  const left = largestPowerBelow(size);
  const inLeft = index < left;
  const below = climb({
    leaf,
    index: inLeft ? index : index - left,
    size: inLeft ? left : size - left,
    path: path.slice(0, -1),
  });
  const sibling = path.at(-1);
  if (!below || !sibling) return undefined;
  return inLeft ? nodeHash(below, sibling) : nodeHash(sibling, below);
};

/** What a stranger holds after a consistency proof between two roots. */
export type ConsistencyClaim = {
  readonly from: number;
  readonly to: number;
  readonly fromRoot: Buffer;
  readonly toRoot: Buffer;
  readonly path: readonly Buffer[];
};

/** True when the first `from` leaves of the tree of `to` leaves are the tree with `fromRoot` (RFC 6962 §2.1.2). */
export const verifyConsistency = ({ from, to, fromRoot, toRoot, path }: ConsistencyClaim): boolean => {
  if (from < 1 || from > to) return false;
  const roots = bothRoots({ from, to, known: fromRoot, path });
  return roots !== undefined && roots.older.equals(fromRoot) && roots.newer.equals(toRoot);
};

type Step = Pick<ConsistencyClaim, "from" | "to" | "path"> & { readonly known: Buffer | undefined };

/** The older and the newer root that a proof leads to. `known` is the old root, as long as only left turns were taken. */
const bothRoots = (step: Step): { older: Buffer; newer: Buffer } | undefined => {
  if (step.from === step.to) return oldRoot(step);
  const last = step.path.at(-1);
  const left = largestPowerBelow(step.to);
  const path = step.path.slice(0, -1);
  const inLeft = step.from <= left;
  const below = inLeft
    ? bothRoots({ ...step, to: left, path })
    : bothRoots({ from: step.from - left, to: step.to - left, known: undefined, path });
  if (!below || !last) return undefined;
  return inLeft
    ? { older: below.older, newer: nodeHash(below.newer, last) }
    : { older: nodeHash(last, below.older), newer: nodeHash(last, below.newer) };
};

const oldRoot = ({ known, path }: Step): { older: Buffer; newer: Buffer } | undefined => {
  if (path.length !== (known ? 0 : 1)) return undefined;
  const root = known ?? path[0];
  return root && { older: root, newer: root };
};
