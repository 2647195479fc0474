import { expect } from "chai";
import type { JsonObject } from "../../src/kernel/result.ts";
import { fen } from "../../src/kernel/money.ts";
import { type AidBook, close, openAidMonth, requestInput, voted } from "../support/aid-book.ts";

const vote = (book: AidBook, by: string, input: JsonObject) =>
  book.act("disbursements.vote", by, { request: "R1", roles: ["committeeMember"], ...input });

describe("disbursements: filing and checking", () => {
  it("files once; an unknown fund or purpose is a fault, a foreign purpose is left to the decision", () => {
    const book = openAidMonth();
    const file = (given: JsonObject) => book.act("disbursements.file", "worker", requestInput("R1", given));
    expect(file({ fund: "X" })).to.include({ refused: "fund_unknown" });
    expect(file({ purpose: "golf" })).to.include({ refused: "purpose_unknown" });
    expect(file({ requested_on: "2026-09-11" })).to.include({ refused: "requested_later_than_filed" });
    expect(file({ purpose: "education" })).to.include({ kind: "request.filed" });
    expect(file({})).to.include({ refused: "request_exists" });
  });

  it("says at which line a request changed last", () => {
    const book = openAidMonth();
    const before = book.disbursements.changedAt();
    book.act("disbursements.file", "worker", requestInput("AR-1"));
    const filed = book.disbursements.changedAt();
    expect(filed).to.be.above(before);
    book.act("funds.setStatus", "boss", { code: "S01", status: "suspended", reason: "r" });
    expect(book.disbursements.changedAt()).to.equal(filed);
    book.act("disbursements.check", "officer", { request: "AR-1" });
    expect(book.disbursements.changedAt()).to.be.above(filed);
  });

  it("LED-9 who filed cannot check", () => {
    const book = openAidMonth();
    book.act("disbursements.file", "worker", requestInput("R1"));
    expect(book.act("disbursements.check", "worker", { request: "R1" })).to.include({
      refused: "same_person",
      rule: "LED-9",
    });
    expect(book.act("disbursements.check", "officer", { request: "R1" })).to.include({ kind: "request.checked" });
    expect(book.act("disbursements.check", "other", { request: "R1" })).to.include({ refused: "request_wrong_state" });
    expect(book.act("disbursements.check", "other", { request: "R9" })).to.include({ refused: "request_unknown" });
  });

  it("UI-18 goes back for a missing paper, keeps its place, and comes back with it", () => {
    const book = openAidMonth();
    book.act("disbursements.file", "worker", requestInput("R1"));
    const place = book.disbursements.request("R1")?.line;
    book.act("disbursements.return", "officer", { request: "R1", missing: ["invoice"] });
    expect(book.disbursements.request("R1")).to.deep.include({ state: "returned_for_details", missing: ["invoice"] });
    book.act("disbursements.evidence", "worker", { request: "R1", file: "F-1", digest: "aa", paper: "invoice" });
    expect(book.disbursements.request("R1")).to.deep.include({ state: "filed", missing: [], line: place });
    expect(
      book.act("disbursements.evidence", "worker", { request: "R1", file: "F-2", digest: "aa", paper: "photo" }),
    ).to.include({
      refused: "evidence_known",
    });
  });
});

