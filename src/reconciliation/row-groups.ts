import { Table } from "../journal/table.ts";

/** Keys in named groups, in the order in which they came. */
export type RowGroups = {
  readonly tables: readonly Table<unknown>[];
  readonly has: (group: string) => boolean;
  readonly add: (group: string, keys: readonly string[]) => void;
  readonly remove: (group: string, key: string) => void;
  readonly drop: (group: string) => void;
  readonly keys: (group: string) => Generator<string>;
};

/** Adding copies one chunk, not the group: a day of a wallet may hold a million rows. */
const CHUNK = 128;

/** Groups over tables, so that the journal can roll them back like any row. */
export const openRowGroups = (name: string): RowGroups => {
  const chunks = new Table<readonly string[]>(`${name}Chunks`);
  /** Number of chunks of a group. */
  const counts = new Table<number>(`${name}Groups`);
  const at = (group: string, i: number): string => `${group}#${i}`;
  const keys = function* (group: string): Generator<string> {
    const count = counts.get(group) ?? 0;
    for (let i = 0; i < count; i += 1) yield* chunks.get(at(group, i)) ?? [];
  };
  const drop = (group: string): void => {
    const count = counts.get(group) ?? 0;
    for (let i = 0; i < count; i += 1) chunks.delete(at(group, i));
    counts.delete(group);
  };
  return {
    tables: [chunks, counts],
    has: (group) => counts.has(group),
    keys,
    drop,
    add: (group, added) => {
      const count = counts.get(group) ?? 0;
      const last = count === 0 ? undefined : chunks.get(at(group, count - 1));
      if (last && last.length + added.length <= CHUNK) {
        chunks.set(at(group, count - 1), [...last, ...added]);
        return;
      }
      chunks.set(at(group, count), added);
      counts.set(group, count + 1);
    },
    remove: (group, key) => {
      const count = counts.get(group) ?? 0;
      for (let i = 0; i < count; i += 1) {
        const chunk = chunks.get(at(group, i)) ?? [];
        if (chunk.includes(key)) {
          const rest = chunk.filter((each) => each !== key);
          chunks.set(at(group, i), rest);
        }
      }
      if (keys(group).next().done) drop(group);
    },
  };
};
