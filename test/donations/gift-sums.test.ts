import { expect } from "chai";
import { isRefusal, type JsonObject } from "../../src/kernel/result.ts";
import { openGiftTotals } from "../../src/donations/public.ts";
import { openQuickBook, type QuickBook } from "../support/quick-book.ts";
import { openSmallBooks, openSmallFederation, type SmallBooks } from "../support/small-federation.ts";

const CHOICES = { donor_type: "person", anonymous: false, publish_consent: false, receipt_wanted: true, online: true };

describe("donations: running sums", () => {
  let books: SmallBooks;
  let book: QuickBook;
  const send = async (name: string, on: string, input: JsonObject, by = "user:a"): Promise<void> => {
    const outcome = await book.submit({ name, key: `k${book.lines.length}`, by, on, input });
    if (isRefusal(outcome)) throw new Error(`${name}: ${outcome.refused}`);
  };
  const give = async (gift: string, on: string, more: JsonObject = {}): Promise<void> => {
    await send("donations.pledge", on, {
      gift,
      ref: gift,
      via: "sandbox",
      fund: "S01",
      amount: "10000",
      ...CHOICES,
      ...more,
    });
    await send("donations.settleEvent", on, { gift, amount: "10000", event: gift });
  };
  const back = (gift: string, on: string, amount: string, more: JsonObject = {}) =>
    send("donations.refundEvent", on, { gift, amount, event: `${gift}-${amount}`, ref: `${gift}-${amount}`, ...more });

  beforeEach(async () => {
    books = openSmallBooks();
    book = openQuickBook(books.chapters);
    await openSmallFederation(book.submit);
  });

  it("GIFT-3 gifts are counted gross by fund, way and kind of donor; refunds by their kind", async () => {
    await give("D-1", "2026-09-03");
    await give("D-2", "2026-09-01");
    await give("D-3", "2026-09-05", { donor_type: "enterprise" });
    await give("D-4", "2026-09-06", { via: "bank" });
    await back("D-1", "2026-09-07", "4000");
    await back("D-1", "2026-09-08", "6000");
    await back("D-2", "2026-09-09", "10000");
    await back("D-3", "2026-09-10", "10000", { chargeback: true });
    const sums = books.donations.sumsBookedIn("2026-09");
    const told = sums.map(({ what, via, donorType, count, amount, from, to }) =>
      [what, via, donorType, count, amount, from.slice(8), to.slice(8)].join(" "),
    );
    expect(told).to.deep.equal([
      "settled sandbox person 2 20000 01 03",
      "settled sandbox enterprise 1 10000 05 05",
      "settled bank person 1 10000 06 06",
      "partial sandbox person 2 10000 07 08",
      "full sandbox person 1 10000 09 09",
      "chargeback sandbox enterprise 1 10000 10 10",
    ]);
    expect(books.donations.sumsOf("2026-09")).to.deep.equal(sums);
    expect(books.donations.sumsBookedIn("2026-08")).to.deep.equal([]);
    expect(sums[0]?.firstLine).to.equal(books.donations.gift("D-1")?.settledLine);
  });

  it("ACC-16 a late paper stands in the month whose books hold it, and is known to be of the one before", async () => {
    await give("D-1", "2026-09-29");
    for (const period of ["2026-08", "2026-09"]) {
      await send("ledger.proposeClose", "2026-10-02", { period });
      await send("ledger.close", "2026-10-02", { period }, "user:b");
    }
    await give("D-2", "2026-09-30");
    const counts = (period: string) => books.donations.sumsBookedIn(period).map(({ month, count }) => [month, count]);
    expect(counts("2026-09")).to.deep.equal([["2026-09", 1]]);
    expect(counts("2026-10")).to.deep.equal([["2026-09", 1]]);
    expect(books.donations.sumsOf("2026-09").map(({ booked }) => booked)).to.deep.equal(["2026-09", "2026-10"]);
    expect(books.donations.sumsOf("2026-10")).to.deep.equal([]);
  });

  it("LED-10 PIT-37 sums that are not those over the lines are told", async () => {
    await give("D-1", "2026-09-03");
    await give("D-2", "2026-10-01");
    await back("D-1", "2026-10-01", "4000");
    const totals = openGiftTotals();
    for (const line of book.lines) totals.add(line);
    expect(totals.size()).to.equal(3);
    expect(totals.faults(books.donations)).to.deep.equal([]);
    const sumsBookedIn = (period: string) =>
      books.donations.sumsBookedIn(period).filter(({ what }) => what === "settled");
    expect(totals.faults({ sumsBookedIn })).to.deep.equal([
      "LED-10 2026-10 S01 donation.refunded: 0 of 0.00 kept, 1 of 40.00 in the lines",
    ]);
  });

  it("transfers that have not come are listed, and leave the list when they come; attempts on our pages are none", async () => {
    for (const [gift, via] of [
      ["D-1", "bank"],
      ["D-2", "bank"],
      ["D-3", "sandbox"],
    ] as const)
      await send("donations.pledge", "2026-09-03", { gift, ref: gift, via, fund: "S01", amount: "10000", ...CHOICES });
    const open = () => books.donations.openTransfers().map(({ id }) => id);
    expect(open()).to.deep.equal(["D-1", "D-2"]);
    await send("donations.settleEvent", "2026-09-04", { gift: "D-1", amount: "10000", event: "e" });
    expect(open()).to.deep.equal(["D-2"]);
  });
});
