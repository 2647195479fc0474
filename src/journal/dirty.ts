import type { Mirrored } from "./mirrored.ts";
import type { Table } from "./table.ts";

type Source = Mirrored<unknown>;
type Row = { readonly key: string; readonly rev: number };

/** The rows that changed and are not written yet: each once, with the newest line it stands on. */
export type Dirty = {
  readonly add: (table: Table<unknown>, row: Row) => void;
  readonly size: () => number;
  /** Hands out everything, at most `limit` rows at once; what fails stays dirty. */
  readonly drain: (write: (source: Source, rows: readonly Row[]) => Promise<void>, limit: number) => Promise<void>;
  /** Settles when at most so many rows are left. */
  readonly below: (rows: number) => Promise<void>;
};

export const openDirty = (mirrored: readonly Source[]): Dirty => {
  const revs = new Map(mirrored.map((source) => [source, new Map<string, number>()]));
  const sourcesOf = new Map<Table<unknown>, Source[]>();
  for (const source of mirrored) sourcesOf.set(source.table, [...(sourcesOf.get(source.table) ?? []), source]);
  let waiting: { readonly rows: number; readonly resolve: () => void }[] = [];

  const size = () => [...revs.values()].reduce((sum, rows) => sum + rows.size, 0);
  const settle = () => {
    const now = size();
    for (const { resolve } of waiting.filter(({ rows }) => now <= rows)) resolve();
    waiting = waiting.filter(({ rows }) => now > rows);
  };
  return {
    add: (table, { key, rev }) => {
      for (const source of sourcesOf.get(table) ?? []) revs.get(source)?.set(key, rev);
    },
    size,
    drain: async (write, limit) => {
      for (const [source, rows] of revs) {
        const now = [...rows].map(([key, rev]) => ({ key, rev }));
        for (let i = 0; i < now.length; i += limit) {
          const some = now.slice(i, i + limit);
          await write(source, some);
          for (const { key, rev } of some) if (rows.get(key) === rev) rows.delete(key);
          settle();
        }
      }
    },
    below: (rows) => new Promise((resolve) => waiting.push({ rows, resolve })),
  };
};
