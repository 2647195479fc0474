import { expect } from "chai";
import { tierFor } from "../../src/disbursements/public.ts";
import { parseYuan, ZERO } from "../../src/kernel/money.ts";
import { openAidMonth, requestInput } from "../support/aid-book.ts";

const tier = (yuan: string, fastTrack = false) =>
  tierFor({ amount: parseYuan(yuan) ?? ZERO, fastTrack, on: "2026-09-02" });

describe("disbursement tiers (DOMAIN §5.2)", () => {
  for (const [yuan, fastTrack, expected] of [
    ["3000.00", true, 0],
    ["3000.00", false, 1],
    ["3000.01", true, 1],
    ["5000.00", false, 1],
    ["5000.01", false, 2],
    ["50000.00", false, 2],
    ["50000.01", false, 3],
    ["200000.00", false, 3],
    ["200000.01", false, 4],
  ] as const) {
    it(`${yuan}${fastTrack ? " on the fast track" : ""} is decided in tier ${expected}`, () => {
      expect(tier(yuan, fastTrack)).to.equal(expected);
    });
  }

  const tierOfR2 = (second: object, first: object = {}) => {
    const book = openAidMonth();
    const one = { amount: "200000", fast_track: true, beneficiary: "B-1", ...first };
    book.act("disbursements.file", "worker", requestInput("R1", one), "2026-11-01");
    book.act("disbursements.file", "worker", requestInput("R2", { ...one, amount: "150000", ...second }), "2026-11-01");
    return book.disbursements.tally(book.disbursements.request("R2") as never, "2026-11-01").tier;
  };

  it("splitting: 2,000.00 and 1,500.00 of one beneficiary from one fund in 30 days count as 3,500.00", () => {
    expect(tierOfR2({})).to.equal(1);
    expect(tierOfR2({ requested_on: "2026-10-02" })).to.equal(1);
  });

  it("splitting: another beneficiary, another fund or more than 30 days apart do not count together", () => {
    expect(tierOfR2({ beneficiary: "B-2" })).to.equal(0);
    expect(tierOfR2({ fund: "S02" })).to.equal(0);
    expect(tierOfR2({ requested_on: "2026-10-03" })).to.equal(0);
  });

  it("ORG-14 the fast track is for tier margin or an emergency", () => {
    expect(tierOfR2({ beneficiary: "B-2", tier: "outside" })).to.equal(1);
    expect(tierOfR2({ beneficiary: "B-2", tier: "outside", purpose: "emergency" })).to.equal(0);
  });
});
