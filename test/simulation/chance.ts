/** All randomness of a simulated run: the same seed gives the same run. */
export type Chance = {
  /** At least 0, below 1. */
  readonly share: () => number;
  /** A whole number from 0 to `count` − 1. */
  readonly below: (count: number) => number;
  readonly between: (least: number, most: number) => number;
  readonly happens: (probability: number) => boolean;
  readonly pick: <T>(list: readonly T[]) => T;
  readonly bytes: (count: number) => Uint8Array;
};

/** The generator mulberry32. Neighbouring seeds are spread apart first, so that seeds 1, 2, 3 … share nothing. */
export const openChance = (seed: number): Chance => {
  let state = Math.imul(seed ^ (seed >>> 15), 0x2c1b3c6d) ^ Math.floor(seed / 2 ** 32);
  const word = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const share = () => word() / 2 ** 32;
  const below = (count: number) => Math.floor(share() * count);
  return {
    share,
    below,
    between: (least, most) => least + share() * (most - least),
    happens: (probability) => share() < probability,
    pick: <T>(list: readonly T[]) => list[below(list.length)] as T,
    bytes: (count) => Uint8Array.from({ length: count }, () => word() & 0xff),
  };
};
