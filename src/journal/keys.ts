import { hash } from "node:crypto";
import { canonicalJson } from "../kernel/canonical-json.ts";
import { type ByteList, createByteList } from "./byte-list.ts";
import type { Command } from "./chapter.ts";

/** Where a key was used and for what content. */
export type KeyUse = { readonly index: number; readonly content: string };

/** All idempotency keys of the journal, some 32 bytes a key outside of the heap, told apart by 128 bits of SHA-256. */
export type Keys = {
  readonly find: (key: Buffer) => KeyUse | undefined;
  /** Adds the key of a line. Indexes only rise; a line whose key is left out keeps its place empty. */
  readonly add: (key: Buffer, use: KeyUse) => void;
  readonly size: () => number;
  /** Keys and contents in the order of the lines, for a snapshot. */
  readonly pages: () => Iterable<Buffer>;
};

const SHARDS = 256;
const FIRST_SLOTS = 16;
const KEY_BYTES = 16;
const ENTRY_BYTES = KEY_BYTES + 8;

export const keyDigest = (key: string): Buffer => hash("sha256", key, "buffer");

/** 16 hex digits over name, date and input: the same command again has the same content. */
export const contentDigest = ({ name, on, input }: Command): string =>
  hash("sha256", `${name}\n${on}\n${canonicalJson(input)}`).slice(0, 16);

/** The keys whose `pages` these are, each of whole entries. */
export const loadKeys = async (pages: AsyncIterable<Buffer>): Promise<Keys> => {
  const entries = createByteList(ENTRY_BYTES);
  for await (const page of pages) entries.append(page);
  return createKeys(entries);
};

export const createKeys = (entries: ByteList = createByteList(ENTRY_BYTES)): Keys => {
  const shards = Array.from({ length: SHARDS }, () => createShard(entries));
  const shardOf = (key: Buffer) => shards[key[KEY_BYTES - 1] ?? 0] as Shard;
  const fresh = Buffer.alloc(ENTRY_BYTES);
  const empty = Buffer.alloc(ENTRY_BYTES);
  let size = 0;
  const point = (index: number) => {
    const entry = entries.at(index);
    if (entry.equals(empty)) return;
    shardOf(entry).add(entry, index);
    size += 1;
  };
  for (let index = 0; index < entries.size(); index += 1) point(index);
  return {
    find: (key) => {
      const index = shardOf(key).find(key);
      return index === undefined ? undefined : { index, content: entries.at(index).toString("hex", KEY_BYTES) };
    },
    add: (key, { index, content }) => {
      while (entries.size() < index) entries.push(empty);
      key.copy(fresh, 0, 0, KEY_BYTES);
      fresh.write(content, KEY_BYTES, "hex");
      entries.push(fresh);
      point(index);
    },
    size: () => size,
    pages: entries.pages,
  };
};

type Shard = {
  readonly find: (key: Buffer) => number | undefined;
  readonly add: (key: Buffer, index: number) => void;
};

/** Open addressing with linear probing; a slot is the index of an entry plus one. */
const createShard = (entries: ByteList): Shard => {
  let slots = new Uint32Array(FIRST_SLOTS);
  let used = 0;

  const slotOf = (key: Buffer): number => {
    let slot = key.readUInt32LE(0) % slots.length;
    for (let stored = slots[slot]; stored !== 0 && stored !== undefined; stored = slots[slot]) {
      if (entries.at(stored - 1).compare(key, 0, KEY_BYTES, 0, KEY_BYTES) === 0) return slot;
      slot = (slot + 1) % slots.length;
    }
    return slot;
  };
  const grow = () => {
    const before = slots;
    slots = new Uint32Array(before.length * 2);
    for (const stored of before) if (stored !== 0) slots[slotOf(entries.at(stored - 1))] = stored;
  };

  return {
    find: (key) => {
      const stored = slots[slotOf(key)] ?? 0;
      return stored === 0 ? undefined : stored - 1;
    },
    add: (key, index) => {
      if ((used + 1) * 3 > slots.length * 2) grow();
      slots[slotOf(key)] = index + 1;
      used += 1;
    },
  };
};
