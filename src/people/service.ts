import { limits } from "../../config/limits.ts";
import { type Refusal, refuse } from "../kernel/result.ts";
import { gather } from "./gather.ts";
import { type Erased, isErased, type MaskedPerson, maskPerson, type Person, withMore } from "./person.ts";
import type { Access, PeopleStore, SealedPerson } from "./store.ts";
import type { Vault } from "./vault.ts";

export type Reader = { readonly by: string; readonly reason: string };

/** Names, phones and accounts live here and nowhere else; everything outside knows a person by the opaque id. */
export type People = {
  /** Adds to what is known of a person; the same again changes nothing. An erased person stays erased (refused). */
  readonly keep: (id: string, person: Person) => Promise<Refusal | undefined>;
  /** As `keep` for many at once; erased persons are left alone. Later entries of one id add to earlier ones. */
  readonly keepMany: (persons: readonly Entry[]) => Promise<void>;
  /** The plain data, logged with who and why. */
  readonly reveal: (id: string, reader: Reader) => Promise<Person | Refusal>;
  /** Masked data for the desk; unknown and erased persons are left out. */
  readonly maskedOf: (ids: Iterable<string>) => Promise<Map<string, MaskedPerson>>;
  /** Plain names for a purpose of the system (receipt, publication by consent), logged; unknown and erased persons are left out. */
  readonly namesOf: (ids: Iterable<string>, reader: Reader) => Promise<Map<string, string>>;
  /** Destroys the person's key and data for ever (PII-13). Twice is once. */
  readonly erase: (id: string, by: string) => Promise<Refusal | undefined>;
  readonly identityHash: (number: string) => string;
  /** Who read this person's plain data, when and why, oldest first. */
  readonly readsOf: (id: string) => Promise<Access[]>;
};

type Entry = readonly [id: string, person: Person];

export type PeopleDeps = {
  readonly store: PeopleStore;
  readonly vault: Vault;
  readonly clock: () => Date;
  readonly newId: (prefix: string) => string;
};

export const peopleService = (deps: PeopleDeps): People => {
  const { store, vault } = deps;
  const keepAll = (persons: readonly Entry[]) => keepMany(deps, persons);
  const keepOne = gather(keepAll, limits.peopleAtOnce);
  return {
    keep: async (id, person) => {
      await keepOne([id, person]);
      const [kept] = await store.find([id]);
      return kept?.erasedAt === undefined ? undefined : refuse("person_erased", { person: id });
    },
    keepMany: async (persons) => {
      const [first] = persons;
      await (persons.length === 1 && first !== undefined ? keepOne(first) : keepAll(persons));
    },
    reveal: async (id, reader) => {
      const person = (await open(deps, [id])).get(id);
      if (person === undefined) return refuse("person_unknown", { person: id });
      if (isErased(person)) return refuse("person_erased", { person: id });
      await logReads(deps, [id], reader);
      return person;
    },
    maskedOf: async (ids) => {
      const masked = new Map<string, MaskedPerson>();
      for (const [id, person] of await open(deps, ids)) if (!isErased(person)) masked.set(id, maskPerson(person));
      return masked;
    },
    namesOf: async (ids, reader) => {
      const names = new Map<string, string>();
      for (const [id, person] of await open(deps, ids)) if (!isErased(person)) names.set(id, person.name);
      if (names.size > 0) await logReads(deps, [...names.keys()], reader);
      return names;
    },
    erase: (id, by) => erase(deps, id, by),
    identityHash: vault.identityHash,
    readsOf: store.readsOf,
  };
};

const ATTEMPTS = 5;

/** Reads, adds, writes over the rev that was read; what somebody else wrote meanwhile is done again. */
const keepMany = async ({ store, vault }: PeopleDeps, persons: readonly Entry[]): Promise<void> => {
  let waiting = mergedById(persons);
  for (let attempt = 0; waiting.size > 0; attempt += 1) {
    if (attempt === ATTEMPTS) throw new Error("people are being written by too many at once");
    const before = new Map((await store.find([...waiting.keys()])).map((sealed) => [sealed._id, sealed]));
    const documents: SealedPerson[] = [];
    for (const [id, person] of waiting) {
      const sealed = before.get(id);
      const known = sealed === undefined ? undefined : vault.openPerson(sealed);
      if (isErased(known)) continue;
      const next = withMore(known, person);
      if (next !== undefined) documents.push(vault.sealPerson(id, next, sealed));
    }
    const stale = new Set(await store.write(documents));
    waiting = new Map([...waiting].filter(([id]) => stale.has(id)));
  }
};

const mergedById = (persons: readonly Entry[]): Map<string, Person> => {
  const merged = new Map<string, Person>();
  for (const [id, person] of persons) merged.set(id, withMore(merged.get(id), person) ?? person);
  return merged;
};

const open = async ({ store, vault }: PeopleDeps, ids: Iterable<string>): Promise<Map<string, Person | Erased>> => {
  const sealed = await store.find([...new Set(ids)]);
  return new Map(sealed.map((document) => [document._id, vault.openPerson(document)]));
};

const PERSONS_A_READ = 500;

const logReads = async (deps: PeopleDeps, persons: readonly string[], { by, reason }: Reader): Promise<void> => {
  const at = deps.clock().toISOString();
  const reads: Access[] = [];
  for (let from = 0; from < persons.length; from += PERSONS_A_READ) {
    const _id = deps.newId("A");
    const some = persons.slice(from, from + PERSONS_A_READ);
    const [only] = some;
    const byPerson = some.length === 1 && only !== undefined ? { byPerson: `${only}#${at}#${_id}` } : {};
    reads.push({ _id, at, by, reason, persons: some, ...byPerson });
  }
  await deps.store.log(reads);
};

const erase = async (deps: PeopleDeps, id: string, by: string): Promise<Refusal | undefined> => {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const [before] = await deps.store.find([id]);
    if (before === undefined) return refuse("person_unknown", { person: id });
    if (before.erasedAt !== undefined) return undefined;
    const tombstone = { _id: id, rev: before.rev + 1, erasedAt: deps.clock().toISOString(), erasedBy: by };
    if ((await deps.store.write([tombstone])).length === 0) return undefined;
  }
  throw new Error(`person ${id} is being written by too many at once`);
};
