import { expect } from "chai";
import fc from "fast-check";
import { createPackedRows } from "../../src/journal/packed-rows.ts";
import { createRowCodec } from "../../src/journal/row-codec.ts";
import { NO_ROWS, type Rows } from "../../src/journal/rows.ts";
import { heapHeld } from "../support/heap.ts";
import { until } from "../support/until.ts";

type Row = { readonly n: number; readonly text: string };
const row = (n: number): Row => ({ n, text: "x".repeat(n % 40) });

const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant("set" as const), key: fc.nat(40), n: fc.nat(1_000) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("delete" as const), key: fc.nat(40) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("tidy" as const) }) },
);
const keyOf = (key: number): string => (key % 3 === 0 ? String(key).padStart(64, "0") : `键 ${key}`);

const expectSame = (rows: Rows<Row>, model: ReadonlyMap<string, Row>): void => {
  expect(rows.size).to.equal(model.size);
  for (let key = 0; key <= 41; key += 1) {
    expect(rows.get(keyOf(key))).to.deep.equal(model.get(keyOf(key)));
    expect(rows.has(keyOf(key))).to.equal(model.has(keyOf(key)));
  }
  expect([...rows.entries()]).to.deep.equal([...model.entries()]);
  expect([...rows.values()]).to.deep.equal([...model.values()]);
};

describe("Packed rows", () => {
  it("are a Map, order too, whatever is set, deleted and packed", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const rows = createPackedRows<Row>(NO_ROWS, 4);
        const model = new Map<string, Row>();
        for (const one of steps) {
          if (one.do === "tidy") rows.tidy();
          else if (one.do === "delete") {
            rows.delete(keyOf(one.key));
            model.delete(keyOf(one.key));
          } else {
            rows.set(keyOf(one.key), row(one.n));
            model.set(keyOf(one.key), row(one.n));
          }
        }
        expectSame(rows, model);
        rows.tidy();
        expectSame(rows, model);
      }),
      { numRuns: 200 },
    );
  });

  it("grow on from the pages of a snapshot", () => {
    const codec = createRowCodec();
    const records = Array.from({ length: 30 }, (_, i) => Buffer.from(codec.encode(keyOf(i), row(i))));
    const pages = [Buffer.concat(records.slice(0, 20)), Buffer.concat(records.slice(20))];
    const rows = createPackedRows<Row>({ vocabulary: codec.vocabulary(), pages }, 4);
    const model = new Map(Array.from({ length: 30 }, (_, i) => [keyOf(i), row(i)]));
    expectSame(rows, model);
    for (let i = 0; i < 40; i += 1) {
      rows.set(keyOf(i), row(2 * i));
      model.set(keyOf(i), row(2 * i));
      rows.tidy();
    }
    expectSame(rows, model);
  });

  it("find each of many, and give back the room of rows that changed", async () => {
    const rows = createPackedRows<Row>(NO_ROWS, 100);
    const held = () => {
      heapHeld();
      return process.memoryUsage().arrayBuffers;
    };
    const before = held();
    const long = (n: number): Row => ({ n, text: String(n).padEnd(200, "·") });
    for (let round = 0; round < 12; round += 1) {
      for (let i = 0; i < 8_000; i += 1) {
        rows.set(`row ${i}`, long(i + round));
        if (i % 50 === 0) rows.tidy();
      }
    }
    for (let i = 0; i < 8_000; i += 1) if (rows.get(`row ${i}`)?.n !== i + 11) expect.fail(`row ${i} is lost`);
    expect(rows.get("row 8000")).to.equal(undefined);
    // One copy of all rows is 3.3 MB; twelve would be 40.
    await until(() => held() - before < 16_000_000);
  });

  it("come to rows that are added or packed while they are read, each once", () => {
    const rows = createPackedRows<Row>(NO_ROWS, 10);
    for (let i = 0; i < 30; i += 1) rows.set(`row ${i}`, row(i));
    rows.tidy();
    const seen: string[] = [];
    for (const [key] of rows.entries()) {
      seen.push(key);
      if (seen.length % 7 === 0 && seen.length < 60) {
        for (let i = 0; i < 5; i += 1) rows.set(`row ${rows.size}`, row(i));
        rows.tidy();
      }
    }
    expect(seen).to.deep.equal(Array.from({ length: rows.size }, (_, i) => `row ${i}`));
    expect(rows.size).to.be.greaterThan(60);
  });
});
