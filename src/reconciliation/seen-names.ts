import { hash } from "node:crypto";

/** Remembers names by eight bytes of their digest: a million of them fit into 16 MiB. */
export type SeenNames = {
  /** False when the name was added before. */
  readonly add: (name: string) => boolean;
};

const FIRST_SLOTS = 1_024;

/** Open addressing with linear probing, at most half full. Two names of one digest would need some 10⁹ rows to be likely. */
export const seenNames = (): SeenNames => {
  let slots = new Uint32Array(2 * FIRST_SLOTS);
  let used = 0;
  const grow = (): void => {
    const narrow = slots;
    slots = new Uint32Array(narrow.length * 2);
    for (let from = 0; from < narrow.length; from += 2) {
      const [low = 0, high = 0] = narrow.subarray(from, from + 2);
      if (low !== 0 || high !== 0) put(slots, low, high);
    }
  };
  return {
    add: (name) => {
      if (used * 4 >= slots.length) grow();
      const digest = hash("sha256", name, "buffer");
      const isNew = put(slots, digest.readUInt32LE(0), digest.readUInt32LE(4) || 1);
      if (isNew) used += 1;
      return isNew;
    },
  };
};

/** False when the pair stands there already. */
const put = (slots: Uint32Array, low: number, high: number): boolean => {
  const count = slots.length / 2;
  let at = (low % count) * 2;
  while (slots[at] !== 0 || slots[at + 1] !== 0) {
    if (slots[at] === low && slots[at + 1] === high) return false;
    at = (at + 2) % slots.length;
  }
  slots[at] = low;
  slots[at + 1] = high;
  return true;
};
