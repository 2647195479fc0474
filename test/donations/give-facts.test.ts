import { expect } from "chai";
import { giveFacts, type KnownFund } from "../../src/donations/public.ts";
import { fen, sum, ZERO } from "../../src/kernel/money.ts";

const paid = (purpose: string, amounts: readonly bigint[], household = 2) =>
  amounts.map((amount) => ({ purpose, amount: fen(amount), household }));
const same = (count: number) => Array.from({ length: count }, () => 2_220_000n);
const known = (rows: KnownFund["paid"], lastAid?: string): KnownFund => ({
  balance: fen(5_000n),
  asOf: "2026-09-30",
  ...(lastAid === undefined ? {} : { lastAid }),
  confirmed: { paid: sum(rows.map(({ amount }) => amount)), confirmed: ZERO, few: false },
  paid: rows,
  costsOf: "2026-09",
});

describe("facts for givers", () => {
  const names = new Map([["education", { zh: "助学", en: "Education" }]]);

  it("PII-1 suggests no amount from fewer than five cases of a purpose", () => {
    expect(giveFacts(known(paid("medical", same(4)), "2026-09"), names).choices).to.deep.equal([]);
    expect(
      giveFacts(known([...paid("medical", same(1)), ...paid("education", same(5))], "2026-09"), names).choices,
    ).to.deep.equal([{ amount: 1_110_000n, buys: { zh: "助学", en: "Education" } }]);
  });

  it("PII-11 an amount is the mean per person, never one household's", () => {
    const one = paid("education", [100_00n, 110_00n, 120_00n, 130_00n, 1_540_00n], 1);
    expect(giveFacts(known(one, "2026-09"), names).choices.map(({ amount }) => amount)).to.deep.equal([400_00n]);
  });

  it("ACC-18 tells the month of the last published aid, neither its day nor its purpose", () => {
    const { lastAid, costsOf } = giveFacts(known(paid("education", same(5)), "2026-09"), names);
    expect([lastAid, costsOf]).to.deep.equal(["2026-09", "2026-09"]);
    expect(giveFacts(known([], undefined), names)).not.to.have.any.keys("lastAid", "costsOf");
  });
});
