import type { SheetStore } from "./sheet-store.ts";
import type { SealedPerson } from "./store.ts";

export type Sheets = ReturnType<typeof openSheets>;

export type SheetsDeps = {
  readonly store: SheetStore;
  readonly clock: () => Date;
  readonly newId: (prefix: string) => string;
};

/** The sheets that stand: those of this process, and those of others as far as it has looked. */
export const openSheets = ({ store, clock, newId }: SheetsDeps) => {
  const places = openPlaces();
  const writing = new Set<string>();
  const unpacking = new Map<string, Promise<void>>();
  return {
    /** Learns what other processes did. */
    look: async (): Promise<void> => {
      const before = places.standing();
      const names = await store.names();
      const standing = new Set(names);
      for (const sheet of before) if (!standing.has(sheet)) places.forget(sheet);
      for (const sheet of names) {
        if (places.has(sheet) || writing.has(sheet)) continue;
        const persons = await store.read(sheet);
        if (persons !== undefined) places.learn(sheet, persons);
      }
    },
    holding: places.holding,
    standing: places.standing,
    crossing: places.crossing,
    read: store.read,
    names: store.names,
    all: store.all,
    /** Durable when it settles. */
    add: async (persons: readonly SealedPerson[]): Promise<void> => {
      const sheet = `${clock().getTime()}#${newId("S")}`;
      writing.add(sheet);
      try {
        await store.add(sheet, persons);
        places.learn(sheet, persons);
      } finally {
        writing.delete(sheet);
      }
    },
    /** Removes a sheet when `work` has put its people into their documents; who asks meanwhile waits for the same work. */
    unpackedBy: (sheet: string, work: (persons: readonly SealedPerson[]) => Promise<void>): Promise<void> => {
      const unpack = async (): Promise<void> => {
        const persons = await store.read(sheet);
        if (persons !== undefined) await work(persons);
        await store.drop(sheet);
        places.forget(sheet);
      };
      const under = unpacking.get(sheet) ?? unpack().finally(() => unpacking.delete(sheet));
      unpacking.set(sheet, under);
      return under;
    },
  };
};

/** When a sheet was written, in milliseconds. */
export const writtenAt = (sheet: string): number => Number(sheet.slice(0, sheet.indexOf("#")));

/** Who stands in which sheet. */
const openPlaces = () => {
  const peopleOf = new Map<string, readonly string[]>();
  const sheetOf = new Map<string, string>();
  const crossing = new Set<string>();
  return {
    has: (sheet: string): boolean => peopleOf.has(sheet),
    learn: (sheet: string, persons: readonly SealedPerson[]): void => {
      const ids = persons.map(({ _id }) => _id);
      peopleOf.set(sheet, ids);
      for (const id of ids) {
        const other = sheetOf.get(id) ?? sheet;
        if (other === sheet) sheetOf.set(id, sheet);
        else crossing.add(other).add(sheet);
      }
    },
    forget: (sheet: string): void => {
      for (const id of peopleOf.get(sheet) ?? []) if (sheetOf.get(id) === sheet) sheetOf.delete(id);
      peopleOf.delete(sheet);
      crossing.delete(sheet);
    },
    /** Sheet → those of the people who stand in it. */
    holding: (people: readonly string[]): Map<string, string[]> => {
      const holding = new Map<string, string[]>();
      for (const person of people) {
        const sheet = sheetOf.get(person);
        if (sheet === undefined) continue;
        const some = holding.get(sheet) ?? [];
        holding.set(sheet, some);
        some.push(person);
      }
      return holding;
    },
    /** Oldest first. */
    standing: (): string[] => [...peopleOf.keys()].sort(),
    /** Sheets that have a person in common, as when two requests bring the same people at the same moment; oldest first. */
    crossing: (): string[] => [...crossing].sort(),
  };
};
