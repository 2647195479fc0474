import { expect } from "chai";
import { dutyFaults, reservationFaults } from "../../src/disbursements/public.ts";
import { ZERO } from "../../src/kernel/money.ts";
import { close, openAidMonth, voted } from "../support/aid-book.ts";

const approvedBook = () => {
  const book = openAidMonth();
  voted(book, "R1");
  close(book, "R1");
  return book;
};

describe("disbursements: checks", () => {
  it("LED-4 a reservation that nothing approved, or an approval without one, is told", () => {
    const { disbursements, ledger, funds } = approvedBook();
    const codes = funds.all().map(({ code }) => code);
    const reserved = (fund: string) => ledger.balances.fund(fund).reserved;
    expect(reservationFaults(disbursements.requests(), codes, reserved)).to.deep.equal([]);
    expect(reservationFaults([], codes, reserved)).to.deep.equal(["LED-4 S01 approved 0.00, reserved 60.00"]);
    expect(reservationFaults(disbursements.requests(), codes, () => ZERO)).to.have.length(1);
  });

  it("LED-9 one person with two hands, or a missing hand, on a paid request is told", () => {
    const book = approvedBook();
    book.act("disbursements.financeCheck", "finance", { request: "R1" });
    book.act("disbursements.remark", "supervisor", { request: "R1", file: "F-9", digest: "dd" });
    book.act("disbursements.order", "cashier1", { request: "R1" });
    book.act("disbursements.release", "cashier2", { request: "R1", serial: "SN1" });
    const request = book.disbursements.request("R1");
    if (!request) throw new Error("R1 is gone");
    const paid = { ...request, paidOn: "2026-09-12" };
    expect(request.state).to.equal("released");
    expect(dutyFaults([request, paid])).to.deep.equal([]);
    const acts = paid.acts.map((act) => (act.act === "release" ? { ...act, by: "user:m1" } : act));
    expect(dutyFaults([{ ...paid, acts }])).to.deep.equal(["LED-9 R1: user:m1 was approver and payer"]);
    const unchecked = paid.acts.filter(({ act }) => act !== "check");
    expect(dutyFaults([{ ...paid, acts: unchecked }])).to.deep.equal(["LED-9 R1 was paid without a checker"]);
  });
});