describe("disbursements: votes", () => {
  it("ORG-18 of five with one recused: four entitled, quorum three, adopted with three yes", () => {
    const book = openAidMonth();
    voted(book, "R1", { amount: "600000" }, ["m1", "m2"]);
    expect(vote(book, "m5", { vote: "recused" })).to.include({ refused: "recusal_without_reason", rule: "ORG-19" });
    vote(book, "m5", { vote: "recused", reason: "neighbour" });
    const tally = () => book.disbursements.tally(book.disbursements.request("R1") as never, "2026-09-10");
    expect(tally()).to.deep.include({ entitled: 4, quorum: 3, yes: 2, recused: 1, missing: ["quorum", "majority"] });
    expect(close(book, "R1")).to.deep.include({ refused: "votes_missing", missing: ["quorum", "majority"] });
    vote(book, "m4", { vote: "no" });
    expect(tally()).to.deep.include({ no: 1, missing: ["majority"] });
    vote(book, "m3", { vote: "yes" });
    expect(tally()).to.deep.include({ yes: 3, missing: [] });
  });

  it("ORG-18 a tie is not adopted", () => {
    const book = openAidMonth();
    voted(book, "R1", { amount: "600000" }, ["m1", "m2"]);
    vote(book, "m5", { vote: "recused", reason: "employer" });
    vote(book, "m3", { vote: "no" });
    vote(book, "m4", { vote: "no" });
    expect(close(book, "R1")).to.deep.include({ refused: "votes_missing", missing: ["majority"] });
  });

  it("ORG-19 fewer than three entitled moves the case up one tier, never through", () => {
    const book = openAidMonth();
    voted(book, "R1", { amount: "600000" }, []);
    for (const member of ["m3", "m4", "m5"]) vote(book, member, { vote: "recused", reason: "supplier" });
    vote(book, "m1", { vote: "yes" });
    vote(book, "m2", { vote: "yes" });
    const tally = () => book.disbursements.tally(book.disbursements.request("R1") as never, "2026-09-10");
    expect(tally()).to.deep.include({ tier: 3, movedUp: true, missing: ["secretaryGeneral"] });
    vote(book, "sg", { vote: "yes", roles: ["secretaryGeneral"] });
    expect(tally().missing).to.deep.equal([]);
  });

  it("ORG-19 a fund without a committee is decided higher up, not by nobody", () => {
    const book = openAidMonth();
    book.act("disbursements.file", "worker", requestInput("R1"));
    book.act("disbursements.check", "officer", { request: "R1" });
    const tally = book.disbursements.tally(book.disbursements.request("R1") as never, "2031-01-01");
    expect(tally).to.deep.include({ entitled: 0, tier: 3, missing: ["secretaryGeneral"] });
  });

  it("ORG-17 only who has a seat inside the term votes, once", () => {
    const book = openAidMonth();
    voted(book, "R1", {}, ["m1"]);
    expect(vote(book, "stranger", { vote: "yes" })).to.include({ refused: "not_entitled_to_vote" });
    expect(vote(book, "m1", { vote: "no" })).to.include({ refused: "already_voted" });
    expect(
      book.act("disbursements.vote", "m2", { request: "R1", vote: "yes", roles: ["committeeMember"] }, "2029-01-01"),
    ).to.include({ refused: "not_entitled_to_vote" });
  });

  it("WF-9 nobody who touched amount or evidence votes or closes, and no voter changes them", () => {
    const book = openAidMonth();
    book.act("disbursements.file", "m1", requestInput("R1"));
    book.act("disbursements.check", "secretary", { request: "R1" });
    expect(vote(book, "m1", { vote: "yes" })).to.include({ refused: "same_person", rule: "WF-9", did: "file" });
    vote(book, "m2", { vote: "yes" });
    expect(close(book, "R1")).to.include({ refused: "same_person", rule: "WF-9", did: "check" });
    expect(book.act("disbursements.amend", "m2", { request: "R1", amount: "1" })).to.include({
      refused: "same_person",
      rule: "WF-9",
    });
  });

  it("WF-8 a change of amount voids the votes and asks for a new check; a new paper asks each voter again", () => {
    const book = openAidMonth();
    voted(book, "R1", { amount: "600000" });
    book.act("disbursements.evidence", "worker", { request: "R1", file: "F-1", digest: "aa", paper: "photo" });
    expect(close(book, "R1")).to.deep.include({ refused: "votes_missing", yes: 0 });
    for (const member of ["m1", "m2", "m3"])
      expect(vote(book, member, { vote: "yes" })).to.include({ kind: "request.voted" });
    book.act("disbursements.amend", "worker", { request: "R1", amount: "599900" });
    expect(book.disbursements.request("R1")).to.include({ state: "filed", amount: 599_900n });
    expect(close(book, "R1")).to.include({ refused: "request_wrong_state" });
  });
});

