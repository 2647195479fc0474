import { expect } from "chai";
import fc from "fast-check";
import { createRowCodec, hashIn, KEY_OFFSET, recordEnd } from "../../src/journal/row-codec.ts";
import { rowText } from "../../src/journal/row-text.ts";

/** Everything a row may hold. */
const value = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.string(),
    fc.string({ unit: "binary" }),
    fc.stringMatching(/^[0-9a-f]{64}$/),
    fc.integer(),
    fc.maxSafeInteger(),
    fc.double({ noNaN: true }),
    fc.bigInt(),
    fc.boolean(),
    fc.constantFrom(null, undefined),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(
      fc.string({ minLength: 1 }).filter((name) => name !== "__proto__"),
      tie("value"),
      { maxKeys: 6 },
    ),
  ),
})).value;
const plain = (row: unknown) => (typeof row === "object" && row !== null ? structuredClone(row) : row);

describe("Row codec", () => {
  it("reads back every row equal, also by a codec that is opened on its vocabulary", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), value), { maxLength: 20 }), (rows) => {
        const codec = createRowCodec();
        const written = rows.map(([key, row]) => Buffer.from(codec.encode(key, plain(row))));
        const later = createRowCodec(codec.vocabulary());
        rows.forEach(([key, row], i) => {
          for (const reader of [codec, later]) {
            const bytes = written[i] as Buffer;
            const page = Buffer.concat([bytes, bytes, bytes]);
            expect(recordEnd(page, bytes.length)).to.equal(2 * bytes.length);
            const read = reader.decode(page, bytes.length);
            expect(read.key).to.equal(key);
            expect(read.row).to.deep.equal(plain(row));
            const found = reader.keyBytes(key);
            expect(bytes.compare(found.bytes, 0, found.length, KEY_OFFSET, KEY_OFFSET + found.length)).to.equal(0);
            expect(hashIn(bytes, 0)).to.equal(found.hash);
          }
        });
      }),
      { numRuns: 100 },
    );
  });

  it("gives frozen rows", () => {
    const codec = createRowCodec();
    const { row } = codec.decode(codec.encode("k", { a: [{ b: "c" }] }), 0);
    const { a } = row as { a: { b: string }[] };
    for (const part of [row, a, a[0]]) expect(Object.isFrozen(part)).to.equal(true);
  });

  it("keeps words that come again as numbers, and does not learn the texts of a field with endless many", () => {
    const codec = createRowCodec();
    let bytes = 0;
    for (let i = 0; i < 10_000; i += 1) {
      bytes = codec.encode(String(i), { id: `D-${i}`, fund: `S${i % 20}`, on: "2026-09-03", state: "settled" }).length;
    }
    expect(bytes).to.be.lessThan(40);
    const { words, shapes } = codec.vocabulary();
    expect(shapes).to.deep.equal([["id", "fund", "on", "state"]]);
    expect(words.length).to.be.lessThan(2_100);
  });

  it("refuses what no row may hold, and bytes that end too early", () => {
    const codec = createRowCodec();
    for (const row of [new Date(0), new Map(), { when: new Date(0) }, () => 1, [Symbol("s")]])
      expect(() => codec.encode("k", row)).to.throw(TypeError, "a row holds a");
    const bytes = Buffer.from(codec.encode("k", { text: "abc", amount: 5n }));
    for (let end = 0; end < bytes.length; end += 1)
      expect(() => codec.decode(bytes.subarray(0, end), 0)).to.throw(RangeError);
    const unread = (...values: number[]) => {
      const record = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 11, 1, 107, ...values]);
      record.writeUInt32LE(record.length, 0);
      return () => codec.decode(record, 0);
    };
    expect(unread(10, 9)).to.throw("no word has the number 9");
    expect(unread(14, 9)).to.throw("no shape has the number 9");
    expect(unread(11, 9)).to.throw("a row ends too early");
    expect(unread(99)).to.throw("unknown kind 99");
  });

  it("tells a number from a big one, and nothing from absent", () => {
    const codec = createRowCodec();
    const texts = [{ a: 1 }, { a: 1n }, { a: "1" }, {}, { a: null }].map((row) =>
      rowText(codec.decode(codec.encode("k", row), 0).row),
    );
    expect(texts).to.deep.equal(['{"a":1}', '{"a":1n}', '{"a":"1"}', "{}", '{"a":null}']);
  });
});
