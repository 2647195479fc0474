import { expect } from "chai";
import { differenceCount, differences } from "../../src/reconciliation/differences.ts";
import { explained } from "../../src/reconciliation/public.ts";
import { BANK, openStatementDesk, OPENING, type StatementDesk } from "../support/statement-desk.ts";

const booksOf = (desk: StatementDesk) => ({
  book: desk.books.reconciliation.book,
  ledger: desk.books.ledger,
  accounts: desk.books.funds.accounts(),
  channels: desk.books.funds.merchants(),
});

describe("reconciliation: the public line", () => {
  it("REC-12 tells the day, count, sum and age of what waits, and what nobody has looked at; signs do not cancel", async () => {
    const desk = await openStatementDesk();
    const at = (upTo = "2026-09-30") => explained(booksOf(desk), { upTo, today: "2026-10-05" });
    await desk.bringBank([
      { day: "2026-09-10", serial: "C", credit: 500n },
      { day: "2026-09-12", serial: "D", debit: 500n },
    ]);
    expect(at()).to.deep.equal({
      on: "2026-09-12",
      unexplained: 1_000n,
      silent: 0,
      waiting: 2,
      sum: 1_000n,
      oldestDays: 25,
    });
    await desk.run();
    await desk.bringBank([{ day: "2026-10-02", serial: "E", credit: 7n }], { opening: OPENING, file: "october" });
    expect(at()).to.deep.equal({
      on: "2026-09-12",
      unexplained: 0n,
      silent: 0,
      waiting: 2,
      sum: 1_000n,
      oldestDays: 25,
    });
    await desk.bringBank([], { opening: OPENING + 7n, from: "2026-10-03", to: "2026-11-05", file: "over the month" });
    expect(at("2026-10-31"), "a statement that goes on reaches the day that is asked for").to.include({
      on: "2026-10-31",
    });
    expect(at("2026-10-02")).to.deep.include({ on: "2026-10-02", unexplained: 7n, waiting: 3 });
  });

  it("REC-12 with no difference nothing waits, and one row that waits is told without a word of what it is", async () => {
    const desk = await openStatementDesk();
    const at = () => explained(booksOf(desk), { upTo: "2026-09-30", today: "2026-10-05" });
    await desk.promise("G-7K3F94", 10_000n, { via: "bank" });
    await desk.bringBank([{ day: "2026-09-10", serial: "C", credit: 10_000n, memo: "捐款 G-7K3F94" }]);
    const on = "2026-09-10";
    expect(at()).to.deep.equal({ on, unexplained: 10_000n, silent: 0, waiting: 1, sum: 10_000n, oldestDays: 25 });
    await desk.run();
    expect(at()).to.deep.equal({ on, unexplained: 0n, silent: 0, waiting: 0, sum: 0n, oldestDays: 0 });
  });

  it("REC-12 an account that moved and has no statement is not explained: what it holds, and since when", async () => {
    const desk = await openStatementDesk();
    const at = (upTo = "2026-09-30") => explained(booksOf(desk), { upTo, today: "2026-10-05" });
    const opened = { unexplained: OPENING, silent: 1, waiting: 0, sum: 0n, oldestDays: 35 };
    expect(at(), "the opening balance is a movement of the day before").to.deep.equal(opened);
    expect(at("2026-08-30"), "nothing moved by then").to.include({ silent: 0, unexplained: 0n });
    await desk.bringBank([], { from: "2026-09-01", to: "2026-09-30" });
    expect(at()).to.deep.equal({ on: "2026-09-30", unexplained: 0n, silent: 0, waiting: 0, sum: 0n, oldestDays: 0 });
    const post = [
      ["1002/other", "700"],
      [BANK, "-700"],
    ];
    await desk.send("ledger.propose", { id: "V-1", text: "moved", post }, "2026-09-20");
    const posted = { name: "ledger.post", key: "post", by: "user:other", on: "2026-09-20", input: { id: "V-1" } };
    await desk.book.submit(posted);
    const other = { unexplained: 700n, silent: 1, oldestDays: 15 };
    expect(at(), "an account that only a voucher names").to.include(other).and.not.to.have.property("on");
    expect(at("2026-09-19")).to.include({ on: "2026-09-19", silent: 0 });
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
    const books = { ...booksOf(desk), book };
    expect(explained(books, { upTo: "2026-09-30", today: "2026-10-05" })).to.include({ waiting: 1 });
  });
});
