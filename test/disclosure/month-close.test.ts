import { expect } from "chai";
import { openChapters } from "../../src/chapters.ts";
import { closeChecklist, closeRefusal, fundStatement } from "../../src/disclosure/public.ts";
import { isRefusal, type JsonObject } from "../../src/kernel/result.ts";
import { openQuickBook } from "../support/quick-book.ts";
import { openSmallFederation } from "../support/small-federation.ts";

const PERIOD = "2026-09";

/** A federation whose September has nothing open: its bank statement says what the books say. */
const openSeptember = async () => {
  const books = openChapters();
  const { submit } = openQuickBook(books.all);
  let count = 0;
  const act = async (name: string, input: JsonObject, on = "2026-09-20"): Promise<void> => {
    const outcome = await submit({ name, key: `k-${(count += 1)}`, by: "user:test", on, input });
    if (isRefusal(outcome)) throw new Error(`${name}: ${JSON.stringify(outcome)}`);
  };
  await openSmallFederation(submit);
  const statement = { digest: "d-1", file: "f", format: "bank-csv", account: "1002/base", kept: "F-1", count: 0 };
  await act("reconciliation.import", { ...statement, opening: "1000000", closing: "1000000", to: "2026-09-30" });
  const open = () =>
    closeChecklist(books, PERIOD)
      .filter(({ done }) => !done)
      .map(({ code, open: items }) => [code, ...items]);
  return { books, act, open };
};

const LOT = {
  goods: "WZ-1",
  fund: "S01",
  donor: "P-1",
  donor_type: "person",
  item: "rice",
  unit: "bag",
  quantity: "10",
  evidence: "invoice",
  value: "50000",
  publish_consent: true,
  receipt_wanted: true,
};

describe("disclosure: what a close waits for", () => {
  it("ACC-16 nothing open: the list is done point by point, and there is no refusal", async () => {
    const { books, open } = await openSeptember();
    expect(closeChecklist(books, PERIOD).map(({ code }) => code)).to.deep.equal([
      "earlier_closed",
      "statements_imported",
      "rows_looked_at",
      "provider_cases",
      "no_unexplained",
      "cases_settled",
      "receipts_issued",
      "fees_posted",
      "releases_posted",
      "vouchers_posted",
      "trial_balance",
      "forms_tie",
    ]);
    expect(open()).to.deep.equal([]);
    expect(closeRefusal(books, PERIOD)).to.equal(undefined);
  });

  it("LED-7 a bank without its statement, and a row that nobody looked at, keep a month open", async () => {
    const { books, act, open } = await openSeptember();
    expect(closeChecklist(books, "2026-10").find(({ code }) => code === "statements_imported")).to.deep.include({
      done: false,
      open: ["1002/base"],
    });
    const row = { id: "B-1", on: "2026-09-15", at: "2026-09-15 10:00:00", kind: "credit", amount: "500" };
    await act("reconciliation.lines", { statement: "d-1", account: "1002/base", rows: [row] });
    expect(open()).to.deep.equal([["rows_looked_at", "1002/base B-1"]]);
    expect(closeRefusal(books, PERIOD)).to.deep.equal({
      refused: "close_checklist_open",
      open: "rows_looked_at (1: 1002/base B-1)",
      rule: "LED-7",
    });
  });

  it("LED-7 a difference between bank and books keeps a month open until it is explained", async () => {
    const { act, open } = await openSeptember();
    const entries = [
      ["5301/G00", "700"],
      ["1002/base", "-700"],
    ];
    await act("ledger.propose", { id: "V-1", text: "office", post: entries });
    expect(open()).to.deep.equal([["vouchers_posted", "V-1"]]);
    await act("ledger.withdraw", { id: "V-1" });
    expect(open()).to.deep.equal([]);
    const statement = { digest: "d-2", file: "g", format: "bank-csv", account: "1002/base", kept: "F-2", count: 0 };
    await act("reconciliation.import", { ...statement, opening: "1000000", closing: "999300", to: "2026-09-30" });
    expect(open()).to.deep.equal([["no_unexplained", "1002/base 7.00"]]);
  });

  it("PIT-47 a transfer that waits for its second person keeps its month open", async () => {
    const { act, open } = await openSeptember();
    const names = { name_zh: "N", short_zh: "N", name_en: "N", fund_kind: "named", status: "active", purposes: [] };
    const terms = { restriction: "none", management_fee_bp: 0, channel_fee_borne_by: "federation", order: 9 };
    await act("funds.openFund", {
      ...names,
      ...terms,
      code: "N01",
      opening_unrestricted: "0",
      opening_restricted: "0",
    });
    const transfer = { no: "ZB-1", from: "G00", to: "N01", amount: "1", basis_ref: "TY-1" };
    await act("funds.proposeTransfer", transfer);
    expect(open()).to.deep.equal([["vouchers_posted", "ZB-1"]]);
    await act("funds.dropTransfer", { no: "ZB-1" });
    expect(open()).to.deep.equal([]);
  });

  it("RCPT-3 a lot whose receipt is not issued keeps its month open", async () => {
    const { act, open } = await openSeptember();
    await act("donations.acceptGoods", LOT);
    expect(open()).to.deep.equal([["receipts_issued", "WZ-1"]]);
    await act("receipts.follow", { of: "WZ-1", step: 0 });
    expect(open()).to.deep.equal([]);
  });

  it("ACC-10 goods in and out change no figure of money, and the forms tie", async () => {
    const { books, act, open } = await openSeptember();
    const statement = (lines: number) => fundStatement(books, { code: "S01", on: "2026-09-30", lines });
    const before = statement(0);
    await act("donations.acceptGoods", { ...LOT, receipt_wanted: false });
    await act("donations.giveGoods", { goods: "WZ-1", quantity: "4", purpose: "medical" });
    expect(books.ledger.balances.fund("S01").goods).to.equal(30_000n);
    expect(statement(2)).to.deep.equal(before);
    await act("receipts.follow", { of: "WZ-1", step: 0 });
    expect(open()).to.deep.equal([]);
  });

  it("LED-9 a payment order that waits for its second person keeps a month open; what is released does not", async () => {
    const { books } = await openSeptember();
    const withOrder = (state: string, orderedOn: string) => ({
      ...books,
      disbursements: { ...books.disbursements, requests: () => [{ no: "AR-1", state, orderedOn }].values() } as never,
    });
    const openWith = (state: string, orderedOn: string) =>
      closeChecklist(withOrder(state, orderedOn), PERIOD).find(({ code }) => code === "cases_settled")?.open;
    expect(openWith("ordered", "2026-09-30")).to.deep.equal(["AR-1"]);
    expect(openWith("ordered", "2026-10-01")).to.deep.equal([]);
    expect(openWith("released", "2026-09-30")).to.deep.equal([]);
  });
});
