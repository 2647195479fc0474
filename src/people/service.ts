import { type Refusal, refuse } from "../kernel/result.ts";
import { gather } from "./gather.ts";
import { ATTEMPTS, type Entry, findPeople, keepMany, type KeepDeps, unpack, unpackSome } from "./keep.ts";
import { type Erased, isErased, type MaskedPerson, maskPerson, type Person } from "./person.ts";
import { refusalToUse, type Standing, type Standings } from "./standings.ts";
import type { Access } from "./store.ts";

export type Reader = { readonly by: string; readonly reason: string };

/** Names, phones and accounts live here and nowhere else; everything outside knows a person by the opaque id. */
export type People = {
  /** Adds to what is known of a person; the same again changes nothing. Of a blocked or erased person nothing is kept (refused). */
  readonly keep: (id: string, person: Person) => Promise<Refusal | undefined>;
  /** As `keep` for many at once; blocked and erased persons are left alone. Later entries of one id add to earlier ones. */
  readonly keepMany: (persons: readonly Entry[]) => Promise<void>;
  /** Set when the data have to go: what is asked of them below is then refused, or leaves the person out (PII-13). */
  readonly standing: (id: string) => Standing | undefined;
  /** Why a person's data, papers included, may not be used; undefined when they may. */
  readonly barred: (id: string) => Refusal | undefined;
  /** The plain data, logged with who and why. */
  readonly reveal: (id: string, reader: Reader) => Promise<Person | Refusal>;
  /** Masked data for the desk; unknown, blocked and erased persons are left out. */
  readonly maskedOf: (ids: Iterable<string>) => Promise<Map<string, MaskedPerson>>;
  /** Plain names for a purpose of the system (receipt, publication by consent), logged; who is unknown, blocked or erased is left out. */
  readonly namesOf: (ids: Iterable<string>, reader: Reader) => Promise<Map<string, string>>;
  /** Destroys the person's key and data for ever (PII-13). Twice is once. */
  readonly erase: (id: string, by: string) => Promise<Refusal | undefined>;
  readonly identityHash: (number: string) => string;
  /** Who read this person's plain data, when and why, oldest first. */
  readonly readsOf: (id: string) => Promise<Access[]>;
  /** Gives people who came in by hundreds documents of their own, some at a time; does nothing while more of them come. */
  readonly unpack: () => Promise<void>;
};

export type PeopleDeps = KeepDeps & {
  readonly standings: Pick<Standings, "standing">;
  readonly clock: () => Date;
  readonly newId: (prefix: string) => string;
};

export const peopleService = (deps: PeopleDeps): People => {
  const { store, vault, limits, standings } = deps;
  const { standing } = standings;
  const barred = (id: string) => refusalToUse(id, standing(id));
  const keepAll = (persons: readonly Entry[]) => keepMany(deps, persons);
  const keepOne = gather(keepAll, limits.peopleAtOnce);
  return {
    keep: async (id, person) => {
      const refusal = barred(id);
      if (refusal) return refusal;
      const erased = await keepOne([id, person]);
      return erased.has(id) ? refuse("person_erased", { person: id }) : undefined;
    },
    keepMany: async (persons) => {
      const usable = persons.filter(([id]) => standing(id) === undefined);
      const [first] = usable;
      await (usable.length === 1 && first !== undefined ? keepOne(first) : keepAll(usable));
    },
    standing,
    barred,
    reveal: async (id, reader) => {
      const refusal = barred(id);
      if (refusal) return refusal;
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
    unpack: () => unpackSome(deps),
  };
};

const open = async (deps: PeopleDeps, ids: Iterable<string>): Promise<Map<string, Person | Erased>> => {
  const usable = [...new Set(ids)].filter((id) => deps.standings.standing(id) === undefined);
  const found = await findPeople(deps, usable);
  return new Map([...found].map(([id, { sealed }]) => [id, deps.vault.openPerson(sealed)]));
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
    const { sealed, sheet } = (await findPeople(deps, [id])).get(id) ?? {};
    if (sealed === undefined) return refuse("person_unknown", { person: id });
    if (sealed.erasedAt !== undefined) return undefined;
    // A sheet must not keep the key.
    if (sheet !== undefined) await unpack(deps, sheet);
    const tombstone = { _id: id, rev: sealed.rev + 1, erasedAt: deps.clock().toISOString(), erasedBy: by };
    if ((await deps.store.write([tombstone])).length === 0) return undefined;
  }
  throw new Error(`person ${id} is being written by too many at once`);
};
