import type { RandomBytes } from "../kernel/ids.ts";
import { deriveKey, keyedHash, seal, unseal } from "../platform/crypto.ts";
import type { Erased, Person } from "./person.ts";
import type { SealedPerson } from "./store.ts";

const DATA_KEY = 32;
const BLOCK = 4_096;

/**
 * Seals and opens persons: AES-256-GCM with a data key per person, which the master key wraps. Erasing the wrapped key makes
 * every copy of the sealed data unreadable, also in backups of before (PII-13).
 */
export type Vault = {
  /** The next document of a person; a known one keeps its data key. */
  readonly sealPerson: (id: string, person: Person, before: SealedPerson | undefined) => SealedPerson;
  readonly openPerson: (sealed: SealedPerson) => Person | Erased;
  /** Keyed hash of an identity number, with a key of its own (PII-14). */
  readonly identityHash: (number: string) => string;
};

export const openVault = (deps: { vaultKey: Uint8Array; nameKey: Uint8Array; randomBytes: RandomBytes }): Vault => {
  const randomBytes = inBlocks(deps.randomBytes);
  const wrapping = deriveKey(deps.vaultKey, "people");
  const numbers = deriveKey(deps.nameKey, "identity-number");
  const unwrap = (id: string, wrapped: string) =>
    unseal(Buffer.from(wrapped, "base64"), { key: wrapping, context: `key:${id}` });
  const wrap = (id: string, key: Uint8Array) =>
    seal(key, { key: wrapping, context: `key:${id}`, randomBytes }).toString("base64");
  return {
    sealPerson: (id, person, before) => {
      const key = before?.key === undefined ? randomBytes(DATA_KEY) : unwrap(id, before.key);
      const plain = Buffer.from(JSON.stringify(person));
      return {
        _id: id,
        rev: (before?.rev ?? 0) + 1,
        key: before?.key ?? wrap(id, key),
        data: seal(plain, { key, context: `person:${id}`, randomBytes }).toString("base64"),
      };
    },
    openPerson: ({ _id, key, data, erasedAt }) => {
      if (erasedAt !== undefined) return { erased: true, at: erasedAt };
      if (key === undefined || data === undefined) throw new Error(`person ${_id} has no sealed data`);
      const plain = unseal(Buffer.from(data, "base64"), { key: unwrap(_id, key), context: `person:${_id}` });
      return JSON.parse(plain.toString("utf8")) as Person;
    },
    identityHash: (number) => keyedHash(numbers, number.trim().toUpperCase()),
  };
};

/** Random bytes drawn in blocks, for a draw costs more than its bytes; each byte is given out once. */
const inBlocks = (randomBytes: RandomBytes): RandomBytes => {
  let block = new Uint8Array(0);
  let used = 0;
  return (count) => {
    if (block.length - used < count) [block, used] = [new Uint8Array(randomBytes(BLOCK)), 0];
    used += count;
    return block.subarray(used - count, used);
  };
};
