import { expect } from "chai";
import fc from "fast-check";
import { canonical, canonicalJson } from "../../src/kernel/canonical-json.ts";
import type { Json } from "../../src/kernel/result.ts";

class Amount {
  readonly fen = 1;
}

describe("kernel/canonical-json", () => {
  const written = (value: unknown): string => canonicalJson(value as Json);

  it("RFC 8785: keys sorted by code unit, no spaces, undefined fields left out", () => {
    expect(written({ b: [1, -0, "é\n"], a: null, B: { y: false, x: undefined }, "€": true })).to.equal(
      '{"B":{"y":false},"a":null,"b":[1,0,"é\\n"],"€":true}',
    );
    expect(written(Object.assign(Object.create(null), { a: 1 }))).to.equal('{"a":1}');
  });

  it("RFC 8785: keys that look like numbers are sorted as text, and __proto__ is a key like any other", () => {
    const odd = JSON.parse('{"b":{"9":1,"10":[{"2":0,"11":0}],"a":2},"__proto__":{"x":3}}') as Json;
    expect(written(odd)).to.equal('{"__proto__":{"x":3},"b":{"10":[{"11":0,"2":0}],"9":1,"a":2}}');
    expect(() => written({ 1: [new Date(0)] })).to.throw(TypeError, "Date");
  });

  it("gives beside the text what a reader of the text has, and nothing of the value itself", () => {
    const key = fc.constantFrom("a", "b", "B", "10", "9", "__proto__", "é");
    const { json } = fc.letrec<{ json: Json }>((tie) => ({
      json: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom(null, true, 0, -0, 7, "x", "\ud800"),
        fc.array(tie("json"), { maxLength: 3 }),
        fc.dictionary(key, tie("json"), { maxKeys: 4, noNullPrototype: false }),
      ),
    }));
    fc.assert(
      fc.property(json, (value) => {
        const { text, copy } = canonical(value);
        expect(JSON.stringify(copy)).to.equal(JSON.stringify(JSON.parse(text)));
        expect(canonicalJson(JSON.parse(text) as Json)).to.equal(text);
        if (typeof value === "object" && value !== null) expect(copy).to.not.equal(value);
      }),
    );
  });

  const refused: readonly (readonly [unknown, string])[] = [
    [1n, "bigint"],
    [undefined, "undefined"],
    [() => 1, "function"],
    [Symbol("s"), "symbol"],
    [new Date(0), "Date"],
    [new Map([["a", 1]]), "Map"],
    [new Set([1]), "Set"],
    [Buffer.from("a"), "Buffer"],
    [new Amount(), "Amount"],
    [Number.NaN, "NaN"],
    [Number.POSITIVE_INFINITY, "Infinity"],
    [0.5, "0.5"],
    [2 ** 53, "9007199254740992"],
  ];
  for (const [value, name] of refused) {
    it(`refuses ${name} by its name, however deep it stands`, () => {
      expect(() => written(value)).to.throw(TypeError, name);
      expect(() => written([value])).to.throw(TypeError, name);
      if (value !== undefined) expect(() => written({ a: [{ b: value }] })).to.throw(TypeError, name);
    });
  }

  it("a hole in a list is refused and not written as nothing", () => {
    expect(() => written(Object.assign([1], { length: 2 }))).to.throw(TypeError, "undefined");
  });

  it("the refusal does not repeat what the value holds", () => {
    expect(() => written(new Map([["name", "张三"]]))).to.throw("not JSON: Map");
  });
});
