import { expect } from "chai";
import { floorFaults } from "../../src/funds/public.ts";
import { fen } from "../../src/kernel/money.ts";
import { openAidMonth } from "../support/aid-book.ts";

describe("funds: checks", () => {
  it("LED-2 a fund below nought or below its principal is told", () => {
    const { funds, ledger } = openAidMonth();
    const { fund } = ledger.balances;
    expect(floorFaults(funds.all(), fund)).to.deep.equal([]);
    const overdrawn = (code: string) => ({ ...fund(code), restricted: fen(-1n), unrestricted: fen(0n) });
    expect(floorFaults([{ code: "S01" }], overdrawn)).to.deep.equal(["LED-2 S01 holds -0.01, its floor is 0.00"]);
    expect(floorFaults([{ code: "S01", principal: fen(10_001n) }], fund)).to.have.length(1);
  });
});
