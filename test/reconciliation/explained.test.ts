import { expect } from "chai";
import { differenceCount, differences } from "../../src/reconciliation/differences.ts";
import { explained } from "../../src/reconciliation/public.ts";
import { openStatementDesk, OPENING } from "../support/statement-desk.ts";

describe("reconciliation: the public line", () => {
  it("REC-12 tells the day, count, sum and age of what waits, and what nobody has looked at; signs do not cancel", async () => {
    const desk = await openStatementDesk();
    const at = (upTo = "2026-09-30") => explained(desk.books.reconciliation.book, { upTo, today: "2026-10-05" });
    expect(at()).to.deep.equal({ unexplained: 0n, waiting: 0, sum: 0n, oldestDays: 0 });
    await desk.bringBank([
      { day: "2026-09-10", serial: "C", credit: 500n },
      { day: "2026-09-12", serial: "D", debit: 500n },
    ]);
    expect(at()).to.deep.equal({ on: "2026-09-12", unexplained: 1_000n, waiting: 2, sum: 1_000n, oldestDays: 25 });
    await desk.run();
    await desk.bringBank([{ day: "2026-10-02", serial: "E", credit: 7n }], { opening: OPENING, file: "october" });
    expect(at()).to.deep.equal({ on: "2026-09-12", unexplained: 0n, waiting: 2, sum: 1_000n, oldestDays: 25 });
    await desk.bringBank([], { opening: OPENING + 7n, from: "2026-10-03", to: "2026-11-05", file: "over the month" });
    expect(at("2026-10-31"), "a statement that goes on reaches the day that is asked for").to.include({
      on: "2026-10-31",
    });
    expect(at("2026-10-02")).to.deep.include({ on: "2026-10-02", unexplained: 7n, waiting: 3 });
  });

  it("REC-12 with no difference nothing waits, and one row that waits is told without a word of what it is", async () => {
    const desk = await openStatementDesk();
    const at = () => explained(desk.books.reconciliation.book, { upTo: "2026-09-30", today: "2026-10-05" });
    await desk.promise("G-7K3F94", 10_000n, { via: "bank" });
    await desk.bringBank([{ day: "2026-09-10", serial: "C", credit: 10_000n, memo: "捐款 G-7K3F94" }]);
    expect(at()).to.deep.equal({ on: "2026-09-10", unexplained: 10_000n, waiting: 1, sum: 10_000n, oldestDays: 25 });
    await desk.run();
    expect(at()).to.deep.equal({ on: "2026-09-10", unexplained: 0n, waiting: 0, sum: 0n, oldestDays: 0 });
  });

  it("differences, their count and the public line look at what waits alone, not at every row", async () => {
    const desk = await openStatementDesk();
    await desk.bringBank([
      { day: "2026-09-10", serial: "C", credit: 500n },
      { day: "2026-09-11", serial: "Z", credit: 0n },
    ]);
    const all = () => expect.fail("looked at all rows");
    const book = { ...desk.books.reconciliation.book, rows: all, rowsOf: all, rowsListed: all };
    expect(differences(book, "2026-10-05").map(({ row }) => row.id)).to.deep.equal(["C"]);
    expect(differenceCount(book)).to.equal(1);
    expect(explained(book, { upTo: "2026-09-30", today: "2026-10-05" })).to.include({ waiting: 1 });
  });
});
