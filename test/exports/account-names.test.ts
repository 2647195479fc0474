import { expect } from "chai";
import fc from "fast-check";
import { beancountAccount, hledgerAccount } from "../../src/exports/account-names.ts";

const part = fc.stringMatching(/^[\w.-]{1,6}$/);
const path = fc
  .tuple(fc.constantFrom("1002", "2209", "5101"), fc.array(part, { maxLength: 3 }))
  .map(([code, parts]) => [code, ...parts].join("/"));

describe("exports: names of accounts", () => {
  it("are readable for the paths of the books", () => {
    expect(hledgerAccount("2209/suspense/rows", "liability")).to.equal("Liabilities:2209:suspense:rows");
    expect(beancountAccount("2209/payout-returned", "liability")).to.equal("Liabilities:2209:Payout-returned");
    expect(beancountAccount("5101/S01/medical", "cost")).to.equal("Expenses:5101:S01:Medical");
    expect(beancountAccount("410102/S01", "restrictedIncome")).to.equal("Income:410102:S01");
  });

  it("beancount takes every name, and two paths never share one", () => {
    for (const [a, b] of [
      ["1002/base", "1002/Base"],
      ["1002/g00", "1002/G00"],
      ["1002/a_b", "1002/a-5fb"],
      ["1002/z-ab", "1002/Z-ab"],
    ] as const)
      expect(beancountAccount(a, "money")).not.to.equal(beancountAccount(b, "money"));
    fc.assert(
      fc.property(path, path, (a, b) => {
        const [one, other] = [beancountAccount(a, "money"), beancountAccount(b, "money")];
        expect(one).to.match(/^Assets(:[A-Z0-9][A-Za-z0-9-]*)+$/);
        expect(one === other, `${a} ${b} ${one}`).to.equal(a === b);
      }),
      { numRuns: 2_000 },
    );
  });
});
