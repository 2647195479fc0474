import { expect } from "chai";
import { openingVoucher } from "../../src/funds/public.ts";
import { fen } from "../../src/kernel/money.ts";
import { FEDERATION, FUNDS, MEMBERS, openAidBook, openAidMonth } from "../support/aid-book.ts";

describe("funds: opening", () => {
  it("LED-1 posts one balanced voucher on the day before the opening date", () => {
    const book = openAidMonth();
    expect(book.funds.federation()?.opened).to.equal(true);
    expect(book.ledger.balances.account("1002/base")).to.equal(240_000n);
    expect(book.ledger.balances.account("3101/G00")).to.equal(-50_000n);
    expect(book.ledger.balances.account("3102/S01")).to.equal(-10_000n);
    expect([...book.ledger.balances.byDay()].every((movement) => movement.on === "2026-08-31")).to.equal(true);
  });

  it("LED-1 refuses an opening that does not balance, and one whose funds do not sum to the net assets", () => {
    const federation = {
      openingDate: "2026-09-01",
      accounts: [{ account: "1002/base", opening: fen(100n) }],
      netAssets: { "3101": fen(100n) },
      liabilities: {},
    };
    const of = (amount: bigint) => [{ code: "G00", unrestricted: fen(amount), restricted: fen(0n) }];
    expect(openingVoucher(federation, of(90n))).to.include({ refused: "opening_funds_differ" });
    expect(openingVoucher({ ...federation, netAssets: {} }, of(90n))).to.include({
      refused: "opening_not_balanced",
      difference: "0.10",
    });
    expect(openingVoucher(federation, of(100n))).to.include({ kind: "opening.posted", on: "2026-08-31" });
  });

  it("LED-3 ACC-9 money held for others is brought forward apart, and must be owed to them", () => {
    const federation = {
      openingDate: "2026-09-01",
      accounts: [{ account: "1002/base", opening: fen(100n), heldForOthers: fen(30n) }],
      netAssets: {},
      liabilities: { "2601": fen(30n) },
    };
    const funds = [{ code: "G00", unrestricted: fen(70n), restricted: fen(0n) }];
    expect(openingVoucher(federation, funds)).to.deep.include({
      post: [
        ["1002/base", "70"],
        ["1002/agency/base", "30"],
        ["2601/agency-0", "-30"],
        ["3101/G00", "-70"],
      ],
    });
    expect(openingVoucher({ ...federation, liabilities: { "2209": fen(30n) } }, funds)).to.include({
      refused: "opening_agency_differs",
    });
  });

  it("an unknown credit of the opening waits in 2209/suspense/opening", () => {
    const draft = openingVoucher(
      {
        openingDate: "2026-09-01",
        accounts: [{ account: "1002/base", opening: fen(100n) }],
        netAssets: {},
        liabilities: { "2209": fen(100n) },
      },
      [],
    );
    expect(draft).to.deep.include({
      post: [
        ["1002/base", "100"],
        ["2209/suspense/opening", "-100"],
      ],
    });
  });

  it("the same fund under the same key is known, a changed one is refused", () => {
    const book = openAidMonth();
    expect(book.act("funds.openFund", "boss", { ...FUNDS[1] })).to.include({ refused: "fund_changed" });
    expect(book.act("funds.openFederation", "boss", FEDERATION)).to.include({ refused: "federation_changed" });
  });

  it("knows one general fund and only the federation's purposes", () => {
    const book = openAidBook();
    book.act("funds.openFederation", "boss", FEDERATION, "2026-08-31");
    book.act("funds.openFund", "boss", { ...FUNDS[0] }, "2026-08-31");
    expect(book.act("funds.openFund", "boss", { ...FUNDS[0], code: "G01" })).to.include({
      refused: "second_general_fund",
    });
    expect(book.act("funds.openFund", "boss", { ...FUNDS[1], purposes: ["golf"] })).to.include({
      refused: "purpose_unknown",
    });
    expect(book.funds.general().code).to.equal("G00");
  });
});

