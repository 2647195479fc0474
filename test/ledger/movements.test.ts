import { expect } from "chai";
import fc from "fast-check";
import { addDays } from "../../src/kernel/dates.ts";
import { type Fen, fen, plus, ZERO } from "../../src/kernel/money.ts";
import { openMovements } from "../../src/ledger/movements.ts";
import { openPaperBooks } from "../support/paper-books.ts";

const day = fc.integer({ min: 0, max: 150 }).map((days) => addDays("2025-11-20", days));
const movement = fc.record({
  path: fc.constantFrom("1002/base", "410102/A", "5101/A/medical", "B1/A"),
  on: day,
  basis: fc.constantFrom("donation.settled", "period.closed"),
  amount: fc.bigInt({ min: -50n, max: 50n }).map(fen),
});

const sumsOf = (movements: Iterable<{ path: string; basis: string; amount: Fen }>): object => {
  const sums = new Map<string, Fen>();
  for (const { path, basis, amount } of movements)
    sums.set(`${path} ${basis}`, plus(sums.get(`${path} ${basis}`) ?? ZERO, amount));
  return Object.fromEntries([...sums].filter(([, amount]) => amount !== 0n));
};

describe("ledger: movements", () => {
  it("LED-10 what moved in some days, or since one, is the sum of those days, wherever months end", () => {
    fc.assert(
      fc.property(fc.array(movement, { maxLength: 60 }), day, day, (posted, from, to) => {
        const movements = openMovements();
        for (const each of posted) movements.add(each);
        const inside = posted.filter(({ on }) => on >= from && on <= to);
        expect(sumsOf(movements.moved({ from, to }))).to.deep.equal(sumsOf(inside));
        expect(sumsOf(movements.moved({ to }))).to.deep.equal(sumsOf(posted.filter(({ on }) => on <= to)));
        for (const since of [to, "9999-12-31"])
          expect(sumsOf(movements.since(since))).to.deep.equal(sumsOf(posted.filter(({ on }) => on > since)));
        expect(sumsOf(movements.byDay())).to.deep.equal(sumsOf(posted));
        for (const { on } of movements.moved({ from, to })) expect(on >= from && on <= to).to.equal(true);
      }),
    );
  });

  it("a month is one row an account and reason, however many days and gifts it had", () => {
    const { ledger, post } = openPaperBooks();
    for (let gift = 0; gift < 280; gift += 1)
      post({
        on: addDays("2026-02-01", gift % 28),
        kind: "donation.settled",
        post: [
          ["1009/wechat", "1.00"],
          ["410102/A", "-1.00"],
        ],
      });
    expect([...ledger.balances.moved({ to: "2026-02-28" })]).to.have.length(2);
    expect([...ledger.balances.moved({ to: "2026-02-10" })]).to.have.length(20);
    expect(ledger.balances.fundOn("A", "2026-02-10").restricted).to.equal(10_000n);
    expect(ledger.balances.fundOn("A", "2026-01-31").restricted).to.equal(ZERO);
    expect(ledger.balances.accountsOn("2026-02-27", ["1009/wechat", "1002/none"])).to.deep.equal(
      new Map([
        ["1009/wechat", 27_000n],
        ["1002/none", ZERO],
      ]),
    );
  });
});
