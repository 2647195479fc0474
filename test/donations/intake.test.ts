import { expect } from "chai";
import { goodsFigures, intakeService, openGiftFigures, type OrderRow } from "../../src/donations/public.ts";
import { fen } from "../../src/kernel/money.ts";
import { told } from "../support/row-answers.ts";
import { openQuickBook, type QuickBook } from "../support/quick-book.ts";
import { openSmallBooks, openSmallFederation, type SmallBooks } from "../support/small-federation.ts";

const BY = "user:test";
const order = (orderNo: string, more: Partial<OrderRow> = {}): OrderRow => ({
  orderNo,
  on: "2026-09-03",
  anonymous: false,
  channel: "wechat",
  donorName: "苏示例",
  donorType: "person",
  phone: "12800000140",
  amount: fen(1_880n),
  fund: "S01",
  publishConsent: true,
  receiptWanted: true,
  ...more,
});

describe("donations: files of the desk", () => {
  let books: SmallBooks;
  let book: QuickBook;
  let kept: Map<string, unknown>;
  const intake = () =>
    intakeService({
      ...books,
      submit: book.submit,
      people: { keepMany: async (persons) => persons.forEach(([id, person]) => kept.set(id, person)) },
    });

  beforeEach(async () => {
    books = openSmallBooks();
    book = openQuickBook(books.chapters);
    kept = new Map();
    await openSmallFederation(book.submit);
  });

  it("REC-1 the same list twice changes nothing", async () => {
    const rows = [order("A"), order("B", { channel: "alipay" })];
    expect(told(await intake().importPlatform(rows, BY))).to.deep.equal(["new", "new"]);
    const lines = book.lines.length;
    expect(told(await intake().importPlatform(rows, "user:other"))).to.deep.equal(["known", "known"]);
    expect(book.lines.length).to.equal(lines);
  });

  it("PIT-48 one bad row is answered for itself, in its place; the others are taken", async () => {
    const rows = [order("A"), order("B", { amount: fen(0n) }), order("C", { fund: "X" }), order("D")];
    const answers = told(await intake().importPlatform(rows, BY));
    expect(answers[0]).to.equal("new");
    expect(answers[1]).to.include({ refused: "amount_not_positive" });
    expect(answers[2]).to.include({ refused: "fund_unknown" });
    expect(answers[3]).to.equal("new");
  });

  it("a known order with other content is refused and stays as it was", async () => {
    await intake().importPlatform([order("A")], BY);
    for (const more of [{ amount: fen(1n) }, { on: "2026-09-04" }, { fund: "S02" }]) {
      expect((await intake().importPlatform([order("A", more)], BY))[0]).to.include({ refused: "order_changed" });
    }
    expect(books.donations.byRef("A")).to.include({ amount: 1_880n, promisedOn: "2026-09-03", fund: "S01" });
  });

  it("PIT-1 a refused row changes nothing of the donor in the vault, whether the books or the file had it before", async () => {
    const changed = { amount: fen(1n), donorName: "别示例", phone: "12800000999" };
    const twice = [order("A"), order("A", changed)];
    expect(told(await intake().importPlatform(twice, BY))[1]).to.include({ refused: "order_changed" });
    expect(told(await intake().importPlatform([order("A", changed)], BY))[0]).to.include({ refused: "order_changed" });
    expect(kept.get(String(books.donations.byRef("A")?.donor))).to.deep.equal({ name: "苏示例", phone: "12800000140" });
  });

  it("names and phones go to the vault and into no line", async () => {
    await intake().importPlatform([order("A")], BY);
    const donor = String(books.donations.byRef("A")?.donor);
    expect(kept.get(donor)).to.deep.equal({ name: "苏示例", phone: "12800000140" });
    expect(JSON.stringify(book.lines)).to.not.contain("苏示例").and.to.not.contain("12800000140");
  });

  it("people of an order that stands twice in a long file are kept one after the other", async () => {
    const rows = Array.from({ length: 1_300 }, (_, i) => order(i === 1_200 ? "L7" : `L${i}`, { phone: String(i) }));
    let held = 3;
    const slow = intakeService({
      ...books,
      submit: book.submit,
      people: {
        keepMany: async (persons) => {
          for (let turns = held--; turns > 0; turns -= 1) await new Promise(setImmediate);
          persons.forEach(([id, person]) => kept.set(id, person));
        },
      },
    });
    expect(told(await slow.importPlatform(rows, BY))[1_200]).to.equal("known");
    expect(kept.get(String(books.donations.byRef("L7")?.donor))).to.include({ phone: "1200" });
  });

  it("when people cannot be kept the import fails, and their lines are not written", async () => {
    let calls = 0;
    const failing = intakeService({
      ...books,
      submit: book.submit,
      people: {
        keepMany: async () => {
          calls += 1;
          if (calls > 1) throw new Error("no vault");
        },
      },
    });
    const rows = Array.from({ length: 1_300 }, (_, i) => order(`L${i}`));
    expect(String(await failing.importPlatform(rows, BY).catch((error: unknown) => error))).to.contain("no vault");
    expect(books.donations.byRef("L0")).to.not.equal(undefined);
    expect(books.donations.byRef("L500")).to.equal(undefined);
  });

  it("the people of a row stand before its line does, in long files too", async () => {
    const rows = Array.from({ length: 1_300 }, (_, i) => order(`L${i}`));
    const missing: string[] = [];
    const careful = intakeService({
      ...books,
      submit: (command) => {
        if (!kept.has(String(command.input.donor))) missing.push(command.key);
        return book.submit(command);
      },
      people: {
        keepMany: async (persons) => {
          await new Promise(setImmediate);
          persons.forEach(([id, person]) => kept.set(id, person));
        },
      },
    });
    const answers = await careful.importPlatform(rows, BY);
    expect(missing).to.deep.equal([]);
    expect(answers.map((answer) => ("index" in answer ? answer.index : undefined))).to.deep.equal(
      rows.map(({ orderNo }) => book.lines.findIndex(({ key }) => key === `order:${orderNo}`)),
    );
  });

  it("takes promises, goods, withdrawals and earlier gifts by their own keys", async () => {
    const { orderNo: _no, on: _on, anonymous: _anonymous, channel: _channel, ...money } = order("x");
    const promise = { ...money, donationCode: "G-NX5NPK", promisedOn: "2026-09-01" };
    const lot = {
      goodsNo: "WZ-1",
      receivedOn: "2026-09-04",
      donorName: "示例公司",
      donorType: "enterprise" as const,
      fund: "S01",
      item: "rice",
      unit: "bag",
      quantity: "30",
      evidenceType: "invoice" as const,
      value: fen(1_797_000n),
      publishConsent: true,
      receiptWanted: true,
    };
    const prior = {
      orderNo: "OLD",
      on: "2026-08-23",
      fund: "S01",
      amount: fen(6_600n),
      donorType: "person" as const,
      channel: "wechat",
      receiptIssued: true,
    };
    for (const answer of ["new", "known"] as const) {
      expect(told(await intake().withdraw([{ gift: "G-NX5NPK", withdrawnOn: "2026-09-30" }], BY))).to.deep.equal([
        answer,
      ]);
      expect(told(await intake().importPromises([promise], BY))).to.deep.equal([answer]);
      expect(told(await intake().importGoods([lot], BY))).to.deep.equal([answer]);
      expect(told(await intake().carryPrior([prior], BY))).to.deep.equal([answer]);
      expect(told([await intake().cardGift(order("ST1", { channel: "stripe" }), BY)])).to.deep.equal([answer]);
    }
    expect(books.donations.byRef("G-NX5NPK")).to.include({ via: "bank", withdrawnOn: "2026-09-30" });
    expect(books.donations.byRef("OLD")).to.include({ prior: true, receiptIssued: true, state: "settled" });
    expect(goodsFigures(books.donations.goods(), "2026-09", "2026-09-30")).to.include({ rows: 1, booked: 1 });
    const figures = openGiftFigures("2026-09", "2026-09-30");
    for (const gift of books.donations.gifts()) figures.add(gift);
    expect(figures.result().not_settled).to.deep.equal({
      platform_orders: ["ST1"],
      donation_codes: ["G-NX5NPK"],
    });
  });
});
