import { expect } from "chai";
import fc from "fast-check";
import { isRefusal } from "../../src/kernel/result.ts";
import { balanceFaults, tieFaults, trialBalance } from "../../src/ledger/public.ts";
import { JANUARY, postJanuary } from "../support/january-2026.ts";
import { openPaperBooks, type PaperBooks } from "../support/paper-books.ts";

const MONTH = "2026-01";

const reopen = (books: PaperBooks, period: string) => {
  books.act("proposeReopen", "books", { period, reason: "a bank row came late" });
  return books.act("reopen", "general", { period });
};

describe("ledger: any order of closing, reopening and late papers", () => {
  type Step =
    | { readonly do: "paper"; readonly at: number }
    | { readonly do: "close" | "reopen"; readonly month: string };
  const months = ["2026-01", "2026-02", "2026-03"];
  const step: fc.Arbitrary<Step> = fc.oneof(
    { weight: 3, arbitrary: fc.record({ do: fc.constant("paper" as const), at: fc.nat(JANUARY.length * 3 - 1) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("close" as const), month: fc.constantFrom(...months) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("reopen" as const), month: fc.constantFrom(...months) }) },
  );
  /** A paper of the worked month, in one of three months; posted late when its own is closed. */
  const paperOf = (at: number) => {
    const [day, kind, post] = JANUARY[1 + (at % (JANUARY.length - 1))] ?? [];
    if (day === undefined || kind === undefined || post === undefined) throw new Error("no paper");
    const month = months[Math.floor(at / JANUARY.length)] ?? "2026-01";
    return { on: day.replace(MONTH, month).replace(/02-(29|30|31)$/, "02-28"), kind, post };
  };

  it("LED-6 ends in the same net assets, balanced, with forms that tie", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const books = openPaperBooks();
        const calm = openPaperBooks();
        for (const each of [books, calm]) postJanuary(each, JANUARY.slice(0, 1));
        for (const taken of steps) {
          if (taken.do !== "paper") {
            if (taken.do === "close") books.close(taken.month);
            else reopen(books, taken.month);
            continue;
          }
          const paper = paperOf(taken.at);
          const on = books.ledger.periods.postingDate(paper.on);
          const answer = books.post({ ...paper, on });
          expect(isRefusal(answer), JSON.stringify(answer)).to.equal(false);
          calm.post(paper);
        }
        for (const fund of ["A", "B", "C", "G00"]) {
          const [closed, open] = [books.ledger.balances.fund(fund), calm.ledger.balances.fund(fund)];
          expect([closed.unrestricted, closed.restricted, closed.goods]).to.deep.equal([
            open.unrestricted,
            open.restricted,
            open.goods,
          ]);
        }
        expect(balanceFaults(books.ledger.balances)).to.deep.equal([]);
        for (const month of books.ledger.balances.periods())
          expect(tieFaults(books.ledger.balances, month)).to.deep.equal([]);
        const { totalDebit, totalCredit } = trialBalance(books.ledger.balances, {
          on: "2026-12-31",
          view: "after_close",
        });
        expect(totalDebit).to.equal(totalCredit);
      }),
      { numRuns: 25 },
    );
  });
});
