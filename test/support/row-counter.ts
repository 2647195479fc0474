import { Table } from "../../src/journal/table.ts";

/** How many rows of each table were handed out while `work` ran, whoever asked for them. */
export const rowsRead = async (work: () => Promise<void>): Promise<ReadonlyMap<string, number>> => {
  const counts = new Map<string, number>();
  const count = (table: Table<unknown>): void => void counts.set(table.name, (counts.get(table.name) ?? 0) + 1);
  const { get, values, entries } = Table.prototype;
  Table.prototype.get = function (key) {
    count(this);
    return get.call(this, key);
  };
  Table.prototype.values = function* () {
    for (const row of values.call(this)) {
      count(this);
      yield row;
    }
  };
  Table.prototype.entries = function* () {
    for (const entry of entries.call(this)) {
      count(this);
      yield entry;
    }
  };
  try {
    await work();
  } finally {
    Object.assign(Table.prototype, { get, values, entries });
  }
  return counts;
};
