import { expect } from "chai";
import { ageLevel, differences } from "../../src/reconciliation/differences.ts";
import { latePayouts } from "../../src/reconciliation/late-payouts.ts";
import { businessDayAfter, businessDays } from "../../src/reconciliation/payout-window.ts";
import { MERCHANT, openStatementDesk, type StatementDesk, WALLET } from "../support/statement-desk.ts";

/** September and October 2026: the National Day holiday, and a Saturday that is worked for it. */
const CALENDAR = ["09-05", "09-06", "09-12", "09-13", "09-19", "09-20", "09-27"]
  .concat(["10-01", "10-02", "10-03", "10-04", "10-05", "10-06", "10-07", "10-11", "10-17", "10-18"])
  .map((day) => `2026-${day}`);

describe("reconciliation: payouts that should have come", () => {
  let desk: StatementDesk;
  beforeEach(async () => {
    desk = await openStatementDesk();
  });
  const late = (today: string, nonBusinessDays: readonly string[] = CALENDAR) =>
    latePayouts(desk.books.reconciliation.book, {
      merchants: desk.books.funds.merchants(),
      nonBusinessDays,
      today,
    }).map(({ batch, due, amount, days }) => [batch, due, amount, days]);
  const paid = (order: string, day: string, more = {}) => ({
    at: `${day} 12:00:00`,
    order,
    amount: 10_000n,
    fee: 60_000n,
    ...more,
  });

  it("REC-10 a wallet's payout is late after the third business day of the calendar, and no day earlier", async () => {
    await desk.bringWallet([paid("A", "2026-09-30"), paid("B", "2026-09-03")]);
    expect(late("2026-09-08")).to.deep.equal([]);
    expect(late("2026-09-09")).to.deep.equal([["2026-09-03", "2026-09-08", 9_940n, 6]]);
    const both = [
      ["2026-09-03", "2026-09-08", 9_940n, 39],
      ["2026-09-30", "2026-10-10", 9_940n, 12],
    ];
    expect(late("2026-10-10")).to.have.length(1);
    expect(late("2026-10-12")).to.deep.equal(both);
    await desk.run();
    const memo = `商户号${MERCHANT} 批次20260903`;
    await desk.bringBank([{ day: "2026-09-04", credit: 9_940n, serial: "P", summary: "商户结算", memo }]);
    await desk.run();
    expect(late("2026-10-12"), "the bank has it").to.deep.equal([both[1]]);
    expect(desk.unexplained(WALLET, "2026-10-12"), "late, yet explained").to.equal("0.00");
  });

  it("REC-10 a batch that comes to nothing is never late", async () => {
    await desk.bringWallet([paid("A", "2026-09-03"), paid("A", "2026-09-03", { refund: "R", fee: -60_000n })]);
    expect(late("2026-12-31")).to.deep.equal([]);
  });

  it("a month that the calendar does not name has free Saturdays and Sundays; 29 February is a day", () => {
    const isBusinessDay = businessDays(CALENDAR);
    expect(["2026-10-10", "2026-10-11", "2026-11-07", "2026-11-09"].map(isBusinessDay)).to.deep.equal([
      true,
      false,
      false,
      true,
    ]);
    expect(businessDayAfter("2028-02-28", 1, isBusinessDay)).to.equal("2028-02-29");
    expect(businessDayAfter("2026-12-31", 1, isBusinessDay)).to.equal("2027-01-01");
  });

  it("REC-10 the age of what waits changes its level at 1, 3 and 7 days", async () => {
    expect([0, 1, 2, 3, 6, 7, 400].map(ageLevel)).to.deep.equal([
      "fresh",
      "watched",
      "watched",
      "late",
      "late",
      "overdue",
      "overdue",
    ]);
    await desk.bringBank([{ day: "2026-09-10", serial: "C", credit: 500n }]);
    const waiting = differences(desk.books.reconciliation.book, "2026-09-13");
    expect(waiting.map(({ days }) => ageLevel(days))).to.deep.equal(["late"]);
  });
});
