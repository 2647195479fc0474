import { slices } from "../platform/ahead.ts";
import { isErased, type Person, withMore } from "./person.ts";
import { type Sheets, writtenAt } from "./sheets.ts";
import type { PeopleStore, SealedPerson } from "./store.ts";
import type { Vault } from "./vault.ts";

export type Entry = readonly [id: string, person: Person];
export type KeepDeps = {
  readonly store: PeopleStore;
  readonly sheets: Sheets;
  readonly vault: Vault;
  /** See config/limits.ts. */
  readonly limits: {
    readonly peopleAtOnce: number;
    readonly sheetPeopleLeast: number;
    readonly sheetCharacters: number;
    readonly sheetsStanding: number;
    readonly sheetsAJob: number;
    readonly sheetQuiet: number;
  };
};

/** A person as it stands: in a document of its own, or in a sheet that is not unpacked yet. */
type Standing = { readonly sealed: SealedPerson; readonly sheet?: string };
/** What shall stand, and the sheet in which the person stands now. */
type Change = { readonly next: SealedPerson; readonly sheet: string | undefined };
/** How people are read and written; `write` answers the ids that have to be read and written again. */
type Way = {
  readonly find: (ids: readonly string[], attempt: number) => Promise<Map<string, Standing>>;
  readonly write: (changes: readonly Change[]) => Promise<string[]>;
};

/** The people of these ids, wherever they stand; a document is newer than a sheet. */
export const findPeople = async (deps: KeepDeps, ids: readonly string[]): Promise<Map<string, Standing>> => {
  await lookAtSheets(deps);
  return findBeside(deps, ids);
};

/** Before documents are read: a sheet goes only when its documents stand. */
const lookAtSheets = async (deps: KeepDeps): Promise<void> => {
  await deps.sheets.look();
  for (const sheet of deps.sheets.crossing()) await unpack(deps, sheet);
};

const findBeside = async ({ store, sheets }: KeepDeps, ids: readonly string[]): Promise<Map<string, Standing>> => {
  const placed = sheets.holding(ids);
  const found = await findDocuments(store, ids);
  for (const [sheet, some] of placed) {
    const missing = some.filter((id) => !found.has(id));
    for (const [id, standing] of missing.length === 0 ? [] : await findInSheet({ store, sheets }, sheet, missing))
      found.set(id, standing);
  }
  return found;
};

const findInSheet = async (
  { store, sheets }: Pick<KeepDeps, "store" | "sheets">,
  sheet: string,
  ids: readonly string[],
): Promise<Map<string, Standing>> => {
  const persons = await sheets.read(sheet);
  // It was unpacked since the documents were read.
  if (persons === undefined) return findDocuments(store, ids);
  const wanted = new Set(ids);
  return new Map(persons.filter(({ _id }) => wanted.has(_id)).map((sealed) => [sealed._id, { sealed, sheet }]));
};

const findDocuments = async (store: PeopleStore, ids: readonly string[]): Promise<Map<string, Standing>> =>
  new Map((await store.find(ids)).map((sealed) => [sealed._id, { sealed }]));

/** Adds to what is known of people. Answers the ids of erased ones, which are left alone. */
export const keepMany = (deps: KeepDeps, persons: readonly Entry[]): Promise<ReadonlySet<string>> =>
  add(
    { find: (ids, attempt) => findToAdd(deps, ids, attempt), write: (changes) => writeMany(deps, changes) },
    deps.vault,
    persons,
  );

/** A few people who are in no sheet are taken for new at first, for most are: who is not is refused by the engine. */
const findToAdd = async (deps: KeepDeps, ids: readonly string[], attempt: number): Promise<Map<string, Standing>> => {
  await lookAtSheets(deps);
  const mayBeNew = attempt === 0 && ids.length < deps.limits.sheetPeopleLeast && deps.sheets.holding(ids).size === 0;
  return mayBeNew ? new Map() : findBeside(deps, ids);
};

export const ATTEMPTS = 5;

