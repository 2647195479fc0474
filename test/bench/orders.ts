import { hash } from "node:crypto";

/** Order number → amount in fen, in twelve bytes an order: what a process needs to know of a million orders. */
export type Orders = {
  readonly set: (order: string, amount: bigint) => void;
  readonly get: (order: string) => bigint | undefined;
};

/** Open addressing over room for so many orders; an order is told by eight bytes of its digest. */
export const ordersFor = (most: number): Orders => {
  const room = 2 * most;
  const digests = new BigUint64Array(room);
  const amounts = new Uint32Array(room);
  const placeOf = (order: string): { at: number; digest: bigint } => {
    const digest = hash("sha256", order, "buffer").readBigUInt64LE(0) || 1n;
    let at = Number(digest % BigInt(room));
    while (digests[at] !== 0n && digests[at] !== digest) at = (at + 1) % room;
    return { at, digest };
  };
  return {
    set: (order, amount) => {
      const { at, digest } = placeOf(order);
      digests[at] = digest;
      amounts[at] = Number(amount);
    },
    get: (order) => {
      const { at, digest } = placeOf(order);
      return digests[at] === digest ? BigInt(amounts[at] ?? 0) : undefined;
    },
  };
};