describe("funds: what is available", () => {
  it("LED-4 the restricted part of the general fund counts from its date on", () => {
    const { funds } = openAidMonth();
    expect(funds.available("G00", "2026-09-10")).to.equal(50_000n);
    expect(funds.available("G00", "2027-01-01")).to.equal(230_000n);
  });

  it("LED-4 goods never back a payment", () => {
    const book = openAidMonth();
    book.post("goods.accepted", "2026-09-05", [
      ["1201/S01", "7000"],
      ["410102/S01", "-7000"],
    ]);
    expect(book.funds.available("S01", "2026-09-10")).to.equal(10_000n);
  });

  it("LED-2 the principal of an endowment is not available", () => {
    const book = openAidMonth();
    book.act("funds.openFund", "boss", {
      ...FUNDS[1],
      code: "N09",
      principal: "9000",
      opening_restricted: "0",
      order: 9,
    });
    book.post("donation.settled", "2026-09-03", [
      ["1002/base", "9500"],
      ["410102/N09", "-9500"],
    ]);
    expect(book.funds.available("N09", "2026-09-10")).to.equal(500n);
  });

  it("is known for any day", () => {
    const book = openAidMonth();
    book.post("donation.settled", "2026-09-20", [
      ["1002/base", "500"],
      ["410102/S01", "-500"],
    ]);
    expect(book.funds.availableOn("S01", "2026-09-19")).to.equal(10_000n);
    expect(book.funds.availableOn("S01", "2026-09-20")).to.equal(10_500n);
    expect(book.funds.availableOn("S01", "2026-08-30")).to.equal(0n);
  });
});

describe("funds: status and committee", () => {
  it("ORG-6 suspends an active fund and resumes a suspended one", () => {
    const book = openAidMonth();
    expect(book.act("funds.setStatus", "boss", { code: "S01", status: "suspended", reason: "audit" })).to.include({
      kind: "fund.suspended",
    });
    expect(book.funds.fund("S01")).to.include({ status: "suspended", statusSince: "2026-09-10" });
    expect(book.act("funds.setStatus", "boss", { code: "S01", status: "suspended", reason: "audit" })).to.include({
      refused: "fund_status_same",
    });
    expect(book.act("funds.setStatus", "boss", { code: "S01", status: "active", reason: "audit" })).to.include({
      kind: "fund.resumed",
    });
    expect(book.act("funds.setStatus", "boss", { code: "X", status: "active", reason: "" })).to.include({
      refused: "fund_unknown",
    });
  });

  it("ORG-17 a committee has at least five seats, an odd number, one chair, each person once, and real terms", () => {
    const book = openAidMonth();
    const seat = (members: object[]) =>
      book.act("funds.seatCommittee", "boss", { funds: ["S01"], members: members as never });
    expect(seat(MEMBERS.slice(0, 3))).to.include({ refused: "committee_size" });
    expect(seat([...MEMBERS, { ...MEMBERS[4], user: "m6" }])).to.include({ refused: "committee_size" });
    expect(seat([...MEMBERS.slice(0, 4), { ...MEMBERS[3] }])).to.include({ refused: "member_twice" });
    expect(seat(MEMBERS.map((member) => ({ ...member, office: "member" })))).to.include({ refused: "committee_chair" });
    expect(seat(MEMBERS.map((member) => ({ ...member, to: "2020-01-01" })))).to.include({
      refused: "term_ends_before_start",
    });
    expect(book.act("funds.seatCommittee", "boss", { funds: ["X"], members: MEMBERS })).to.include({
      refused: "fund_unknown",
    });
  });

  it("ORG-17 a member sits only inside the term", () => {
    const { funds } = openAidMonth();
    expect(funds.members("S01", "2028-12-31")).to.have.length(5);
    expect(funds.members("S01", "2029-01-01")).to.have.length(0);
  });
});

