import { expect } from "chai";
import fc from "fast-check";
import { Table } from "../../src/journal/table.ts";

type Step =
  | { readonly do: "set"; readonly key: string; readonly row: number }
  | { readonly do: "delete"; readonly key: string }
  | { readonly do: "propose" | "again" | "hide" | "commit" | "discard" };

const key = fc.constantFrom("a", "b", "c", "d");
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: fc.constant("set" as const), key, row: fc.nat(9) }) },
  fc.record({ do: fc.constant("delete" as const), key }),
  fc.record({ do: fc.constantFrom("propose", "again", "hide", "commit", "discard") }) as fc.Arbitrary<Step>,
);

type Rows = ReadonlyMap<string, number>;

/** The obvious model: a whole copy of the rows after each proposal; the first are those that are committed. */
type Model = { readonly copies: Rows[]; proposing: boolean };

const changed = ({ copies }: Model, change: (rows: Map<string, number>) => void): void => {
  const rows = new Map(copies.pop());
  change(rows);
  copies.push(rows);
};
const mayChange = ({ copies, proposing }: Model): boolean => proposing || copies.length === 1;
const seen = ({ copies, proposing }: Model): Rows => (proposing ? copies.at(-1) : copies[0]) ?? new Map();

/** Does a step to the model and to the table; a step that makes no sense now is left out. */
const take = (one: Step, { model, table }: { model: Model; table: Table<number> }): void => {
  switch (one.do) {
    case "set":
      if (!mayChange(model)) return;
      changed(model, (rows) => rows.set(one.key, one.row));
      return table.set(one.key, one.row);
    case "delete":
      if (!mayChange(model)) return;
      changed(model, (rows) => rows.delete(one.key));
      return table.delete(one.key);
    case "propose":
      model.copies.push(model.copies.at(-1) ?? new Map());
      model.proposing = true;
      return table.propose();
    case "again":
      if (!model.proposing) return;
      model.copies.splice(-1, 1, model.copies.at(-2) ?? new Map());
      return table.again();
    case "hide":
      model.proposing = false;
      return table.hide();
    case "commit":
      if (model.proposing) return;
      if (model.copies.length > 1) model.copies.shift();
      return void table.commit();
    case "discard":
      model.copies.splice(1);
      model.proposing = false;
      return table.discard();
  }
};

describe("Table", () => {
  const kinds = fc.constantFrom("objects" as const, "packed" as const);
  it("agrees with whole copies of a map whatever is proposed, hidden, set, deleted, committed and discarded", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), kinds, (steps, keeping) => {
        const table = new Table<number>("t", keeping);
        const model: Model = { copies: [new Map()], proposing: false };
        for (const one of steps) {
          take(one, { model, table });
          const rows = seen(model);
          expect([...table.entries()]).to.deep.equal([...rows]);
          expect([...table.values()]).to.deep.equal([...rows.values()]);
          expect(table.size).to.equal(rows.size);
          for (const name of ["a", "b", "c", "d"]) {
            expect(table.get(name)).to.equal(rows.get(name));
            expect(table.has(name)).to.equal(rows.has(name));
          }
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it("commit names each changed key once, and nothing that was begun again", () => {
    const table = new Table<number>("t");
    table.propose();
    table.set("b", 1);
    table.again();
    table.set("a", 1);
    table.set("a", 2);
    table.delete("missing");
    table.set("c", 1);
    table.delete("a");
    table.hide();
    expect(table.commit()).to.have.members(["a", "c"]);
    expect(table.commit()).to.deep.equal([]);
  });

  it("shows a reader nothing that is proposed, and a decision all of it, batch upon batch", () => {
    const table = new Table<number>("t");
    table.set("a", 1);
    table.commit();
    for (const row of [2, 3]) {
      table.propose();
      expect(table.get("a")).to.equal(row - 1);
      table.set("a", row);
      table.hide();
      expect(table.get("a")).to.equal(1);
    }
    expect(table.commit()).to.deep.equal(["a"]);
    expect(table.get("a")).to.equal(2);
    table.discard();
    expect(table.get("a")).to.equal(2);
  });

  it("refuses changes while proposals are hidden, and takes them when these are forgotten", () => {
    const table = new Table<number>("t");
    table.propose();
    table.set("a", 1);
    table.hide();
    expect(() => table.set("b", 1)).to.throw("outside of apply");
    table.discard();
    expect(table.has("a")).to.equal(false);
    table.set("b", 1);
    expect(table.commit()).to.deep.equal(["b"]);
  });
});
