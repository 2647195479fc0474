import { hash } from "node:crypto";
import { canonicalJson } from "../kernel/canonical-json.ts";
import { type ByteList, createByteList } from "./byte-list.ts";
import type { Sent } from "./chapter.ts";
import { createHashIndex } from "./hash-index.ts";
import { sha256Text } from "./sha256.ts";

/** Where a key was used and for what content. */
export type KeyUse = { readonly index: number; readonly content: string };

/** All idempotency keys of the journal, some 32 bytes a key outside of the heap, told apart by 128 bits of SHA-256. */
export type Keys = {
  readonly find: (key: string) => KeyUse | undefined;
  /** Adds the key of a line. Indexes only rise; a line whose key is left out keeps its place empty. */
  readonly add: (key: string, use: KeyUse) => void;
  readonly size: () => number;
  /** Keys and contents in the order of the lines, for a snapshot. */
  readonly pages: () => Iterable<Buffer>;
};

const KEY_BYTES = 16;
const ENTRY_BYTES = KEY_BYTES + 8;

/** The first 128 bits of the key's SHA-256, as a text of one character a byte. */
export const keyDigest = (key: string): string => sha256Text(key).slice(0, KEY_BYTES);

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
  const places = createHashIndex<string>(entries.startsWith, entries.size());
  const fresh = Buffer.alloc(ENTRY_BYTES);
  const empty = Buffer.alloc(ENTRY_BYTES);
  let size = 0;
  const point = (index: number) => {
    places.add(entries.numberAt(index), index);
    size += 1;
  };
  for (let index = 0; index < entries.size(); index += 1)
    if (entries.numberAt(index) !== 0 || !entries.at(index).equals(empty)) point(index);
  return {
    find: (key) => {
      const index = places.find(hashOf(key), key);
      return index === undefined ? undefined : { index, content: entries.at(index).toString("hex", KEY_BYTES) };
    },
    add: (key, { index, content }) => {
      while (entries.size() < index) entries.push(empty);
      fresh.write(key, 0, "latin1");
      fresh.write(content, KEY_BYTES, "hex");
      entries.push(fresh);
      point(index);
    },
    size: () => size,
    pages: entries.pages,
  };
};

/** The number that the first four bytes of an entry are, too. */
const hashOf = (key: string): number =>
  (key.charCodeAt(0) | (key.charCodeAt(1) << 8) | (key.charCodeAt(2) << 16) | (key.charCodeAt(3) << 24)) >>> 0;
