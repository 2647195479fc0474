import { expect } from "chai";
import { formatYuan } from "../../src/kernel/money.ts";
import { tieFaults, trialBalance } from "../../src/ledger/public.ts";
import { postJanuary } from "../support/january-2026.ts";
import { openPaperBooks, type PaperBooks } from "../support/paper-books.ts";

const MONTH = "2026-01";
const GIFT = {
  on: "2026-01-20",
  kind: "donation.settled",
  post: [
    ["1002/base", "7.00"],
    ["410102/A", "-7.00"],
  ],
} as const;

const openClosed = (): PaperBooks => {
  const books = openPaperBooks();
  postJanuary(books);
  books.close(MONTH);
  return books;
};
const reopen = (books: PaperBooks, period = MONTH) => {
  books.act("proposeReopen", "books", { period, reason: "a bank row came late" });
  return books.act("reopen", "general", { period });
};
const trialOf = (books: PaperBooks, on = "2026-01-31", view: "before_close" | "after_close" = "after_close") =>
  trialBalance(books.ledger.balances, { on, view }).rows.map(
    ({ account, debit, credit }) => [account, formatYuan(debit), formatYuan(credit)] as const,
  );
const voucher = (books: PaperBooks, id: string, on: string) => {
  const post = [
    ["5301/G00", "100"],
    ["1002/base", "-100"],
  ];
  return books.act("propose", "books", { id, text: "office", post }, on);
};

describe("ledger: close of a month", () => {
  it("ACC-16 the close of the worked month leaves no income and no cost, and every fund in 3102", () => {
    const books = openClosed();
    const rows = trialOf(books);
    expect(rows.filter(([account]) => /^[45]/.test(account))).to.deep.equal([]);
    expect(rows.find(([account]) => account === "3102")).to.deep.equal(["3102", "0.00", "8278.00"]);
    expect(rows.find(([account]) => account === "3101")).to.deep.equal(["3101", "0.00", "3421.40"]);
    expect(trialOf(books, "2026-01-31", "before_close").find(([account]) => account === "5301")).to.deep.equal([
      "5301",
      "800.00",
      "0.00",
    ]);
  });

  it("LED-6 a closed month takes no posting, and nor does an earlier one in which nothing moved", () => {
    const books = openClosed();
    expect(books.post({ ...GIFT })).to.include({ refused: "period_closed", rule: "LED-6" });
    expect(books.post({ ...GIFT, on: "2025-11-30" })).to.include({ refused: "period_closed" });
    expect(books.post({ ...GIFT, on: "2026-02-01" })).to.include({ kind: "donation.settled" });
    expect(books.ledger.periods.postingDate("2025-11-30")).to.equal("2026-02-01");
  });

  it("ACC-16 two people close, a month that is over, in order", () => {
    const early = openPaperBooks(() => "2026-01-31T15:59:59.999Z"); // 23:59:59.999 in Shanghai
    postJanuary(early);
    expect(early.act("proposeClose", "books", { period: MONTH })).to.include({ refused: "period_not_over" });
    const books = openPaperBooks(() => "2026-01-31T16:00:00.000Z");
    postJanuary(books);
    expect(books.act("close", "general", { period: MONTH })).to.include({ refused: "close_not_proposed" });
    books.act("proposeClose", "books", { period: MONTH });
    expect(books.act("close", "books", { period: MONTH })).to.include({ refused: "same_person", rule: "ACC-16" });
    expect(books.act("close", "general", { period: MONTH })).to.include({ kind: "period.closed", on: "2026-01-31" });
    expect(books.act("close", "general", { period: MONTH })).to.include({ refused: "period_closed" });

    const skipped = openPaperBooks();
    postJanuary(skipped);
    skipped.post({ ...GIFT, on: "2026-02-28" });
    expect(skipped.close("2026-02")).to.include({ refused: "earlier_period_open", period: MONTH });
  });

  it("29 February and the last instant of a month belong to their month", () => {
    const books = openPaperBooks();
    books.post({ ...GIFT, on: "2028-02-29" });
    books.post({ ...GIFT, on: "2028-03-01" });
    expect(books.close("2028-02")).to.include({ on: "2028-02-29" });
    expect(books.post({ ...GIFT, on: "2028-02-29" })).to.include({ refused: "period_closed" });
    expect(books.ledger.periods.postingDate("2028-02-29")).to.equal("2028-03-01");
    expect(trialOf(books, "2028-02-29").find(([account]) => account === "3102")).to.deep.equal([
      "3102",
      "0.00",
      "7.00",
    ]);
  });
});

describe("ledger: a month opened again", () => {
  it("LED-6 PIT-44 takes two people and a reason, and keeps both for the public", () => {
    const books = openClosed();
    expect(books.act("reopen", "general", { period: MONTH })).to.include({ refused: "reopen_not_proposed" });
    books.act("proposeReopen", "books", { period: MONTH, reason: "a bank row came late" });
    expect(books.act("reopen", "books", { period: MONTH })).to.include({ refused: "same_person", rule: "LED-6" });
    expect(books.act("reopen", "general", { period: MONTH })).to.include({ kind: "period.reopened" });
    expect(books.ledger.periods.reopenings()).to.deep.include.members([
      {
        period: MONTH,
        reason: "a bank row came late",
        on: "2030-01-01",
        proposedBy: "user:books",
        by: "user:general",
        line: books.lines.length - 1,
      },
    ]);
    expect(books.act("reopen", "general", { period: MONTH })).to.include({ refused: "period_not_closed" });
    expect(books.ledger.periods.proposal(MONTH), "the next close needs its two people again").to.equal(undefined);
  });

  it("LED-6 only the last closed month opens again", () => {
    const books = openClosed();
    books.post({ ...GIFT, on: "2026-02-03" });
    books.close("2026-02");
    expect(reopen(books)).to.include({ refused: "later_period_closed", period: "2026-02" });
    expect(reopen(books, "2026-02")).to.include({ kind: "period.reopened" });
    expect(reopen(books)).to.include({ kind: "period.reopened" });
  });

  it("stands as before its close, takes a late paper, and closes again under a key of its own", () => {
    const books = openPaperBooks();
    postJanuary(books);
    const before = trialOf(books);
    books.close(MONTH);
    const key = books.ledger.periods.key("close", MONTH);
    reopen(books);
    expect(trialOf(books)).to.deep.equal(before);
    expect(books.ledger.periods.key("close", MONTH)).to.not.equal(key);
    expect(books.post({ ...GIFT })).to.include({ kind: "donation.settled" });
    expect(books.close(MONTH)).to.include({ kind: "period.closed" });
    expect(trialOf(books).find(([account]) => account === "3102")).to.deep.equal(["3102", "0.00", "8285.00"]);
    expect(tieFaults(books.ledger.balances, MONTH)).to.deep.equal([]);
  });
});

describe("ledger: late vouchers", () => {
  it("LED-6 a voucher of a closed month goes to the open one, says what it relates to, and is numbered there", () => {
    const books = openClosed();
    voucher(books, "V-1", "2026-01-30");
    voucher(books, "V-2", "2026-02-10");
    books.act("post", "general", { id: "V-2" });
    const line = books.act("post", "general", { id: "V-1" });
    expect(line).to.include({ kind: "voucher.posted", on: "2026-02-01" });
    expect("data" in line && line.data).to.include({ relates_to: "2026-01-30", number: "记-2026-02-0002" });
    expect(books.ledger.vouchers.get("V-1")).to.include({ on: "2026-02-01", relatesTo: "2026-01-30" });
  });
});
