const FIRST_SLOTS = 16;
const SHARDS = 256;
/** Words of a slot: the number of the item plus one, and its hash. */
const SLOT_WORDS = 2;
/** A shard has room for two items in three slots, and items fall into shards unevenly. */
const ROOM = 1.6;

/** Finds numbered items by a key that is kept elsewhere; 8 bytes a slot, outside of the heap. It grows a shard at a time. */
export type HashIndex<Key> = {
  readonly find: (hash: number, key: Key) => number | undefined;
  /** Adds an item that is not there yet. */
  readonly add: (hash: number, number: number) => void;
};

/** Made when its first item comes. */
type Shard = { slots: Uint32Array; used: number };

/**
 * Open addressing with linear probing; the high bits of the 32-bit hash choose the shard. A slot keeps the hash too, so
 * that what is elsewhere is looked at only when the item is most likely the one, and not at all while a shard grows. So
 * many items as are expected find room without growth.
 */
export const createHashIndex = <Key>(is: (number: number, key: Key) => boolean, expected = 0): HashIndex<Key> => {
  const shards: Shard[] = [];
  const firstSlots = Math.max(FIRST_SLOTS, 2 ** Math.ceil(Math.log2((expected / SHARDS) * ROOM)));
  const shardOf = (hash: number): Shard =>
    (shards[hash >>> 24] ??= { slots: new Uint32Array(firstSlots * SLOT_WORDS), used: 0 });
  const slotOf = (slots: Uint32Array, hash: number): number => (hash * SLOT_WORDS) & (slots.length - 1);
  const after = (slots: Uint32Array, slot: number): number => (slot + SLOT_WORDS) & (slots.length - 1);
  const place = (slots: Uint32Array, hash: number, stored: number): void => {
    let slot = slotOf(slots, hash);
    while (slots[slot] !== 0) slot = after(slots, slot);
    slots[slot] = stored;
    slots[slot + 1] = hash;
  };
  const grown = (before: Uint32Array): Uint32Array => {
    const slots = new Uint32Array(before.length * 2);
    for (let slot = 0; slot < before.length; slot += SLOT_WORDS)
      if (before[slot] !== 0) place(slots, before[slot + 1] ?? 0, before[slot] ?? 0);
    return slots;
  };
  return {
    find: (hash, key) => {
      const { slots } = shardOf(hash);
      let slot = slotOf(slots, hash);
      for (let stored = slots[slot] ?? 0; stored !== 0; stored = slots[slot] ?? 0) {
        if (slots[slot + 1] === hash && is(stored - 1, key)) return stored - 1;
        slot = after(slots, slot);
      }
      return undefined;
    },
    add: (hash, number) => {
      const shard = shardOf(hash);
      if ((shard.used + 1) * 3 * SLOT_WORDS > shard.slots.length * 2) shard.slots = grown(shard.slots);
      place(shard.slots, hash, number + 1);
      shard.used += 1;
    },
  };
};
