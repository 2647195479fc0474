import { hash } from "node:crypto";
import { canonicalJson } from "../kernel/canonical-json.ts";
import { type ByteList, createByteList } from "./byte-list.ts";
import type { Sent } from "./chapter.ts";
import { createHashIndex } from "./hash-index.ts";
import { sha256 } from "./sha256.ts";

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

const KEY_BYTES = 16;
const ENTRY_BYTES = KEY_BYTES + 8;

export const keyDigest = (key: string): Buffer => sha256(key);

/** 16 hex digits over name, the date asked for, and input: the same command again has the same content. */
export const contentDigest = ({ name, on = "", input }: Sent): string =>
  hash("sha256", `${name}\n${on}\n${canonicalJson(input)}`).slice(0, 16);

/** The keys whose `pages` these are, each of whole entries. */
export const loadKeys = (pages: Iterable<Buffer>): Keys => {
  const entries = createByteList(ENTRY_BYTES);
  for (const page of pages) entries.append(page);
  return createKeys(entries);
};

export const createKeys = (entries: ByteList = createByteList(ENTRY_BYTES)): Keys => {
  const places = createHashIndex<Buffer>({
    hashOf: (index) => entries.at(index).readUInt32LE(0),
    is: (index, key) => entries.at(index).compare(key, 0, KEY_BYTES, 0, KEY_BYTES) === 0,
  });
  const fresh = Buffer.alloc(ENTRY_BYTES);
  const empty = Buffer.alloc(ENTRY_BYTES);
  let size = 0;
  const point = (entry: Buffer, index: number) => {
    places.add(entry.readUInt32LE(0), index);
    size += 1;
  };
  for (let index = 0; index < entries.size(); index += 1) {
    const entry = entries.at(index);
    if (!entry.equals(empty)) point(entry, index);
  }
  return {
    find: (key) => {
      const index = places.find(key.readUInt32LE(0), key);
      return index === undefined ? undefined : { index, content: entries.at(index).toString("hex", KEY_BYTES) };
    },
    add: (key, { index, content }) => {
      while (entries.size() < index) entries.push(empty);
      key.copy(fresh, 0, 0, KEY_BYTES);
      fresh.write(content, KEY_BYTES, "hex");
      entries.push(fresh);
      point(fresh, index);
    },
    size: () => size,
    pages: entries.pages,
  };
};
