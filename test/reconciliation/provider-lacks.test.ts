import { expect } from "chai";
import { bookingCase, caseFacts, payoutCase } from "../../src/reconciliation/case-facts.ts";
import { caseView } from "../../src/reconciliation/case-view.ts";
import { differenceRows } from "../../src/reconciliation/desk-data.ts";
import { casesWaiting, lackFaults, lacksOf } from "../../src/reconciliation/public.ts";
import { providerLacks } from "../../src/reconciliation/provider-lacks.ts";
import { words } from "../support/pages.ts";
import { openStatementDesk, type StatementDesk, WALLET } from "../support/statement-desk.ts";

const [en, zh] = [words("en"), words("zh-CN")];
const DAY = "2026-09-10";
const TODAY = "2026-09-15";
const ours = { online: true, via: "wechat" };
const paid = (order: string, more = {}) => ({ at: `${DAY} 12:00:00`, order, amount: 5_000n, fee: 0n, ...more });

describe("reconciliation: what the provider lacks", () => {
  let desk: StatementDesk;
  beforeEach(async () => {
    desk = await openStatementDesk();
  });
  const book = () => desk.books.reconciliation.book;
  const lacks = () => providerLacks(book(), TODAY).map(({ booking, days }) => [booking.key, booking.amount, days]);
  const settle = (gift: string, on = DAY) =>
    desk.send("donations.settleEvent", { gift, amount: "5000", event: `e-${gift}` }, on);
  const known = () => ({
    book: book(),
    donations: desk.books.donations,
    merchants: desk.books.funds.merchants(),
    nonBusinessDays: [],
    today: TODAY,
  });
  const page = { fundOf: (code: string) => ({ zh: code, en: code }), formKey: "k", mayRule: true };

  it("REC-11 a payment of the books without a row is a case once the bill of its day is in, and goes when its row comes", async () => {
    await settle(await desk.promise("A", 5_000n, ours));
    await settle(await desk.promise("B", 5_000n, ours));
    expect(lacks(), "no bill yet").to.deep.equal([]);
    await desk.bringWallet([paid("A")]);
    await desk.run();
    expect(lacks()).to.deep.equal([["D-B", 5_000n, 5]]);
    expect(casesWaiting(desk.books, "2026-09-11")).to.equal(1);
    await desk.bringWallet([paid("A"), paid("B")], "corrected");
    await desk.run();
    expect(lacks()).to.deep.equal([]);
    expect(desk.unexplained(WALLET, DAY)).to.equal("0.00");
  });

  it("REC-11 a bill that covers the day without a row of it speaks for it; one fetched on the day itself does not", async () => {
    await settle(await desk.promise("B", 5_000n, ours));
    await desk.bringWallet([paid("X", { at: "2026-09-08 09:00:00" }), paid("Y", { at: "2026-09-12 09:00:00" })]);
    expect(lacks()).to.deep.equal([["D-B", 5_000n, 5]]);
    await settle(await desk.promise("C", 5_000n, ours), "2026-10-02");
    await desk.bringWallet([paid("Z", { at: "2026-10-02 08:00:00" })], "of today");
    expect(lacks(), "the desk imports on 2 October").to.have.length(1);
    await settle(await desk.promise("D", 5_000n, ours), "2026-09-13");
    expect(lacks(), "a day that no bill covers").to.have.length(1);
  });

  it("REC-11 a refund that the provider's notice told and its bill has not is a case of its own", async () => {
    await settle(await desk.promise("A", 5_000n, ours));
    const refund = { gift: "D-A", amount: "2000", event: "e-R", ref: "503" };
    await desk.send("donations.refundEvent", refund, DAY);
    await desk.bringWallet([paid("A")]);
    await desk.run();
    expect(lacks()).to.deep.equal([["D-A|503", -2_000n, 5]]);
    await desk.bringWallet([paid("A"), paid("A", { refund: "503", amount: 2_000n })], "with the refund");
    await desk.run();
    expect(lacks()).to.deep.equal([]);
  });

  it("REC-11 it stands among the differences with age and owner, keeps the month open and is a fault of a closed one", async () => {
    await settle(await desk.promise("A", 5_000n, ours));
    await desk.bringWallet([paid("X")]);
    await desk.run();
    const nameOf = (by: string) => by;
    const rows = differenceRows(desk.books, { today: TODAY, words: en, nameOf });
    const row = rows.find(({ code }) => code === "provider_missing");
    const href = "/desk/reconciliation/case?key=booking%7CD-A";
    expect(row).to.include({ href, book: 5_000n, since: DAY, owner: "bookkeeper" });
    expect(lacksOf(book(), ["2026-09"])).to.deep.equal([`${WALLET} ${DAY} D-A`]);
    expect(lacksOf(book(), ["2026-10"])).to.deep.equal([]);
    expect(lackFaults(book(), ["2026-09"])).to.deep.equal([`REC-11 ${WALLET} ${DAY} D-A has no row`]);
    expect(desk.unexplained(WALLET, DAY), "LED-7 has it too").to.equal("50.00");
  });

  it("one click from the case: gift, notice, bills of the day, and rows of the same sum that wait", async () => {
    await settle(await desk.promise("A", 5_000n, ours));
    await desk.bringWallet([paid("X"), paid("Y", { amount: 100n })], "bill.csv");
    await desk.run();
    const facts = caseFacts(known(), bookingCase({ key: "D-A" }));
    if (!facts) return expect.fail("no case");
    const seen = caseView(facts, page, en);
    const told = seen.facts.map(({ value }) => value).join("\n");
    expect(told).to.contain("e-D-A").and.contain("bill.csv").and.contain("5 days").and.contain("S01");
    expect(seen.lists.map(({ rows }) => rows.map(({ name }) => name))).to.deep.equal([["X"]]);
    expect(caseView(facts, page, zh).title).to.equal("A 的收款没有账单行");
    expect(caseFacts(known(), bookingCase({ key: "D-none" }))).to.equal(undefined);
  });

  it("REC-10 one click from a late payout: what it pays row by row, and bank credits of its sum that wait", async () => {
    await desk.promise("A", 5_000n);
    await desk.bringWallet([paid("A", { fee: 30_000n }), paid("B")], "bill.csv");
    await desk.bringBank([
      { day: "2026-09-11", serial: "S", credit: 9_970n, memo: "别的说法" },
      { day: "2026-09-12", serial: "T", credit: 9_971n },
    ]);
    await desk.run();
    const known15 = { ...known(), today: "2026-09-30" };
    const facts = caseFacts(known15, payoutCase({ account: WALLET, batch: DAY }));
    if (facts?.is !== "payout") return expect.fail("no case");
    expect(facts).to.include({ gross: 10_000n, fee: 30n });
    const seen = caseView(facts, page, en);
    expect(seen.lists.map(({ rows }) => rows.map(({ name }) => name))).to.deep.equal([["S"], ["A", "B"]]);
    expect(seen.amount).to.equal("99.70");
    const href = differenceRows(desk.books, { today: "2026-09-30", words: en, nameOf: String })[0]?.href;
    expect(href).to.equal(`/desk/reconciliation/case?key=${encodeURIComponent(`payout|${WALLET}|${DAY}`)}`);
  });

  const choice = { booking: "D-A", by: "user:li", because: "the provider has no such order" };

  it("REC-11 a booking that the provider never had is taken back: the gift is a promise again, and the month may close", async () => {
    await settle(await desk.promise("A", 5_000n, ours));
    await desk.bringWallet([paid("X")]);
    await desk.run();
    expect(await desk.service.takeBackBooking({ ...choice, booking: "D-none" })).to.include({
      refused: "case_unknown",
    });
    expect(await desk.service.takeBackBooking(choice)).to.equal(undefined);
    expect(desk.book.lines.at(-1)).to.deep.include({
      kind: "match.taken_back",
      by: "user:li",
      on: DAY,
      post: [
        [WALLET, "-5000"],
        ["410102/S01", "5000"],
      ],
    });
    expect(desk.books.donations.gift("D-A")).to.include({ state: "pledged" });
    expect([lacks(), lacksOf(book(), ["2026-09"]), desk.unexplained(WALLET, DAY)]).to.deep.equal([[], [], "0.00"]);
    await settle("D-A");
    expect(lacks(), "a later notice of it is a case again").to.have.length(1);
  });

  it("a gift that went back since keeps its booking; a refund is for a voucher, and the case is closed with a reason", async () => {
    await settle(await desk.promise("A", 5_000n, ours));
    await desk.send("donations.refundEvent", { gift: "D-A", amount: "2000", event: "e-R", ref: "503" }, DAY);
    await desk.bringWallet([paid("X")]);
    await desk.run();
    expect(await desk.service.takeBackBooking(choice)).to.include({ refused: "match_refunded", rule: "GIFT-27" });
    const refund = { ...choice, booking: "D-A|503" };
    expect(await desk.service.takeBackBooking(refund)).to.include({ refused: "match_needs_voucher", rule: "LED-5" });
    for (const each of [choice, refund]) expect(await desk.service.closeCase(each)).to.equal(undefined);
    expect(desk.book.lines.at(-1)).to.deep.include({ kind: "case.closed", by: "user:li" });
    expect(lacks()).to.deep.equal([]);
    expect(await desk.service.closeCase(choice)).to.include({ refused: "case_unknown" });
    expect(desk.unexplained(WALLET, DAY), "LED-7 still asks for the money").to.equal("30.00");
  });
});
