import { expect } from "chai";
import { singledOut, type Sum } from "../../src/disclosure/differencing.ts";
import { fen } from "../../src/kernel/money.ts";

/** `a3` is three households of group a with 10 yuan each: grants a-0, a-1, a-2. */
const group = (name: string): string[] =>
  Array.from({ length: Number(name.slice(1)) }, (_, at) => `${name.slice(0, 1)}-${at}`);
const sumOf = (names: string, required = false): Sum => ({ grants: names.split(" ").flatMap(group), required });
const grantOf = (id: string) => ({ beneficiary: id, amount: fen(id.startsWith("x-0") ? 90_000n : 1_000n) });
const told = (...sums: readonly Sum[]): string[] =>
  singledOut(sums, grantOf).map((ids) => [...new Set(ids.map((id) => id.slice(0, 1)))].sort().join(""));

describe("differences of publications", () => {
  it("PII-10 says nothing of sums that only tell five households and more", () => {
    expect(told(sumOf("a5"), sumOf("a5 b6"), sumOf("b6"))).to.deep.equal([]);
    expect(told(sumOf("a3 b2"), sumOf("a3 b2"))).to.deep.equal([]);
    expect(told()).to.deep.equal([]);
  });

  it("PII-10 finds the household that a second version adds, and the one it takes away", () => {
    expect(told(sumOf("a6"), sumOf("a6 b1"))).to.deep.equal(["b"]);
    expect(told(sumOf("a6 b1"), sumOf("a6"))).to.deep.equal(["b"]);
    expect(told(sumOf("a6"), sumOf("a6 b5"))).to.deep.equal([]);
  });

  it("PII-10 finds what the accumulated months tell, though no month tells it", () => {
    const [september, october, both] = [sumOf("a5 b2"), sumOf("c6"), sumOf("a5 c6")];
    expect(told(september, october)).to.deep.equal([]);
    expect(told(september, october, both)).to.deep.equal(["b"]);
  });

  it("PII-10 finds what a later month would tell of aid that was held back before", () => {
    const held = sumOf("f5 g2");
    expect(told(held, sumOf("f5"))).to.deep.equal(["g"]);
    expect(told(held, sumOf("f5 g2 h5"))).to.deep.equal([]);
  });

  it("PII-10 finds the difference of two groups that no sum tells by itself", () => {
    expect(told(sumOf("a2 c5"), sumOf("b2 c5"))).to.deep.equal(["ab"]);
    expect(told(sumOf("a3 c5"), sumOf("b3 c5"))).to.deep.equal([]);
  });

  it("PII-9 finds the inner cells of a table whose margins are told", () => {
    const margins = [sumOf("a5 b2"), sumOf("c6 d7"), sumOf("a5 c6"), sumOf("b2 d7")];
    expect(told(...margins)).to.deep.equal([]);
    expect(told(...margins, sumOf("d7"))).to.deep.equal(["b"]);
  });

  it("PII-11 finds a block of which one household has over 80 %", () => {
    expect(told(sumOf("x6"))).to.deep.equal(["x"]);
    expect(told(sumOf("x6 a30"))).to.deep.equal([]);
  });

  it("§13 a required total may stand for few, and excuses nothing but itself", () => {
    expect(told(sumOf("a2", true))).to.deep.equal([]);
    expect(told(sumOf("a2", true), sumOf("a2"))).to.deep.equal([]);
    expect(told(sumOf("a2 b6", true), sumOf("b6"))).to.deep.equal(["a"]);
  });

  it("stays quick over many years of months", function () {
    this.timeout(1_000);
    const months = Array.from({ length: 120 }, (_, month) => {
      const of = (fund: string, count: number) => Array.from({ length: count }, (_, at) => `${month}-${fund}-${at}`);
      const funds = Array.from({ length: 27 }, (_, at) => of(`f${at}`, at % 4 === 0 ? 2 : 6));
      const held = funds.filter(({ length }) => length < 5).flat();
      const shown = funds.filter(({ length }) => length >= 5);
      return [
        { grants: [...shown.flat(), ...held], required: true },
        ...shown.map((grants) => ({ grants, required: false })),
      ];
    });
    expect(singledOut(months.flat(), grantOf)).to.deep.equal([]);
  });
});