describe("funds: transfers and fees", () => {
  const transfer = { no: "ZB-1", from: "S01", to: "N01", amount: "4000", basis_ref: "TY-1" };
  const withTwo = () => {
    const book = openAidMonth();
    book.act("funds.openFund", "boss", { ...FUNDS[1], code: "N01", opening_restricted: "0", order: 7 });
    return book;
  };

  it("ACC-8 PIT-45 moves 3102 to 3102, never income or cost", () => {
    const book = withTwo();
    expect(book.act("funds.transfer", "boss", transfer)).to.deep.include({
      post: [
        ["3102/S01", "4000"],
        ["3102/N01", "-4000"],
      ],
    });
    expect(book.funds.available("S01", "2026-09-10")).to.equal(6_000n);
    expect(book.funds.available("N01", "2026-09-10")).to.equal(4_000n);
    expect(book.act("funds.transfer", "boss", transfer)).to.include({ refused: "transfer_exists" });
  });

  it("ACC-8, WF-7, LED-2 refuses by name", () => {
    const book = withTwo();
    const refusal = (given: object) => book.act("funds.transfer", "boss", { ...transfer, ...given });
    expect(refusal({ to: "X" })).to.include({ refused: "fund_unknown", fund: "X" });
    expect(refusal({ to: "S01" })).to.include({ refused: "transfer_same_fund" });
    expect(refusal({ basis_ref: "" })).to.include({ refused: "transfer_without_basis" });
    expect(refusal({ to: "S02" })).to.include({ refused: "fund_suspended", rule: "WF-7" });
    expect(refusal({ from: "G00" })).to.include({ refused: "restriction_differs" });
    expect(refusal({ amount: "10001" })).to.include({ refused: "over_available", available: "100.00" });
  });

  it("ACC-6 charges the month's money gifts less refunds, half up, earlier balance first, once", () => {
    const book = openAidMonth();
    book.post("donation.settled", "2026-09-03", [
      ["1002/base", "100010"],
      ["410102/S01", "-100010"],
    ]);
    book.post("goods.accepted", "2026-09-03", [
      ["1201/S01", "900"],
      ["410102/S01", "-900"],
    ]);
    book.post("donation.refunded", "2026-09-04", [
      ["410102/S01", "66000"],
      ["1002/base", "-66000"],
    ]);
    book.post(
      "donation.refunded",
      "2026-09-05",
      [
        ["410102/S01", "677"],
        ["1002/base", "-677"],
      ],
      { basis: "chargeback" },
    );
    book.post("donation.settled", "2026-10-01", [
      ["1002/base", "5"],
      ["410102/S01", "-5"],
    ]);
    const charge = (fund: string, period: string) => book.act("funds.chargeFee", "boss", { fund, period });
    expect(charge("S01", "2026-09")).to.deep.include({
      kind: "management.fee",
      on: "2026-09-30",
      post: [
        ["3102/S01", "1667"],
        ["3101/G00", "-1667"],
      ],
    });
    expect(book.funds.available("G00", "2026-09-30")).to.equal(51_667n);
    expect(charge("G00", "2026-09")).to.include({ refused: "nothing_due" });
    expect(charge("S01", "2026-11")).to.include({ refused: "period_not_over" });
  });

  it("ACC-3 ACC-4 the fee takes this period's income after the earlier balance", () => {
    const book = openAidMonth();
    book.act("funds.openFund", "boss", { ...FUNDS[1], code: "N01", opening_restricted: "0", order: 7 });
    book.post("donation.settled", "2026-09-03", [
      ["1002/base", "100000"],
      ["410102/N01", "-100000"],
    ]);
    expect(book.act("funds.chargeFee", "boss", { fund: "N01", period: "2026-09" })).to.deep.include({
      post: [
        ["410102/N01", "5000"],
        ["410101/G00", "-5000"],
      ],
    });
  });

  it("ACC-2 what is restricted by a date alone is released in full when the date has passed, once", () => {
    const book = openAidMonth();
    const fund = { ...FUNDS[0], fund_kind: "named", code: "N02", opening_restricted: "7000", order: 8 };
    book.act("funds.openFund", "boss", { ...fund, restricted_until: "2026-10-15" });
    book.post("opening.posted", "2026-08-31", [
      ["1002/base", "7000"],
      ["3102/N02", "-7000"],
    ]);
    const release = (code: string) => book.act("funds.releaseDated", "boss", { fund: code }, "2026-10-15");
    expect(book.funds.releasesDue("2026-10-14")).to.deep.equal([]);
    expect(book.funds.releasesDue("2026-10-31")).to.deep.equal(["N02"]);
    expect(release("G00"), "its date is not reached").to.include({ refused: "nothing_due" });
    expect(release("S01"), "a purpose is released by use").to.include({ refused: "nothing_due" });
    expect(release("N02")).to.deep.include({
      kind: "restriction.released",
      on: "2026-10-15",
      post: [
        ["3102/N02", "7000"],
        ["3101/N02", "-7000"],
      ],
    });
    expect(book.funds.releasesDue("2026-10-31")).to.deep.equal([]);
    expect(release("N02")).to.include({ refused: "nothing_due" });
  });

  it("ACC-6 a fee that is due and not charged is told, until it is charged", () => {
    const book = openAidMonth();
    book.post("donation.settled", "2026-09-03", [
      ["1002/base", "33333"],
      ["410102/S01", "-33333"],
    ]);
    expect(book.funds.feesDue("2026-09")).to.deep.equal(["S01"]);
    expect(book.funds.feesDue("2026-10")).to.deep.equal([]);
    book.act("funds.chargeFee", "boss", { fund: "S01", period: "2026-09" });
    expect(book.funds.feesDue("2026-09")).to.deep.equal([]);
  });
});
