import { expect } from "chai";
import { reservationFaults } from "../../src/disbursements/public.ts";
import { isRefusal, type JsonObject } from "../../src/kernel/result.ts";
import { financialStatements } from "../../src/ledger/public.ts";
import { MEMBERS, requestInput } from "../support/aid-book.ts";
import { BANK, openStatementDesk, OPENING, type StatementDesk, SUSPENSE } from "../support/statement-desk.ts";

const ROW = `${BANK}|SN1`;
const NO = "R1";

describe("reconciliation: taking back the payment of aid", () => {
  let desk: StatementDesk;
  const act = async (name: string, by: string, input: JsonObject, on = "2026-09-10") => {
    const key = `${name}:${desk.book.lines.length}`;
    const outcome = await desk.book.submit({ name, key, by: `user:${by}`, on, input });
    if (isRefusal(outcome)) throw new Error(`${name}: ${JSON.stringify(outcome)}`);
  };
  /** A request for 60.00 that was released under SN1, and the bank row that paid it. */
  beforeEach(async () => {
    desk = await openStatementDesk();
    await desk.promise("G-7K3F94", 10_000n, { via: "bank" });
    await act("funds.seatCommittee", "boss", { funds: ["S01"], members: MEMBERS }, "2026-09-01");
    await desk.bringBank([{ day: "2026-09-09", serial: "C", credit: 10_000n, memo: "G-7K3F94" }]);
    await desk.run();
    await act("disbursements.file", "worker", requestInput(NO));
    await act("disbursements.check", "officer", { request: NO });
    for (const voter of ["m1", "m2", "m3"])
      await act("disbursements.vote", voter, { request: NO, vote: "yes", roles: ["committeeMember"] });
    await act("disbursements.decide", "secretary", { request: NO, outcome: "approved" });
    await act("disbursements.financeCheck", "finance", { request: NO });
    await act("disbursements.remark", "supervisor", { request: NO, file: "F-9", digest: "dd" });
    await act("disbursements.order", "cashier1", { request: NO });
    await act("disbursements.release", "cashier2", { request: NO, serial: "SN1" });
    const paid = [
      { day: "2026-09-11", serial: "SN1", debit: 6_000n },
      { day: "2026-09-12", serial: "SN2", debit: 6_000n },
    ];
    await desk.bringBank(paid, { opening: OPENING + 10_000n, file: "second" });
    await desk.run();
  });
  const request = () => desk.books.disbursements.request(NO);
  const takeBack = () => desk.service.takeBack({ row: ROW, by: "user:li", because: "another payment" });
  const reserved = () => desk.books.ledger.balances.fund("S01").reserved;
  const form03 = (row: number) =>
    financialStatements(desk.books.ledger.balances, "2026-09").cashFlow.find((item) => item.row === row)?.month;

  it("LED-4 the order is released again without its serial, its money reserved again, the release of the fund undone", async () => {
    expect(request()).to.include({ state: "paid", bankSerial: "SN1" });
    expect([desk.balance("3102/S01"), desk.balance("410102/S01"), form03(14)]).to.deep.equal([0n, -4_000n, 6_000n]);
    expect(await takeBack()).to.equal(undefined);
    expect(request()).to.include({ state: "released" }).and.not.to.have.any.keys("paidOn", "bankSerial", "paidLine");
    expect(desk.books.disbursements.releasedBySerial("SN1")).to.deep.equal([]);
    expect([reserved(), desk.balance("5101/S01/medical"), desk.balance("410102/S01")]).to.deep.equal([
      6_000n,
      0n,
      -10_000n,
    ]);
    expect(reservationFaults(desk.books.disbursements.requests(), ["S01"], reserved)).to.deep.equal([]);
    expect(form03(14), "what was taken back leaves the row that it had entered").to.equal(0n);
    expect(request()?.acts.at(-1)).to.include({ act: "unpay", by: "user:li" });
  });

  it("WF-11 the right serial is written on the order, and its own bank row pays it", async () => {
    await takeBack();
    await act("disbursements.release", "cashier2", { request: NO, serial: "SN2" });
    await desk.run();
    expect(request()).to.include({ state: "paid", bankSerial: "SN2", paidOn: "2026-09-12" });
    expect([reserved(), desk.balance(SUSPENSE), desk.balance("5101/S01/medical")]).to.deep.equal([0n, 6_000n, 6_000n]);
    expect(desk.state(BANK, "SN1")).to.include({ reason: "taken_back" });
  });

  it("WF-13 aid that its recipient confirmed stays paid", async () => {
    await act("disbursements.confirm", "worker", { request: NO, how: "slip" });
    expect(await takeBack()).to.deep.include({ refused: "match_aid_confirmed", request: NO, state: "confirmed" });
  });

  it("LED-6 aid of a closed month stays paid: published sums of aid must not differ by one household (PII-10)", async () => {
    await act("ledger.proposeClose", "books", { period: "2026-09" }, "2026-09-30");
    await act("ledger.close", "finance", { period: "2026-09" }, "2026-09-30");
    expect(await takeBack()).to.include({ refused: "period_closed", rule: "LED-6" });
  });
});
