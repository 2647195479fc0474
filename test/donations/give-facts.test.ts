import { expect } from "chai";
import { giveFacts } from "../../src/donations/public.ts";
import { fen } from "../../src/kernel/money.ts";

const paid = (purpose: string, count: number) =>
  Array.from({ length: count }, (_, at) => ({
    purpose,
    amount: fen(2_220_000n),
    household: 2,
    paidOn: `2026-09-0${at + 1}`,
    confirmed: false,
  }));

describe("facts for givers", () => {
  it("PII-1 suggests no amount from fewer than five cases of a purpose", () => {
    const names = new Map([["education", { zh: "助学", en: "Education" }]]);
    expect(giveFacts(paid("medical", 4), names).choices).to.deep.equal([]);
    expect(giveFacts([...paid("medical", 1), ...paid("education", 5)], names).choices).to.deep.equal([
      { amount: 1_110_000n, buys: { zh: "助学", en: "Education" } },
    ]);
  });
});
