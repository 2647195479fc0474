import { expect } from "chai";
import { isRefusal, type JsonObject } from "../../src/kernel/result.ts";
import { dueFaults, openReceiptFigures, receiptFaults } from "../../src/receipts/public.ts";
import { openQuickBook, type QuickBook } from "../support/quick-book.ts";
import { openSmallBooks, openSmallFederation, type SmallBooks } from "../support/small-federation.ts";

describe("receipts: decisions", () => {
  let books: SmallBooks;
  let book: QuickBook;
  let now = "2026-10-02T02:00:00.000Z";
  let sent = 0;

  const send = (name: string, input: JsonObject, more: { on?: string; key?: string } = {}) =>
    book.submit({ name, key: more.key ?? `k${(sent += 1)}`, by: "user:test", on: more.on ?? "2026-09-03", input });
  const give = async (id: string, amount: string, more: JsonObject = {}) => {
    const pledge = {
      gift: id,
      ref: `O-${id}`,
      via: "wechat",
      fund: "S01",
      amount,
      donor: `P-${id}`,
      donor_type: "person",
    };
    const choices = { anonymous: false, publish_consent: true, receipt_wanted: true };
    await send("donations.pledge", { ...pledge, ...choices, ...more });
    await send("donations.settleEvent", { gift: id, amount, event: id });
  };
  const giveBack = (id: string, ref: string, amount: string, on = "2026-09-10") =>
    send("donations.refundEvent", { gift: id, ref, amount, event: ref }, { on });
  const step = (of: string, number = books.receipts.stepsDone(of)) =>
    send("receipts.follow", { of, step: number }, { key: `receipt:${of}:${number}` });
  const follow = async (of: string) => {
    for (let i = 0; i < 20 && books.receipts.next(of).do !== "done"; i += 1) await step(of);
  };
  const history = (of: string) =>
    books.receipts.byGift(of).map(({ serial, amount, state }) => [serial.slice(-4), String(amount), state].join(" "));

  const figuresOf = (period: string, asOf: string) => {
    const { all, waivers, priorVoids } = books.receipts;
    const figures = openReceiptFigures(period, asOf);
    for (const receipt of all()) figures.add(receipt);
    for (const waiver of waivers()) figures.addWaiver(waiver);
    for (const row of priorVoids()) figures.addPriorVoid(row);
    return figures.result();
  };

  beforeEach(async () => {
    now = "2026-10-02T02:00:00.000Z";
    books = openSmallBooks();
    book = openQuickBook(books.chapters, () => now);
    await openSmallFederation(book.submit);
  });

  it("RCPT-1 no receipt before the money is here, RCPT-10 both dates are kept", async () => {
    const pledge = { gift: "D-0", ref: "O", via: "wechat", fund: "S01", amount: "100", donor_type: "person" };
    await send("donations.pledge", { ...pledge, anonymous: false, publish_consent: true, receipt_wanted: true });
    expect(books.receipts.next("D-0")).to.deep.equal({ do: "done" });
    expect(await step("D-0")).to.include({ refused: "receipt_step_passed" });
    await give("D-1", "10000");
    await follow("D-1");
    expect(books.receipts.live("D-1")).to.include({
      serial: "CF-2026-00000001",
      amount: 10_000n,
      givenOn: "2026-09-03",
      issuedOn: "2026-10-02",
      donor: "P-D-1",
    });
  });

  it("RCPT-2 the same step by two workers is one receipt", async () => {
    await give("D-1", "10000");
    const [one, two] = await Promise.all([step("D-1", 0), step("D-1", 0)]);
    expect([isRefusal(one), isRefusal(two)]).to.deep.equal([false, false]);
    expect(await send("receipts.follow", { of: "D-1", step: 0 })).to.include({ refused: "receipt_step_passed" });
    expect(history("D-1")).to.deep.equal(["0001 10000 valid"]);
  });

  it("RCPT-3 RCPT-4 the chain: blue, red with its own number that names it, blue; nothing is reddened twice", async () => {
    await give("D-1", "10000");
    await follow("D-1");
    const void_ = (serial: string) => send("receipts.void", { serial, reason: "correction" });
    await void_("CF-2026-00000001");
    await follow("D-1");
    expect(history("D-1")).to.deep.equal(["0001 10000 replaced", "0002 -10000 red", "0003 10000 valid"]);
    expect(books.receipts.receipt("CF-2026-00000002")).to.include({ names: "CF-2026-00000001" });
    expect(books.receipts.receipt("CF-2026-00000001")).to.include({ replacedBy: "CF-2026-00000003" });
    expect(await void_("CF-2026-00000002")).to.include({ refused: "receipt_is_red" });
    expect(await void_("CF-2026-00000001")).to.include({ refused: "receipt_already_red" });
    expect(receiptFaults(books.receipts)).to.deep.equal([]);
  });

  it("RCPT-3 each refund voids the live receipt and leaves one over the rest, whenever the job runs", async () => {
    const amounts = async (early: boolean) => {
      const id = early ? "D-1" : "D-2";
      await give(id, "20000");
      if (early) await follow(id);
      await giveBack(id, `${id}a`, "5000");
      if (early) await follow(id);
      await giveBack(id, `${id}b`, "3000");
      await follow(id);
      return books.receipts.byGift(id).map(({ amount, state }) => `${amount} ${state}`);
    };
    const early = await amounts(true);
    expect(early).to.deep.equal(["20000 replaced", "-20000 red", "15000 replaced", "-15000 red", "12000 valid"]);
    expect(await amounts(false)).to.deep.equal(early);
    await giveBack("D-1", "rest", "12000");
    await follow("D-1");
    expect(books.receipts.live("D-1")).to.equal(undefined);
    expect(receiptFaults(books.receipts)).to.deep.equal([]);
  });

  it("RCPT-5 anonymous or not wanted: a waiver record, once, and no number", async () => {
    await give("D-1", "100", { anonymous: true });
    await give("D-2", "100", { receipt_wanted: false });
    for (const id of ["D-1", "D-1", "D-2"]) await follow(id);
    const waived = book.lines.filter((line) => line.kind === "receipt.waived").map((line) => line.data);
    expect(waived).to.deep.equal([
      { form: "gift", of: "D-1", why: "anonymous", channel: "wechat", cause_on: "2026-09-03" },
      { form: "gift", of: "D-2", why: "not_wanted", channel: "wechat", cause_on: "2026-09-03" },
    ]);
    expect([...books.receipts.all()]).to.deep.equal([]);
  });

  it("RCPT-6 a live receipt blocks a refund that staff ask for; voided for it, no new one comes before the refund", async () => {
    await give("D-1", "10000", { via: "sandbox", online: true });
    await follow("D-1");
    const ask = () =>
      send("donations.askRefund", { gift: "D-1", refund: "RF-1", amount: "4000", reason: "donor_asked" });
    expect(await ask()).to.include({ refused: "receipt_live", serial: "CF-2026-00000001" });
    await send("receipts.void", { serial: "CF-2026-00000001", reason: "refund_prepared" });
    expect(books.receipts.next("D-1")).to.deep.equal({ do: "done" });
    expect(isRefusal(await ask())).to.equal(false);
    await giveBack("D-1", "RF-1", "4000");
    await follow("D-1");
    expect(history("D-1")).to.deep.equal(["0001 10000 replaced", "0002 -10000 red", "0003 6000 valid"]);
  });

  it("RCPT-12 the series follows the year of issue, without gap or twin", async () => {
    for (const id of ["D-1", "D-2"]) await give(id, "100");
    await follow("D-1");
    now = "2026-12-31T16:00:00.000Z"; // midnight in Shanghai
    await follow("D-2");
    expect([...books.receipts.all()].map(({ serial }) => serial)).to.deep.equal([
      "CF-2026-00000001",
      "CF-2027-00000001",
    ]);
    expect(receiptFaults(books.receipts)).to.deep.equal([]);
  });

  it("RCPT-16 goods without a reliable value get a receipt over the quantity only", async () => {
    const lot = { goods: "WZ-1", fund: "S01", donor: "P-9", donor_type: "person", item: "book", unit: "piece" };
    const more = { quantity: "12", evidence: "none", publish_consent: false, receipt_wanted: true };
    await send("donations.acceptGoods", { ...lot, ...more });
    await send("donations.acceptGoods", { ...lot, ...more, goods: "WZ-2", evidence: "invoice", value: "5000" });
    await send("donations.acceptGoods", { ...lot, ...more, goods: "WZ-3", receipt_wanted: false });
    for (const no of ["WZ-1", "WZ-2", "WZ-3"]) await follow(no);
    expect(books.receipts.live("WZ-1")).to.not.have.property("amount");
    expect(books.receipts.live("WZ-2")).to.include({ amount: 5_000n, form: "goods" });
    expect(books.receipts.waived("WZ-3")).to.equal(true);
    expect(figuresOf("2026-09", "2026-09-30")).to.include({ issued: 0, goods: 2, waived: 0 });
  });

  it("counts by the day that made it due: two partial refunds, a whole one, a waiver and a prior gift", async () => {
    await give("D-1", "20000");
    await give("D-2", "5000");
    await give("D-3", "100", { anonymous: true });
    const prior = { gift: "D-4", ref: "O-4", via: "wechat", fund: "S01", amount: "6600", donor_type: "person" };
    const choices = { anonymous: false, publish_consent: false, receipt_wanted: true, receipt_issued: true };
    await send("donations.carry", { ...prior, ...choices }, { on: "2026-08-23" });
    await giveBack("D-1", "a", "5000");
    await giveBack("D-1", "b", "3000");
    await giveBack("D-2", "c", "5000");
    await giveBack("D-4", "d", "6600");
    await giveBack("D-1", "e", "100", "2026-10-01");
    expect(books.receipts.due()).to.have.members(["D-1", "D-2", "D-3", "D-4"]);
    for (const id of ["D-1", "D-2", "D-3", "D-4"]) await follow(id);
    expect(books.receipts.due()).to.deep.equal([]);
    expect(figuresOf("2026-09", "2026-09-30")).to.deep.equal({
      issued: 4,
      issued_total: "520.00",
      voided: 3,
      voided_total: "400.00",
      live: 1,
      live_total: "120.00",
      waived: 1,
      prior_voided: 1,
      goods: 0,
    });
  });

  it("RCPT-3 what has a step to go is listed, and a list that is wrong is told", async () => {
    await give("D-1", "10000");
    await follow("D-1");
    await give("D-2", "10000");
    await send("receipts.void", { serial: "CF-2026-00000001", reason: "correction" });
    expect(books.receipts.due()).to.have.members(["D-1", "D-2"]);
    const { next } = books.receipts;
    expect(dueFaults(books.receipts, books.donations)).to.deep.equal([]);
    expect(dueFaults({ next, due: () => ["D-1", "D-9"] }, books.donations)).to.deep.equal([
      "RCPT-3 D-2 is not listed as due",
      "RCPT-3 D-9 is listed as due and unknown",
    ]);
    await follow("D-2");
    expect(dueFaults({ next, due: () => ["D-1", "D-2"] }, books.donations)).to.deep.equal([
      "RCPT-3 D-2 is listed as due",
    ]);
  });

  it("RCPT-13 the bytes of a receipt are fixed once, PIT-20 a second rendering writes nothing", async () => {
    await give("D-1", "100");
    await follow("D-1");
    const serial = "CF-2026-00000001";
    const rendered = (digest: string) => send("receipts.rendered", { serial, digest, file: "F-1", bytes: 10 });
    expect(isRefusal(await rendered("aa"))).to.equal(false);
    expect(await rendered("bb")).to.include({ refused: "receipt_rendered" });
    expect(books.receipts.receipt(serial)?.rendered).to.deep.equal({ digest: "aa", file: "F-1", bytes: 10 });
  });
});
