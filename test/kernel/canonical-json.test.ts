import { expect } from "chai";
import { canonicalJson } from "../../src/kernel/canonical-json.ts";
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
