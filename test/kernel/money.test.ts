import { expect } from "chai";
import fc from "fast-check";
import {
  absolute,
  allocate,
  displayYuan,
  divideHalfUp,
  fen,
  formatYuan,
  parseSignedYuan,
  parseYuan,
  sum,
} from "../../src/kernel/money.ts";

const amounts = fc.bigInt({ min: -99_999_999_999_999n, max: 99_999_999_999_999n }).map(fen);

describe("kernel/money", () => {
  it("PIT-38 reads yuan with at most two decimals, and nothing else", () => {
    expect(["188.5", "188.50", "0.01", "0", "999999999999.99"].map((text) => parseYuan(text))).to.deep.equal([
      18_850n,
      18_850n,
      1n,
      0n,
      99_999_999_999_999n,
    ]);
    for (const text of [
      "",
      " 1",
      "1 ",
      "-1",
      "+1",
      "1,000",
      "1.234",
      "1.",
      ".5",
      "1e3",
      "１",
      "1０",
      "￥1",
      "NaN",
      "1\n",
    ])
      expect(parseYuan(text), JSON.stringify(text)).to.equal(undefined);
    expect(["-5", "--5", "-", "- 5"].map(parseSignedYuan)).to.deep.equal([-500n, undefined, undefined, undefined]);
  });

  it("PIT-38 what is written is read back, for people with commas and a real minus", () => {
    fc.assert(fc.property(amounts, (amount) => parseSignedYuan(formatYuan(amount)) === amount));
    expect([fen(123_450n), fen(-123_456_789n), fen(-5n)].map(displayYuan)).to.deep.equal([
      "1,234.50",
      "−1,234,567.89",
      "−0.05",
    ]);
  });

  it("PIT-39 ACC-6 halves go up, away from nought", () => {
    expect(divideHalfUp(33_333n * 5n, 100n), "5 % of 333.33").to.equal(1_667n);
    expect([divideHalfUp(1n, 2n), divideHalfUp(-1n, 2n), divideHalfUp(1n, -2n)]).to.deep.equal([1n, -1n, -1n]);
    expect([divideHalfUp(49n, 100n), divideHalfUp(-149n, 100n), divideHalfUp(7n, 7n)]).to.deep.equal([0n, -1n, 1n]);
    expect(() => divideHalfUp(1n, 0n)).to.throw(RangeError);
  });

  it("ACC-12 100.00 over three equal parts is 33.34, 33.33 and 33.33", () => {
    expect(allocate(fen(10_000n), [1n, 1n, 1n])).to.deep.equal([3_334n, 3_333n, 3_333n]);
    expect(allocate(fen(-10_000n), [1n, 1n, 1n])).to.deep.equal([-3_334n, -3_333n, -3_333n]);
    expect(allocate(fen(5n), [0n, 1n, 3n])).to.deep.equal([0n, 1n, 4n]);
    expect(() => allocate(fen(1n), [])).to.throw("positive weights");
    expect(() => allocate(fen(1n), [2n, -1n])).to.throw("positive weights");
  });

  it("PIT-39 parts always sum to the whole, and none is a fen or more from its share", () => {
    const weights = fc.array(fc.bigInt({ min: 0n, max: 1_000_000n }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(amounts, weights, (amount, some) => {
        const total = some.reduce((a, b) => a + b, 0n);
        fc.pre(total > 0n);
        const parts = allocate(amount, some);
        expect(sum(parts)).to.equal(amount);
        for (const [i, part] of parts.entries()) {
          const off = absolute(fen(part * total - amount * (some[i] ?? 0n)));
          expect(off < total, `part ${i}`).to.equal(true);
        }
      }),
    );
  });
});