describe("disbursements: decision", () => {
  it("WF-10 an approval reserves at once and binds to what was voted on", () => {
    const book = openAidMonth();
    voted(book, "R1");
    expect(close(book, "R1")).to.deep.include({
      kind: "request.approved",
      post: [
        ["B1/S01", "6000"],
        ["B2/S01", "-6000"],
      ],
    });
    expect(book.funds.available("S01", "2026-09-10")).to.equal(4_000n);
    const request = book.disbursements.request("R1");
    expect(request).to.include({ state: "approved", approver: "user:secretary", approvedOn: "2026-09-10" });
    expect(request?.approvedDigest).to.equal(request?.digest);
  });

  it("WF-7, WF-2, WF-1, LED-4 guards in this order, each kept as a line (WF-16)", () => {
    const wrong = [
      { fund: "S02", purpose: "education", related_party: "manager", amount: "99999999" },
      { purpose: "education", related_party: "manager", amount: "99999999" },
      { related_party: "manager", amount: "99999999" },
      { amount: "99999999" },
    ];
    const expected = ["fund_suspended", "wrong_purpose", "related_party", "over_available"];
    wrong.forEach((given, i) => {
      const book = openAidMonth();
      voted(book, "R1", given);
      book.act("disbursements.vote", "council", { request: "R1", vote: "yes", roles: ["council"] });
      expect(close(book, "R1")).to.include({ refused: expected[i] });
      expect(book.disbursements.request("R1")).to.include({ state: "refused", refusedReason: expected[i] });
      expect(book.ledger.balances.fund("S01").reserved).to.equal(0n);
    });
  });

  it("WF-1 an approver as related party is a hard stop too", () => {
    const book = openAidMonth();
    voted(book, "R1", { related_party: "approver" });
    expect(close(book, "R1")).to.include({ refused: "related_party", rule: "WF-1" });
  });

  it("LED-4 approvals of 60 and 60 on 100: the second is refused", () => {
    const book = openAidMonth();
    voted(book, "R1");
    voted(book, "R2");
    expect(close(book, "R1")).to.include({ kind: "request.approved" });
    expect(close(book, "R2")).to.include({ refused: "over_available", available: "40.00", amount: "60.00" });
  });

  it("LED-4 a late entry can use neither money that came after its day nor money that is promised since", () => {
    const book = openAidMonth();
    book.post("donation.settled", "2026-09-20", [
      ["1002/base", "9000"],
      ["410102/S01", "-9000"],
    ]);
    voted(book, "R1", { amount: "10001" });
    expect(close(book, "R1", "2026-09-19")).to.include({ refused: "over_available", available: "100.00" });
    voted(book, "R2", { amount: "18000" });
    expect(close(book, "R2", "2026-09-20")).to.include({ kind: "request.approved" });
    voted(book, "R3", { amount: "5000" });
    expect(close(book, "R3", "2026-09-15")).to.include({ refused: "over_available", available: "10.00" });
  });

  it("a rejection gives its reason and does not stand against the votes", () => {
    const book = openAidMonth();
    const reject = (reason?: string) =>
      book.act("disbursements.decide", "secretary", {
        request: "R1",
        outcome: "rejected",
        ...(reason ? { reason } : {}),
      });
    voted(book, "R1", { amount: "600000" }, ["m1"]);
    expect(reject()).to.include({ refused: "rejection_without_reason" });
    expect(reject("criteria")).to.deep.include({ refused: "votes_missing", missing: ["quorum"] });
    vote(book, "m2", { vote: "no" });
    vote(book, "m3", { vote: "no" });
    expect(reject("criteria")).to.include({ kind: "request.rejected" });
    expect(book.disbursements.request("R1")).to.include({
      state: "rejected",
      rejectedReason: "criteria",
      rejectedOn: "2026-09-10",
    });
  });

  it("ORG-18 what the committee adopted cannot be rejected by its secretary", () => {
    const book = openAidMonth();
    voted(book, "R1", { amount: "600000" });
    expect(
      book.act("disbursements.decide", "secretary", { request: "R1", outcome: "rejected", reason: "x" }),
    ).to.include({
      refused: "votes_adopted",
    });
  });

  it("a withdrawal frees the reservation until the payment is released", () => {
    const book = openAidMonth();
    voted(book, "R1");
    close(book, "R1");
    expect(book.act("disbursements.withdraw", "worker", { request: "R1", reason: "helped_elsewhere" })).to.include({
      kind: "request.withdrawn",
    });
    expect(book.funds.available("S01", "2026-09-10")).to.equal(10_000n);
    expect(book.disbursements.refusalToPay("SN1", [book.disbursements.request("R1") as never], fen(6000n))).to.include({
      refused: "request_wrong_state",
    });
  });
});
