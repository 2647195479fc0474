const FIRST_SLOTS = 16;

export type HashIndexDeps<Key> = {
  /** The 32-bit hash of the item with this number. */
  readonly hashOf: (number: number) => number;
  readonly is: (number: number, key: Key) => boolean;
};

/** Finds numbered items by a key that is kept elsewhere; 4 bytes a slot, outside of the heap. It grows a shard at a time. */
export type HashIndex<Key> = {
  readonly find: (hash: number, key: Key) => number | undefined;
  /** Adds an item that is not there yet. */
  readonly add: (hash: number, number: number) => void;
};

/** One of at most 256, made when its first item comes. */
type Shard = { slots: Uint32Array; used: number };

/** Open addressing with linear probing; a slot is the number of an item plus one. The high bits choose the shard. */
export const createHashIndex = <Key>({ hashOf, is }: HashIndexDeps<Key>): HashIndex<Key> => {
  const shards: Shard[] = [];
  const shardOf = (hash: number) => (shards[hash >>> 24] ??= { slots: new Uint32Array(FIRST_SLOTS), used: 0 });
  const place = (slots: Uint32Array, hash: number, stored: number): void => {
    let slot = hash & (slots.length - 1);
    while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1);
    slots[slot] = stored;
  };
  const grown = (before: Uint32Array): Uint32Array => {
    const slots = new Uint32Array(before.length * 2);
    for (const stored of before) if (stored !== 0) place(slots, hashOf(stored - 1), stored);
    return slots;
  };
  return {
    find: (hash, key) => {
      const { slots } = shardOf(hash);
      let slot = hash & (slots.length - 1);
      for (let stored = slots[slot] ?? 0; stored !== 0; stored = slots[slot] ?? 0) {
        if (is(stored - 1, key)) return stored - 1;
        slot = (slot + 1) & (slots.length - 1);
      }
      return undefined;
    },
    add: (hash, number) => {
      const shard = shardOf(hash);
      if ((shard.used + 1) * 3 > shard.slots.length * 2) shard.slots = grown(shard.slots);
      place(shard.slots, hash, number + 1);
      shard.used += 1;
    },
  };
};
