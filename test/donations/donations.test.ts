import { expect } from "chai";
import { isRefusal, type JsonObject } from "../../src/kernel/result.ts";
import { fen } from "../../src/kernel/money.ts";
import { moneyOf } from "../../src/ledger/public.ts";
import { openQuickBook, type QuickBook } from "../support/quick-book.ts";
import { openSmallBooks, openSmallFederation, type SmallBooks } from "../support/small-federation.ts";

const pledge = (more: JsonObject = {}): JsonObject => ({
  gift: "D-1",
  ref: "SZ1",
  via: "sandbox",
  fund: "S01",
  amount: "10000",
  donor_type: "person",
  anonymous: false,
  publish_consent: false,
  receipt_wanted: true,
  online: true,
  ...more,
});

describe("donations: decisions", () => {
  let books: SmallBooks;
  let book: QuickBook;
  let sent = 0;
  const send = (name: string, input: JsonObject, more: { on?: string; key?: string } = {}) =>
    book.submit({
      name: `donations.${name}`,
      key: more.key ?? `k${(sent += 1)}`,
      by: "user:test",
      on: more.on ?? "2026-09-03",
      input,
    });
  const settle = (more: JsonObject = {}) => send("settleEvent", { gift: "D-1", amount: "10000", event: "e1", ...more });
  const giveBack = (ref: string, amount: string, { on, ...more }: { on?: string; asked?: string } = {}) =>
    send("refundEvent", { gift: "D-1", amount, event: ref, ref, ...more }, on === undefined ? {} : { on });

  beforeEach(async () => {
    books = openSmallBooks();
    book = openQuickBook(books.chapters);
    await openSmallFederation(book.submit);
  });

  it("GIFT-2 a pledge is registered and not booked", async () => {
    await send("pledge", pledge());
    expect(book.lines.at(-1)?.post).to.deep.equal([]);
    expect(books.donations.byRef("SZ1")).to.include({ id: "D-1", state: "pledged", amount: fen(10_000n) });
    expect(books.ledger.balances.fund("S01").restricted).to.equal(0n);
  });

  it("GIFT-4 settlement books the gross to the restricted income of the fund, or the unrestricted of the general fund", async () => {
    await send("pledge", pledge());
    await settle();
    expect(book.lines.at(-1)?.post).to.deep.equal([
      ["1009/sandbox", "10000"],
      ["410102/S01", "-10000"],
    ]);
    expect(books.donations.gift("D-1")).to.include({
      state: "settled",
      settledOn: "2026-09-03",
      account: "1009/sandbox",
      settledLine: book.lines.length - 1,
    });
    await send("pledge", pledge({ gift: "D-2", ref: "SZ2", fund: "G00" }));
    await settle({ gift: "D-2" });
    expect(book.lines.at(-1)?.post[1]).to.deep.equal(["410101/G00", "-10000"]);
  });

  it("WF-7 a suspended fund takes no new pledge of ours, but money that arrived by file is settled", async () => {
    expect(await send("pledge", pledge({ fund: "S03" }))).to.include({ refused: "fund_suspended" });
    await send("pledge", pledge({ fund: "S03", via: "wechat", online: false }));
    const gift = books.donations.gift("D-1");
    if (!gift) throw new Error("the imported order is missing");
    const draft = books.donations.settlement({ gift, on: "2026-09-03", account: "1009/wechat" });
    expect(draft.post).to.deep.equal([
      ["1009/wechat", "10000"],
      ["410102/S03", "-10000"],
    ]);
  });

  it("refuses by name, most basic first: amount, fund, purpose, known order", async () => {
    const refused = async (more: JsonObject) => {
      const outcome = await send("pledge", pledge(more));
      return isRefusal(outcome) ? outcome.refused : "accepted";
    };
    expect(await refused({ amount: "0", fund: "X" })).to.equal("amount_not_positive");
    expect(await refused({ fund: "X" })).to.equal("fund_unknown");
    expect(await refused({ purpose: "housing" })).to.equal("wrong_purpose");
    expect(await refused({})).to.equal("accepted");
    expect(await refused({ online: false, amount: "9900" })).to.equal("order_changed");
    expect(await refused({ gift: "D-9" })).to.equal("donation_code_taken");
  });

  it("PIT-9 a gift that never came cannot go back, and PIT-2 one that came is not booked twice", async () => {
    await send("pledge", pledge());
    expect(await giveBack("r1", "100")).to.include({ refused: "gift_not_settled" });
    await settle();
    expect(await settle({ event: "e2" })).to.include({ refused: "gift_already_settled" });
    expect(books.ledger.balances.account("1009/sandbox")).to.equal(10_000n);
  });

  it("an order is settled by its own amount; a transfer by what came (GIFT-2)", async () => {
    await send("pledge", pledge());
    expect(await settle({ amount: "9999" })).to.include({ refused: "amount_differs" });
    await send("pledge", pledge({ gift: "D-2", ref: "G-1", via: "bank" }));
    const promised = books.donations.gift("D-2");
    if (!promised) throw new Error("no promise");
    expect(books.donations.refusalToSettle(promised, fen(9_000n))).to.equal(undefined);
    expect(
      books.donations.settlement({ gift: promised, on: "2026-09-03", account: "1002/base", amount: fen(9_000n) }).data,
    ).to.include({ amount: "9000" });
  });

  it("GIFT-27 refunds never sum to more than the gift, and each counts once", async () => {
    await send("pledge", pledge());
    await settle();
    await giveBack("r1", "3333");
    expect(await giveBack("r1", "3333")).to.include({ refused: "refund_known" });
    await giveBack("r2", "3333");
    expect(await giveBack("r3", "3335")).to.include({ refused: "refund_over_gift", rest: "33.34" });
    expect(books.donations.gift("D-1")).to.include({ state: "partly_refunded", refunded: fen(6_666n) });
    await giveBack("r3", "3334");
    expect(books.donations.gift("D-1")).to.include({ state: "refunded", refunded: fen(10_000n) });
    expect(await giveBack("r4", "1")).to.include({ refused: "refund_over_gift" });
    expect(books.ledger.balances.account("1009/sandbox")).to.equal(0n);
    expect(books.ledger.balances.fund("S01").restricted).to.equal(0n);
  });

  it("GIFT-29 what the fund has spent of a refunded gift is borne by the named refund reserve", async () => {
    await send("pledge", pledge());
    await settle();
    await book.submit({
      name: "ledger.propose",
      key: "spend",
      by: "user:a",
      on: "2026-09-05",
      input: {
        id: "V1",
        text: "spent",
        post: [
          ["5101/S01/medical", "6000"],
          ["1002/base", "-6000"],
        ],
      },
    });
    await book.submit({ name: "ledger.post", key: "spend2", by: "user:b", on: "2026-09-05", input: { id: "V1" } });
    await giveBack("r1", "10000", { on: "2026-09-10" });
    expect(book.lines.at(-1)?.post).to.deep.equal([
      ["410102/S01", "4000"],
      ["410101/G00/refund-reserve", "6000"],
      ["1009/sandbox", "-10000"],
    ]);
    expect(book.lines.at(-1)?.data).to.include({ from_reserve: "6000" });
    expect(moneyOf(books.ledger.balances.fund("S01"))).to.equal(0n);
  });

  it("ACC-11 a gift of an earlier year goes back through prior-year adjustment", async () => {
    const carried = { ...pledge({ via: "wechat", online: false, receipt_issued: true }) };
    await send("carry", carried, { on: "2025-12-20" });
    const gift = books.donations.gift("D-1");
    if (!gift) throw new Error("no gift");
    const draft = books.donations.refund({
      gift,
      ref: "r",
      on: "2026-09-04",
      amount: fen(100n),
      account: "1009/wechat",
      chargeback: false,
    });
    expect(draft.post).to.deep.equal([
      ["410101/G00/refund-reserve", "100"],
      ["1009/wechat", "-100"],
    ]);
    await send("pledge", pledge({ gift: "D-2", ref: "SZ2" }));
    await settle({ gift: "D-2" });
    const funded = books.donations.refund({
      gift,
      ref: "r",
      on: "2026-09-04",
      amount: fen(100n),
      account: "1009/wechat",
      chargeback: true,
    });
    expect(funded.post).to.deep.equal([
      ["3201/S01", "100"],
      ["3102/S01", "100"],
      ["3201/S01", "-100"],
      ["1009/wechat", "-100"],
    ]);
    expect(funded.data).to.include({ basis: "chargeback" });
  });

  it("PIT-3 a failed attempt is not the end: the gift is settled by the next one", async () => {
    await send("pledge", pledge());
    await send("note", { provider: "sandbox", event: "e1", type: "failed", outcome: "failed", gift: "D-1" });
    expect(books.donations.gift("D-1")).to.include({ state: "pledged", attemptFailed: true });
    await settle({ event: "e2" });
    expect(books.donations.gift("D-1")).to.include({ state: "settled" });
    expect(books.donations.gift("D-1")).to.not.have.property("attemptFailed");
    await send("note", { provider: "sandbox", event: "e3", type: "failed", outcome: "failed", gift: "D-1" });
    expect(books.donations.gift("D-1")).to.include({ state: "settled" });
  });

  it("PIT-11 one refund at a time: a second is refused until the first is made", async () => {
    await send("pledge", pledge({ receipt_wanted: false }));
    await settle();
    const ask = (refund: string, amount: string) =>
      send("askRefund", { gift: "D-1", refund, amount, reason: "donor_asked" });
    expect(isRefusal(await ask("RF-1", "100"))).to.equal(false);
    expect(await ask("RF-2", "100")).to.include({ refused: "refund_pending" });
    await giveBack("RF-1", "100", { asked: "RF-1" });
    expect(await ask("RF-3", "9901")).to.include({ refused: "refund_over_gift" });
    expect(isRefusal(await ask("RF-3", "9900"))).to.equal(false);
  });

  it("PII-3 a withdrawal counts in whatever order it and the order arrive, the earliest day first", async () => {
    await send("withdraw", { ref: "SZ1" }, { on: "2026-09-08" });
    await send("pledge", pledge());
    expect(books.donations.gift("D-1")).to.include({ withdrawnOn: "2026-09-08" });
    await send("withdraw", { ref: "SZ1" }, { on: "2026-09-05" });
    await send("withdraw", { ref: "SZ1" }, { on: "2026-09-20" });
    expect(books.donations.gift("D-1")).to.include({ withdrawnOn: "2026-09-05" });
  });

  it("ACC-10 goods go out at the lot's value with their release, part by part, to the fen, and never more than there is", async () => {
    const lot = { goods: "WZ-9", fund: "S01", donor: "P-1", donor_type: "person", item: "rice", unit: "bag" };
    const paper = { quantity: "3", evidence: "invoice", value: "10000", publish_consent: true, receipt_wanted: false };
    await send("acceptGoods", { ...lot, ...paper });
    const money = () => moneyOf(books.ledger.balances.fund("S01"));
    const before = money();
    const give = (quantity: string, purpose = "medical") => send("giveGoods", { goods: "WZ-9", quantity, purpose });
    expect(await give("1", "housing")).to.include({ refused: "wrong_purpose" });
    expect(await give("3.01")).to.include({ refused: "goods_over_lot" });
    const values: string[] = [];
    for (const quantity of ["1", "1", "1"]) {
      const outcome = await give(quantity);
      if (isRefusal(outcome)) throw new Error(outcome.refused);
      values.push(outcome.line.post[0]?.[1] ?? "");
      expect(outcome.line.post.slice(2)).to.deep.equal([
        ["410102/S01", values.at(-1)],
        ["410101/S01", `-${values.at(-1)}`],
      ]);
    }
    expect(values).to.deep.equal(["3333", "3333", "3334"]);
    expect(await give("0.01")).to.include({ refused: "goods_over_lot" });
    expect(books.ledger.balances.fund("S01").goods).to.equal(0n);
    expect(money(), "goods are no money").to.equal(before);
  });

  it("GIFT-10 goods with evidence are booked at their value; GIFT-12 others stand without an amount", async () => {
    const lot = {
      goods: "WZ-1",
      fund: "S01",
      donor: "P-1",
      donor_type: "enterprise",
      item: "rice",
      unit: "bag",
      quantity: "30",
      evidence: "invoice",
      value: "150000",
      publish_consent: true,
      receipt_wanted: true,
    };
    await send("acceptGoods", lot);
    expect(book.lines.at(-1)?.post).to.deep.equal([
      ["1201/S01", "150000"],
      ["410102/S01", "-150000"],
    ]);
    expect(moneyOf(books.ledger.balances.fund("S01"))).to.equal(0n);
    await send("acceptGoods", { ...lot, goods: "WZ-2", evidence: "none" });
    expect(book.lines.at(-1)?.post).to.deep.equal([]);
    expect(books.donations.goodsLot("WZ-2")).to.not.have.property("value");
    expect(await send("acceptGoods", lot)).to.include({ refused: "order_changed" });
  });

  it("ACC-16 an event of a closed month is booked in the open one and says which day it relates to", async () => {
    await send("pledge", pledge(), { on: "2026-09-30" });
    for (const period of ["2026-08", "2026-09"]) {
      const on = "2026-10-02";
      const input = { period };
      await book.submit({ name: "ledger.proposeClose", key: `p${period}`, by: "user:a", on, input });
      await book.submit({ name: "ledger.close", key: `c${period}`, by: "user:b", on, input });
    }
    await send("settleEvent", { gift: "D-1", amount: "10000", event: "e" }, { on: "2026-09-30" });
    expect(book.lines.at(-1)).to.deep.include({ kind: "donation.settled", on: "2026-10-01" });
    expect(books.donations.gift("D-1")).to.include({ settledOn: "2026-09-30" });
  });
});
