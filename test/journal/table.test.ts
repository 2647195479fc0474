import { expect } from "chai";
import fc from "fast-check";
import { Table } from "../../src/journal/table.ts";

type Step =
  | { readonly do: "set"; readonly key: string; readonly row: number }
  | { readonly do: "delete"; readonly key: string }
  | { readonly do: "commit" | "rollback" | "park" | "mark" | "back" };

const key = fc.constantFrom("a", "b", "c", "d");
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant("set" as const), key, row: fc.nat(9) }),
  fc.record({ do: fc.constant("delete" as const), key }),
  fc.record({
    do: fc.constantFrom("commit" as const, "rollback" as const, "park" as const, "mark" as const, "back" as const),
  }),
);

const rowsOf = (table: Table<number>) => Object.fromEntries([...table.entries()].sort(([a], [b]) => (a < b ? -1 : 1)));
const objectOf = (map: ReadonlyMap<string, number>) =>
  Object.fromEntries([...map].sort(([a], [b]) => (a < b ? -1 : 1)));

type Rows = Map<string, number>;
type Model = { committed: Rows; current: Rows; marked: Rows };

/** The obvious model: three copies of a map. */
const MODEL: { readonly [step in Step["do"]]: (model: Model, key: string, row: number) => void } = {
  set: ({ current }, key, row) => void current.set(key, row),
  delete: ({ current }, key) => void current.delete(key),
  park: (model) => {
    model.marked = new Map(model.current);
  },
  mark: (model) => {
    model.marked = new Map(model.current);
  },
  back: (model) => {
    model.current = new Map(model.marked);
  },
  rollback: (model) => {
    model.current = new Map(model.committed);
    model.marked = new Map(model.committed);
  },
  commit: (model) => {
    model.committed = new Map(model.current);
    model.marked = new Map(model.current);
  },
};

/** The same with a table; `at` holds the mark. */
const TABLE: { readonly [step in Step["do"]]: (table: Table<number>, at: { mark: number }, one: Step) => void } = {
  set: (table, _, one) => one.do === "set" && table.set(one.key, one.row),
  delete: (table, _, one) => one.do === "delete" && table.delete(one.key),
  park: (table) => table.park(),
  mark: (table, at) => {
    at.mark = table.mark();
  },
  back: (table, at) => table.rollback(at.mark),
  rollback: (table, at) => {
    table.rollback();
    at.mark = 0;
  },
  commit: (table, at) => {
    table.commit();
    at.mark = 0;
  },
};

describe("Table", () => {
  const kinds = fc.constantFrom("objects" as const, "packed" as const);
  it("agrees with three copies of a map whatever is set, deleted, marked, parked, rolled back and committed", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), kinds, (steps, keeping) => {
        const table = new Table<number>("t", keeping);
        const model: Model = { committed: new Map(), current: new Map(), marked: new Map() };
        const at = { mark: 0 };
        for (const one of steps) {
          MODEL[one.do](model, "key" in one ? one.key : "", "row" in one ? one.row : 0);
          TABLE[one.do](table, at, one);
          if (one.do === "park") {
            expect(rowsOf(table)).to.deep.equal(objectOf(model.committed));
            table.unpark();
            at.mark = table.mark();
          }
          expect(rowsOf(table)).to.deep.equal(objectOf(model.current));
          expect(table.size).to.equal(model.current.size);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("commit names each changed key once, and nothing that was rolled back", () => {
    const table = new Table<number>("t");
    table.set("a", 1);
    table.set("a", 2);
    const mark = table.mark();
    table.set("b", 1);
    table.rollback(mark);
    table.delete("missing");
    table.set("c", 1);
    expect(table.commit()).to.deep.equal(["a", "c"]);
    expect(table.commit()).to.deep.equal([]);
  });

  it("brings back what a key was before the batch when it is parked, however often the key changed", () => {
    const table = new Table<number>("t");
    table.set("a", 1);
    table.commit();
    for (const row of [2, 3, 4]) table.set("a", row);
    table.park();
    expect(table.get("a")).to.equal(1);
    table.unpark();
    expect(table.get("a")).to.equal(4);
    table.rollback();
    expect(table.get("a")).to.equal(1);
  });

  it("refuses changes while its own are parked, and forgets them when told to", () => {
    const table = new Table<number>("t");
    table.set("a", 1);
    table.park();
    expect(() => table.set("b", 1)).to.throw("outside of apply");
    expect(() => table.commit()).to.throw("outside of apply");
    table.discard();
    expect(table.has("a")).to.equal(false);
    expect(table.commit()).to.deep.equal([]);
  });

  it("tells what a replay changed, takes nothing of it back, and is itself again afterwards", () => {
    const table = new Table<number>("t");
    table.replay();
    table.set("a", 1);
    table.set("a", 2);
    expect(() => table.rollback()).to.throw("takes nothing back");
    expect(table.commit()).to.deep.equal(["a"]);
    table.replayed();
    table.set("a", 3);
    table.rollback();
    expect(table.get("a")).to.equal(2);
  });
});
