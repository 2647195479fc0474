import { isRefusal, type Refusal } from "../kernel/result.ts";
import type { Apply, Chapter, Command, Decide, Draft } from "./chapter.ts";
import { BrokenInvariant } from "./errors.ts";
import type { Line } from "./line.ts";
import type { Table } from "./table.ts";

/** A row that a batch changed or deleted; what it is now stands in its table. */
export type Change = { readonly table: Table<unknown>; readonly key: string };

/** All chapters as one: who decides a command, who applies a kind, and what is done to all tables together. */
export type Rules = {
  readonly tables: readonly Table<unknown>[];
  readonly decide: (command: Command, at: string) => Draft | Refusal;
  /** Applies a line to every chapter that knows its kind. Throws when none does. */
  readonly apply: (line: Line, index: number) => void;
  /** From here on what is applied is a proposal on top of those before it, seen by decisions only. */
  readonly propose: () => void;
  /** Ends the proposal; readers see what is committed. */
  readonly hide: () => void;
  /** Forgets what the youngest proposal has applied so far. */
  readonly again: () => void;
  /** Forgets all proposals. */
  readonly discard: () => void;
  /** Makes the oldest proposal part of the tables or, without one, accepts what was applied. What it returns names what changed. */
  readonly commit: () => () => Change[];
};

export const openRules = (chapters: readonly Chapter[]): Rules => {
  const tables: readonly Table<unknown>[] = chapters.flatMap((chapter) => chapter.tables);
  const decides = decidesOf(chapters);
  const applies = appliesOf(chapters);
  const guards = chapters.flatMap((chapter) => chapter.guard ?? []);
  assertUnique(tables.map((table) => table.name));

  return {
    tables,
    decide: (command, at) => {
      const decide = decides.get(command.name);
      if (!decide) throw new BrokenInvariant(`no chapter decides ${command.name}`);
      const decision = decide(command, { at });
      return isRefusal(decision) ? decision : (guarded(guards, decision, command) ?? decision);
    },
    apply: (line, index) => {
      const steps = applies.get(line.kind);
      if (!steps) throw new BrokenInvariant(`no chapter applies ${line.kind}`);
      for (const step of steps) step(line, index);
    },
    propose: () => tables.forEach((table) => table.propose()),
    hide: () => tables.forEach((table) => table.hide()),
    again: () => tables.forEach((table) => table.again()),
    discard: () => tables.forEach((table) => table.discard()),
    commit: () => {
      const changed = tables.map((table) => ({ table, keys: table.commit() }));
      return () => changed.flatMap(({ table, keys }) => [...new Set(keys)].map((key) => ({ table, key })));
    },
  };
};

type Guard = NonNullable<Chapter["guard"]>;

/** The first guard's refusal of a draft, in the order of the layers. */
const guarded = (guards: readonly Guard[], draft: Draft, command: Command): Refusal | undefined => {
  for (const guard of guards) {
    const refusal = guard(draft, draft.on ?? command.on);
    if (refusal) return refusal;
  }
  return undefined;
};

const decidesOf = (chapters: readonly Chapter[]): ReadonlyMap<string, Decide> => {
  const entries = chapters.flatMap((chapter) =>
    Object.entries(chapter.decide).map(([command, decide]): [string, Decide] => [`${chapter.name}.${command}`, decide]),
  );
  assertUnique(entries.map(([name]) => name));
  return new Map(entries);
};

/** For each kind: every chapter's `everyLine` in the order of the layers, then every `apply` of that kind in that order. */
const appliesOf = (chapters: readonly Chapter[]): ReadonlyMap<string, readonly Apply[]> => {
  const always = chapters.flatMap((chapter) => chapter.everyLine ?? []);
  const kinds = new Set(chapters.flatMap((chapter) => Object.keys(chapter.apply)));
  const stepsOf = (kind: string) => [...always, ...chapters.flatMap((chapter) => chapter.apply[kind] ?? [])];
  return new Map([...kinds].map((kind) => [kind, stepsOf(kind)]));
};

const assertUnique = (names: readonly string[]): void => {
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new BrokenInvariant(`${twice} is declared twice`);
};
