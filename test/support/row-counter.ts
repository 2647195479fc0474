import { Table } from "../../src/journal/table.ts";

type Reading = "get" | "values" | "entries";
const reading = <Name extends Reading>(name: Name): Table<unknown>[Name] => Table.prototype[name];

/** How many rows of each table were handed out while `work` ran, whoever asked for them. */
export const rowsRead = async (work: () => Promise<void>): Promise<ReadonlyMap<string, number>> => {
  const counts = new Map<string, number>();
  const count = (table: Table<unknown>): void => void counts.set(table.name, (counts.get(table.name) ?? 0) + 1);
  const before = { get: reading("get"), values: reading("values"), entries: reading("entries") };
  const counting = {
    get(this: Table<unknown>, key: string) {
      count(this);
      return before.get.call(this, key);
    },
    *values(this: Table<unknown>) {
      for (const row of before.values.call(this)) {
        count(this);
        yield row;
      }
    },
    *entries(this: Table<unknown>) {
      for (const entry of before.entries.call(this)) {
        count(this);
        yield entry;
      }
    },
  };
  try {
    Object.assign(Table.prototype, counting);
    await work();
  } finally {
    Object.assign(Table.prototype, before);
  }
  return counts;
};
