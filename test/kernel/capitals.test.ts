import { expect } from "chai";
import fc from "fast-check";
import { capitals } from "../../src/kernel/capitals.ts";
import { type Fen, fen, negate, parseYuan } from "../../src/kernel/money.ts";

const yuan = (text: string): Fen => parseYuan(text) ?? expect.fail(`not an amount: ${text}`);

const FIXTURES: readonly (readonly [string, string])[] = [
  ["0.05", "伍分"],
  ["0.50", "伍角整"],
  ["1.01", "壹元零壹分"],
  ["188.50", "壹佰捌拾捌元伍角整"],
  ["1234.56", "壹仟贰佰叁拾肆元伍角陆分"],
  ["1409.50", "壹仟肆佰零玖元伍角整"],
  ["6007.14", "陆仟零柒元壹角肆分"],
  ["1680.32", "壹仟陆佰捌拾元叁角贰分"],
  ["107000.53", "壹拾万零柒仟元伍角叁分"],
  ["16409.02", "壹万陆仟肆佰零玖元零贰分"],
  ["325.04", "叁佰贰拾伍元零肆分"],
  ["10000000.01", "壹仟万元零壹分"],
  ["10.00", "壹拾元整"],
  ["15.00", "壹拾伍元整"],
  ["100.00", "壹佰元整"],
  ["1001.00", "壹仟零壹元整"],
  ["1010.00", "壹仟零壹拾元整"],
  ["10001.00", "壹万零壹元整"],
  ["20300.00", "贰万零叁佰元整"],
  ["30050.00", "叁万零伍拾元整"],
  ["1010101.01", "壹佰零壹万零壹佰零壹元零壹分"],
  ["10500000.00", "壹仟零伍拾万元整"],
  ["100010000.00", "壹亿零壹万元整"],
  ["282000000.00", "贰亿捌仟贰佰万元整"],
];

describe("capital amounts", () => {
  for (const [figures, words] of FIXTURES) {
    it(`RCPT-8 ${figures} is ${words}`, () => expect(capitals(yuan(figures))).to.equal(words));
  }

  it("RCPT-8 zero, a red amount and the largest amount", () => {
    expect(capitals(fen(0n))).to.equal("零元整");
    expect(capitals(negate(yuan("100.00")))).to.equal("负壹佰元整");
    expect(capitals(yuan("999999999999.99"))).to.equal("玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分");
    expect(() => capitals(fen(100_000_000_000_000n))).to.throw("too large");
  });

  it("RCPT-8 capitals read back as the same amount, never with two zeros in a row", () => {
    fc.assert(
      fc.property(fc.bigInt(1n, 99_999_999_999_999n), (value) => {
        const words = capitals(fen(value));
        expect(readBack(words)).to.equal(value);
        expect(words).not.to.match(/零零|零元|零万|零亿|零整/);
      }),
      { numRuns: 500 },
    );
  });
});

/** The other direction, written independently: sums digit × place, place by place. */
const readBack = (words: string): bigint => {
  const places: Record<string, bigint> = { 拾: 10n, 佰: 100n, 仟: 1000n };
  const [whole, part] = words.includes("元") ? words.split("元") : ["", words];
  let total = 0n;
  let group = 0n;
  let digit = 0n;
  for (const character of whole ?? "") {
    const value = "零壹贰叁肆伍陆柒捌玖".indexOf(character);
    const place = places[character];
    if (value >= 0) digit = BigInt(value);
    else if (place) {
      group += digit * place;
      digit = 0n;
    } else {
      total += (group + digit) * (character === "亿" ? 100_000_000n : 10_000n);
      group = 0n;
      digit = 0n;
    }
  }
  const change = /^(?:([^角分]*)角)?(?:([^角分]*)分)?整?$/.exec(part ?? "") ?? expect.fail(words);
  const read = (text: string | undefined): bigint => BigInt("零壹贰叁肆伍陆柒捌玖".indexOf(text?.at(-1) ?? "零"));
  return (total + group + digit) * 100n + read(change[1]) * 10n + read(change[2]);
};
