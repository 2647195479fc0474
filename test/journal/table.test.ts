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

/** The obvious model: three copies of a map. */
const openModel = () => {
  let committed = new Map<string, number>();
  let current = new Map<string, number>();
  let marked = new Map<string, number>();
  const touched = new Set<string>();
  return {
    rows: () => objectOf(current),
    committed: () => objectOf(committed),
    run: (one: Step): string[] | undefined => {
      if (one.do === "set") current.set(one.key, one.row);
      if (one.do === "delete") current.delete(one.key);
      if (one.do === "set" || one.do === "delete") touched.add(one.key);
      if (one.do === "mark") marked = new Map(current);
      if (one.do === "back") current = new Map(marked);
      if (one.do === "rollback") current = new Map(committed);
      if (one.do === "commit") committed = new Map(current);
      if (one.do === "commit" || one.do === "rollback") marked = new Map(committed);
      return undefined;
    },
  };
};

describe("Table", () => {
  it("agrees with three copies of a map whatever is set, deleted, marked, parked, rolled back and committed", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const table = new Table<number>("t");
        const model = openModel();
        let mark = 0;
        for (const one of steps) {
          model.run(one);
          if (one.do === "set") table.set(one.key, one.row);
          if (one.do === "delete") table.delete(one.key);
          if (one.do === "mark") mark = table.mark();
          if (one.do === "back") table.rollback(mark);
          if (one.do === "rollback") table.rollback();
          if (one.do === "commit") table.commit();
          if (one.do === "commit" || one.do === "rollback") mark = 0;
          if (one.do === "park") {
            table.park();
            expect(rowsOf(table)).to.deep.equal(model.committed());
            table.unpark();
          }
          expect(rowsOf(table)).to.deep.equal(model.rows());
          expect(table.size).to.equal(Object.keys(model.rows()).length);
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
});
