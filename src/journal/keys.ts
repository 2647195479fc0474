import { hash } from "node:crypto";
import { canonicalJson } from "../kernel/canonical-json.ts";
import type { Sent } from "./chapter.ts";

/** Where a key was used and for what content. */
export type KeyUse = { readonly index: number; readonly content: string };

/** All idempotency keys of the journal, 28 bytes a key outside of the heap, told apart by 128 bits of SHA-256. */
export type Keys = {
  readonly find: (key: Buffer) => KeyUse | undefined;
  /** Adds a key that is not there yet. */
  readonly add: (key: Buffer, use: KeyUse) => void;
  readonly size: () => number;
};

const WORDS = 7;
const FIRST_SLOTS = 16;

export const keyDigest = (key: string): Buffer => hash("sha256", key, "buffer");

/** 16 hex digits over name, the date asked for, and input: the same command again has the same content. */
export const contentDigest = ({ name, on = "", input }: Sent): string =>
  hash("sha256", `${name}\n${on}\n${canonicalJson(input)}`).slice(0, 16);

export const createKeys = (): Keys => {
  const shards: Shard[] = [];
  const shardOf = (key: Buffer) => (shards[key[16] ?? 0] ??= createShard());
  let size = 0;
  return {
    find: (key) => shardOf(key).find(words(key)),
    add: (key, { index, content }) => {
      const high = Number.parseInt(content.slice(0, 8), 16);
      const low = Number.parseInt(content.slice(8), 16);
      shardOf(key).add([...words(key), high, low, index + 1]);
      size += 1;
    },
    size: () => size,
  };
};

type Shard = { find(key: readonly number[]): KeyUse | undefined; add(entry: readonly number[]): void };

/** One of at most 256, made when its first key comes. Open addressing with linear probing; a slot is four words of key, two of content and the index plus one. */
const createShard = (): Shard => {
  let slots = new Uint32Array(FIRST_SLOTS * WORDS);
  let used = 0;

  const slotOf = (table: Uint32Array, key: ArrayLike<number>): number => {
    const count = table.length / WORDS;
    let slot = (key[0] ?? 0) % count;
    while (table[slot * WORDS + 6] !== 0 && !sameKey(table, slot * WORDS, key)) slot = (slot + 1) % count;
    return slot * WORDS;
  };
  const grow = () => {
    const wider = new Uint32Array(slots.length * 2);
    for (let from = 0; from < slots.length; from += WORDS) {
      if (slots[from + 6] === 0) continue;
      const entry = slots.subarray(from, from + WORDS);
      wider.set(entry, slotOf(wider, entry));
    }
    slots = wider;
  };

  return {
    find: (key) => {
      const at = slotOf(slots, key);
      const stored = slots[at + 6] ?? 0;
      if (stored === 0) return undefined;
      return { index: stored - 1, content: hex(slots[at + 4] ?? 0) + hex(slots[at + 5] ?? 0) };
    },
    add: (entry) => {
      if ((used + 1) * WORDS * 3 > slots.length * 2) grow();
      slots.set(entry, slotOf(slots, entry));
      used += 1;
    },
  };
};

const sameKey = (table: Uint32Array, at: number, key: ArrayLike<number>): boolean =>
  table[at] === key[0] && table[at + 1] === key[1] && table[at + 2] === key[2] && table[at + 3] === key[3];

const words = (key: Buffer): number[] => [
  key.readUInt32LE(0),
  key.readUInt32LE(4),
  key.readUInt32LE(8),
  key.readUInt32LE(12),
];

const hex = (word: number): string => word.toString(16).padStart(8, "0");
