import { expect } from "chai";
import fc from "fast-check";
import { limits } from "../../config/limits.ts";
import { isRefusal, type Refusal } from "../../src/kernel/result.ts";
import { balancesJson, balancesOn } from "../../src/ledger/balances-on.ts";
import { openBooksReader } from "../../src/ledger/known-books.ts";
import { trialBalance } from "../../src/ledger/public.ts";
import { JANUARY, postJanuary } from "../support/january-2026.ts";
import { openPaperBooks, type PaperBooks } from "../support/paper-books.ts";

const ON = "2026-01-31";
const NO_REFUSAL = <T>(answer: T | Refusal): T => {
  if (isRefusal(answer)) throw new Error(answer.refused);
  return answer;
};

/** The lines of paper books as the journal gives them, in batches of three; counts where reading begins. */
const readerOver = (books: PaperBooks) => {
  const starts: number[] = [];
  const reader = openBooksReader({
    balances: books.ledger.balances,
    lines: {
      head: () => ({ lines: books.lines.length }),
      linesFrom: async function* (index) {
        starts.push(index);
        const all = books.lines.map((line, at) => ({ index: at, line })).slice(index);
        for (let at = 0; at < all.length; at += 3) yield all.slice(at, at + 3);
      },
    },
  });
  return { reader, starts };
};

const openJanuary = () => {
  const books = openPaperBooks();
  postJanuary(books);
  books.close("2026-01");
  return { books, ...readerOver(books) };
};

describe("ledger: books in two times", () => {
  it("LED-10 what was true on a day as known at a line is what the books said when they had that many lines", async () => {
    const whole = openJanuary();
    await fc.assert(
      fc.asyncProperty(fc.nat(JANUARY.length), fc.integer({ min: 1, max: 31 }), async (count, day) => {
        const on = `2026-01-${String(day).padStart(2, "0")}`;
        const then = openPaperBooks();
        postJanuary(then, JANUARY.slice(0, count));
        const known = NO_REFUSAL(await whole.reader.knownAt(count));
        expect(balancesJson(balancesOn(known.balances, on))).to.deep.equal(
          balancesJson(balancesOn(then.ledger.balances, on)),
        );
        expect(known.lines).to.equal(count);
      }),
      { numRuns: 40 },
    );
  });

  it("refuses a number of lines beyond the head", async () => {
    const { reader, books } = openJanuary();
    const head = books.lines.length;
    expect(await reader.knownAt(head + 1)).to.deep.equal({ refused: "line_unknown", lines: head + 1, head });
    expect(NO_REFUSAL(await reader.knownAt(head)).balances).to.equal(books.ledger.balances);
  });

  it("does not change when the month is opened again and a late paper comes", async () => {
    const { reader, books } = openJanuary();
    const published = books.lines.length;
    const then = trialBalance(books.ledger.balances, { on: ON, view: "after_close" });
    books.act("proposeReopen", "books", { period: "2026-01", reason: "late" });
    books.act("reopen", "general", { period: "2026-01" });
    books.post({
      on: "2026-01-20",
      kind: "donation.settled",
      post: [
        ["1002/base", "7.00"],
        ["410102/A", "-7.00"],
      ],
    });
    books.close("2026-01");
    const asKnown = NO_REFUSAL(await reader.knownAt(published));
    expect(trialBalance(asKnown.balances, { on: ON, view: "after_close" })).to.deep.equal(then);
    const now = NO_REFUSAL(await reader.knownAt());
    expect(trialBalance(now.balances, { on: ON, view: "after_close" })).to.not.deep.equal(then);
  });

  it("keeps the last states that were asked for, and reads the journal again for older ones", async () => {
    const { reader, starts } = openJanuary();
    for (const count of [3, 3, 4, 5, 4, 3]) await reader.knownAt(count);
    expect(limits.knownBooksKept).to.equal(2);
    expect(starts).to.have.length(4);
  });

  it("reads only the lines between the ends of the months it is asked for", async () => {
    const { reader, books, starts } = openJanuary();
    books.post({
      on: "2026-02-01",
      kind: "bank.ruled",
      post: [
        ["5301/G00", "1.00"],
        ["1002/base", "-1.00"],
      ],
    });
    const known = NO_REFUSAL(await reader.knownAt());
    const ledger = await reader.generalLedger(known, { from: "2026-02-01", to: "2026-02-28" });
    expect(starts).to.deep.equal([books.lines.length - 1]);
    expect(ledger.accounts.find(({ account }) => account === "5301")).to.include({ opening: 0n, debit: 100n });
    const cash = NO_REFUSAL(
      await reader.accountLedger(known, { from: "2026-02-01", to: "2026-02-28", account: "1002" }),
    );
    expect(cash.rows).to.have.length(1);
    expect(cash.closing).to.equal(cash.opening - 100n);
    const none = await reader.generalLedger(known, { from: "2027-01-01", to: "2027-01-31" });
    expect(none.debit).to.equal(0n);
  });
});
