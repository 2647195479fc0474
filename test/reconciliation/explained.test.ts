import { expect } from "chai";
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
    expect(at("2026-10-31")).to.deep.include({ on: "2026-10-02", unexplained: 7n, waiting: 3 });
  });
});
