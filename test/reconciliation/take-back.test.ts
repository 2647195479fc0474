import { expect } from "chai";
import { openGiftTotals } from "../../src/donations/public.ts";
import { isRefusal, type JsonObject } from "../../src/kernel/result.ts";
import { dueFaults } from "../../src/receipts/public.ts";
import { rowSumFaults, suspenseFigures } from "../../src/reconciliation/public.ts";
import { type BankCsvRow } from "../support/made-files.ts";
import { BANK, openStatementDesk, type StatementDesk, SUSPENSE, WALLET } from "../support/statement-desk.ts";

const CODE = "G-7K3F94";
const INCOME = "410102/S01";
const OCTOBER = "2026-10-01";
const gift: BankCsvRow = { day: "2026-09-10", serial: "C", credit: 10_000n, memo: `捐款 ${CODE}` };
const ROW = `${BANK}|C`;

describe("reconciliation: taking a match back", () => {
  let desk: StatementDesk;
  beforeEach(async () => {
    desk = await openStatementDesk();
  });
  const takeBack = (row = ROW) => desk.service.takeBack({ row, by: "user:li", because: "another donor" });
  const matched = async (rows: readonly BankCsvRow[] = [gift]) => {
    await desk.promise(CODE, 10_000n, { via: "bank" });
    await desk.bringBank(rows);
    await desk.run();
  };
  const last = () => desk.book.lines.at(-1);
  const post = async (on: string, entries: readonly (readonly [string, string])[]) => {
    const id = `V-${desk.book.lines.length}`;
    await desk.send("ledger.propose", { id, text: "spent", post: entries } as unknown as JsonObject, on);
    await desk.book.submit({ name: "ledger.post", key: id, by: "user:other", on, input: { id } });
  };
  const suspense = (on: string) => {
    const read = {
      book: desk.books.reconciliation.book,
      ledger: desk.books.ledger,
      accounts: desk.books.funds.accounts(),
      channels: desk.books.funds.merchants(),
      openingDate: "2026-09-01",
    };
    return suspenseFigures(read, on);
  };
  /** What verify says of the sums that pages read and of the receipts that wait. */
  const sumFaults = () => {
    const { donations, receipts, reconciliation } = desk.books;
    const totals = openGiftTotals();
    for (const line of desk.book.lines) totals.add(line);
    return [...totals.faults(donations), ...dueFaults(receipts, donations), ...rowSumFaults(reconciliation.book)];
  };
  const close = async (period = "2026-09") => {
    await desk.send("ledger.proposeClose", { period });
    const outcome = await desk.book.submit({
      name: "ledger.close",
      key: `close:${period}`,
      by: "user:other",
      on: `${period}-28`,
      input: { period },
    });
    if (isRefusal(outcome)) throw new Error(outcome.refused);
  };

  it("REC-4 reverses the match in one line of that day; the money stays at the bank and waits in 2209 with its owner", async () => {
    await matched();
    const line = desk.book.lines.length - 1;
    expect(await takeBack()).to.equal(undefined);
    expect(last()).to.deep.include({ kind: "match.taken_back", by: "user:li", on: "2026-09-10" });
    expect(last()?.data).to.include({ takes_back: line, because: "another donor", basis: "donation.settled" });
    expect(last()?.post).to.deep.equal([
      [SUSPENSE, "-10000"],
      [INCOME, "10000"],
    ]);
    expect(desk.state(BANK, "C")).to.deep.include({ is: "suspended", reason: "taken_back", owner: "user:li" });
    expect(desk.books.donations.gift(`D-${CODE}`)).to.include({ state: "pledged", amount: 10_000n });
    expect(desk.books.donations.sumsBookedIn("2026-09")).to.deep.equal([]);
    expect(sumFaults(), "LED-10 RCPT-3").to.deep.equal([]);
    expect([desk.balance(INCOME), desk.balance(SUSPENSE), desk.unexplained(BANK, "2026-09-10")]).to.deep.equal([
      0n,
      -10_000n,
      "0.00",
    ]);
    expect(suspense("2026-09-30")).to.include({ taken_back: "100.00", closing: "100.00" });
  });

  it("no rule matches it again until a person lets it; then the next run does, and it can be taken back once more", async () => {
    await matched();
    await takeBack();
    await desk.run();
    expect(desk.state(BANK, "C")).to.include({ reason: "taken_back" });
    for (let again = 0; again < 2; again += 1) {
      expect(await desk.service.lookAgain({ row: ROW, by: "user:li" })).to.equal(undefined);
      await desk.run();
      expect(desk.state(BANK, "C")).to.include({ is: "matched", rule: "donation_code" });
      expect(desk.balance(SUSPENSE)).to.equal(0n);
      expect(await takeBack()).to.equal(undefined);
      expect(desk.balance(SUSPENSE)).to.equal(-10_000n);
    }
    expect(desk.books.donations.sumsBookedIn("2026-09")).to.deep.equal([]);
    expect(sumFaults(), "LED-10 RCPT-3").to.deep.equal([]);
  });

  it("REC-9 a person gives the row to another promise; a promise that brought another amount is its own again", async () => {
    await matched([{ ...gift, credit: 9_000n }]);
    expect(desk.books.donations.gift(`D-${CODE}`)).to.include({ amount: 9_000n });
    await takeBack();
    expect(desk.books.donations.gift(`D-${CODE}`))
      .to.include({ amount: 10_000n })
      .and.not.to.have.property("promised");
    const other = await desk.promise("G-A2B4CY", 9_000n, { via: "bank" });
    expect(await desk.service.confirm({ row: ROW, gift: other, by: "user:li" })).to.equal(undefined);
    expect(desk.books.donations.gift(other)).to.include({ state: "settled" });
    expect([desk.balance(INCOME), desk.balance(SUSPENSE)]).to.deep.equal([-9_000n, 0n]);
  });

  it("a row that had waited goes back to where it stood, and a rule that was kept from the match goes with it", async () => {
    desk.names.set("P-1", "王小明");
    const promised = await desk.promise("G-A2B4CY", 500n, { via: "bank", donor: "P-1" });
    await desk.bringBank([{ day: "2026-09-10", serial: "C", credit: 500n, name: "示例公司" }]);
    await desk.run();
    await desk.service.confirm({ row: ROW, gift: promised, by: "user:li", keep: "yes" });
    expect(desk.books.reconciliation.kept.all()).to.have.length(1);
    await takeBack();
    expect(desk.books.reconciliation.kept.all()).to.deep.equal([]);
    expect([desk.balance(BANK), desk.balance(SUSPENSE)]).to.deep.equal([1_000_500n, -500n]);
  });

  it("a bank row that a rule posted is taken back, also one that went out; a wallet's payment too", async () => {
    await desk.promise("A", 700n);
    await desk.bringWallet([{ at: "2026-09-10 12:00:00", order: "A", amount: 700n, fee: 0n }]);
    await desk.bringBank([{ day: "2026-09-10", serial: "F", debit: 300n, summary: "账户管理费" }]);
    await desk.run();
    expect(desk.balance("5301/G00")).to.equal(300n);
    expect(await takeBack(`${BANK}|F`)).to.equal(undefined);
    expect([desk.balance("5301/G00"), desk.balance(SUSPENSE)]).to.deep.equal([0n, 300n]);
    const [wallet] = [...desk.books.reconciliation.book.rowsOf(WALLET)];
    expect(await takeBack(wallet?.key)).to.equal(undefined);
    expect([desk.balance(INCOME), desk.balance(WALLET), desk.balance(SUSPENSE)]).to.deep.equal([0n, 700n, -400n]);
    await desk.run();
    expect(desk.state(BANK, "F")).to.include({ reason: "taken_back" });
  });

  it("ACC-16 of a closed month it is booked on the first open day; both months stay what they were, in 2209 too", async () => {
    await matched();
    await close();
    expect(await takeBack()).to.equal(undefined);
    expect(last()).to.deep.include({ on: OCTOBER });
    expect(last()?.data).to.include({ relates_to: "2026-09-10" }).and.not.to.have.property("basis");
    expect([desk.balance(SUSPENSE, "2026-09-30"), desk.balance(SUSPENSE, OCTOBER)]).to.deep.equal([0n, -10_000n]);
    expect(suspense("2026-09-30")).to.include({ closing: "0.00" }).and.not.to.have.property("taken_back");
    expect(suspense(OCTOBER)).to.include({ closing: "100.00", taken_back: "100.00" });
    expect(desk.unexplained(BANK, "2026-09-30")).to.equal("0.00");
    expect(desk.books.donations.sumsBookedIn("2026-09")[0]).to.include({ count: 1, amount: 10_000n });
    expect(sumFaults(), "LED-10 RCPT-3").to.deep.equal([]);
    await desk.service.lookAgain({ row: ROW, by: "user:li" });
    await desk.run();
    expect(suspense("2026-09-30")).to.include({ unknown_credit: "0.00", closing: "0.00" });
    expect(desk.balance(SUSPENSE)).to.equal(0n);
  });

  it("LED-2 money that the fund has spent since is not taken from it", async () => {
    await matched();
    await post("2026-09-11", [
      ["5101/S01/medical", "1"],
      [BANK, "-1"],
    ]);
    const lines = desk.book.lines.length;
    expect(await takeBack()).to.include({ refused: "over_available", available: "99.99", rule: "LED-2" });
    expect(desk.book.lines).to.have.length(lines);
  });

  it("GIFT-27 a gift that was refunded since keeps its match; so does a row that is not matched, or by another line", async () => {
    await matched();
    await desk.send("donations.refundEvent", { gift: `D-${CODE}`, amount: "1", event: "e", ref: "r" });
    expect(await takeBack()).to.include({ refused: "match_refunded", rule: "GIFT-27" });
    expect(await takeBack(`${BANK}|none`)).to.include({ refused: "statement_row_unknown" });
    await desk.bringBank([{ day: "2026-09-12", serial: "W", credit: 7n }], { opening: 1_010_000n, file: "2" });
    expect(await takeBack(`${BANK}|W`)).to.include({ refused: "match_unknown" });
    const stale = { row: ROW, match: { line: 1, kind: "donation.settled", basis: "donation.settled", post: [] } };
    const outcome = await desk.book.submit({ name: "reconciliation.takeBack", key: "x", by: "user:li", input: stale });
    expect(outcome).to.include({ refused: "match_unknown" });
  });

  it("RCPT-6 a live receipt is voided first; after another settlement the gift gets a new one", async () => {
    const wanted = { via: "bank", receipt_wanted: true, donor: "P-1" };
    await desk.promise(CODE, 10_000n, wanted);
    await desk.bringBank([gift]);
    await desk.run();
    const { receipts } = desk.books;
    const of = `D-${CODE}`;
    await desk.send("receipts.follow", { of, step: 0 });
    const serial = receipts.live(of)?.serial ?? "";
    expect(await takeBack()).to.include({ refused: "receipt_live", serial });
    await desk.send("receipts.void", { serial, reason: "refund_prepared" });
    expect(await takeBack()).to.equal(undefined);
    expect(receipts.next(of)).to.deep.equal({ do: "done" });
    await desk.service.lookAgain({ row: ROW, by: "user:li" });
    await desk.run();
    expect(receipts.next(of)).to.include({ do: "issue", amount: 10_000n, covers: 0 });
    await desk.send("receipts.follow", { of, step: receipts.stepsDone(of) });
    expect(receipts.live(of)?.serial).not.to.equal(serial);
    expect(receipts.next(of)).to.deep.equal({ do: "done" });
  });

  it("LED-5 a payout is for a reversing voucher; a tie posted nothing", async () => {
    await desk.promise("A", 10_000n);
    await desk.send(
      "donations.settleEvent",
      { gift: await desk.promise("B", 700n, { online: true }), amount: "700", event: "e" },
      "2026-09-03",
    );
    await desk.bringWallet([
      { at: "2026-09-03 12:00:00", order: "A", amount: 10_000n, fee: 0n },
      { at: "2026-09-03 12:00:01", order: "B", amount: 700n, fee: 0n },
    ]);
    await desk.bringBank([
      { day: "2026-09-04", serial: "P", credit: 10_700n, summary: "商户结算", memo: "商户号1999000001 批次20260903" },
    ]);
    await desk.run();
    expect(await takeBack(`${BANK}|P`)).to.include({ refused: "match_needs_voucher", rule: "LED-5" });
    const tied = [...desk.books.reconciliation.book.rowsOf(WALLET)].find(({ orderNo }) => orderNo === "B");
    expect(await takeBack(tied?.key)).to.include({ refused: "match_posted_nothing" });
  });

  it("ACC-11 the match of a year that is closed is for a reversing voucher", async () => {
    desk = await openStatementDesk(() => "2027-01-05T02:00:00.000Z");
    await matched();
    for (const month of ["09", "10", "11", "12"]) await close(`2026-${month}`);
    expect(await takeBack()).to.include({ refused: "match_needs_voucher", rule: "ACC-11" });
  });
});