/** Reads, adds, writes over the rev that was read; what somebody else wrote meanwhile is done again. */
const add = async (way: Way, vault: Vault, persons: readonly Entry[]): Promise<ReadonlySet<string>> => {
  const erased = new Set<string>();
  let waiting = mergedById(persons);
  for (let attempt = 0; waiting.size > 0; attempt += 1) {
    if (attempt === ATTEMPTS) throw new Error("people are being written by too many at once");
    const before = await way.find([...waiting.keys()], attempt);
    const changes: Change[] = [];
    for (const [id, person] of waiting) {
      const { sealed, sheet } = before.get(id) ?? {};
      const known = sealed === undefined ? undefined : vault.openPerson(sealed);
      if (isErased(known)) {
        erased.add(id);
        continue;
      }
      const next = withMore(known, person);
      if (next !== undefined) changes.push({ next: vault.sealPerson(id, next, sealed), sheet });
    }
    const again = new Set(await way.write(changes));
    waiting = new Map([...waiting].filter(([id]) => again.has(id)));
  }
  return erased;
};

const mergedById = (persons: readonly Entry[]): Map<string, Person> => {
  const merged = new Map<string, Person>();
  for (const [id, person] of persons) merged.set(id, withMore(merged.get(id), person) ?? person);
  return merged;
};

/** Many new people go into a sheet; of who stands in one, it is unpacked before more is said of them. */
const writeMany = async (deps: KeepDeps, changes: readonly Change[]): Promise<string[]> => {
  const again: string[] = [];
  const [fresh, further]: [SealedPerson[], SealedPerson[]] = [[], []];
  for (const { next, sheet } of changes) {
    if (sheet !== undefined) again.push(next._id);
    else if (next.rev === 1) fresh.push(next);
    else further.push(next);
  }
  for (const sheet of new Set(changes.map((change) => change.sheet)))
    if (sheet !== undefined) await unpack(deps, sheet);
  for (const some of slices(fresh, deps.limits.peopleAtOnce)) {
    if (isForSheet(some, deps.limits)) await addSheet(deps, some);
    else further.push(...some);
  }
  return [...again, ...(await deps.store.write(further))];
};

const isForSheet = (persons: readonly SealedPerson[], limits: KeepDeps["limits"]): boolean =>
  persons.length >= limits.sheetPeopleLeast &&
  persons.reduce((sum, { data = "" }) => sum + data.length, 0) <= limits.sheetCharacters;

/** Who wants to write one sheet more than may stand unpacks the oldest first. */
const addSheet = async (deps: KeepDeps, persons: readonly SealedPerson[]): Promise<void> => {
  const standing = deps.sheets.standing();
  const tooMany = Math.max(0, standing.length + 1 - deps.limits.sheetsStanding);
  for (const sheet of standing.slice(0, tooMany)) await unpack(deps, sheet);
  await deps.sheets.add(persons);
};

/** Puts the people of a sheet into documents of their own; twice is once, also when it stops in between. */
export const unpack = ({ store, sheets, vault }: KeepDeps, sheet: string): Promise<void> =>
  sheets.unpackedBy(sheet, async (persons) => {
    const taken = new Set(await store.write(persons));
    const entries = persons.flatMap((sealed): Entry[] => {
      const person = taken.has(sealed._id) ? vault.openPerson(sealed) : undefined;
      return person === undefined || isErased(person) ? [] : [[sealed._id, person]];
    });
    const way = {
      find: (ids: readonly string[]) => findDocuments(store, ids),
      write: (changes: readonly Change[]) => store.write(changes.map(({ next }) => next)),
    };
    await add(way, vault, entries);
    await store.harden(persons.at(-1));
  });

/**
 * Unpacks what stands in sheets, some at a time, when nobody has written one for a while: an import that is under way
 * needs the engine. Then also what a writer left behind that stopped before its sheet counted.
 */
export const unpackSome = async (deps: KeepDeps & { readonly clock: () => Date }): Promise<void> => {
  const { sheets, clock, limits } = deps;
  for (let unpacked = 0; unpacked < limits.sheetsAJob; unpacked += 1) {
    const [oldest, ...younger] = await sheets.names();
    if (oldest === undefined) break;
    const newest = writtenAt(younger.at(-1) ?? oldest);
    if (clock().getTime() - newest < limits.sheetQuiet) return;
    await unpack(deps, oldest);
  }
  if ((await sheets.names()).length > 0) return;
  for (const left of await sheets.all()) await unpack(deps, left);
};
