import { expect } from "chai";
import fc from "fast-check";
import { beancountLedger } from "../../src/exports/beancount.ts";
import { type BookExport, closingOf, monthsIn, tieFaults } from "../../src/exports/book-export.ts";
import type { Entry } from "../../src/exports/entry.ts";
import { hledgerJournal } from "../../src/exports/hledger.ts";
import { fen, formatYuan, sum, ZERO } from "../../src/kernel/money.ts";
import { readBeancount, readHledger } from "../support/ledger-text.ts";

const PATHS = [
  "1002/base",
  "1009/wechat",
  "2209",
  "2209/suspense",
  "2209/suspense/rows",
  "3102/S01",
  "5101/S01/medical",
];

const NO_WORDS = { number: "记-0001", text: undefined, reference: "", relatesTo: undefined, maker: "a", poster: "b" };

/** Entries that sum to zero each: all legs but the last are drawn. */
const entry = fc
  .record({
    on: fc.constantFrom("2027-12-31", "2028-02-28", "2028-02-29", "2028-03-01"),
    legs: fc.array(fc.tuple(fc.constantFrom(...PATHS), fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n })), {
      minLength: 1,
      maxLength: 4,
    }),
    text: fc.option(fc.string({ unit: "binary" }), { nil: undefined }),
  })
  .map(({ on, legs, text }): Omit<Entry, "line"> => {
    const post = legs.map(([path, amount]) => ({ path, amount: fen(amount) }));
    const rest = fen(-sum(post.map(({ amount }) => amount)));
    return {
      on,
      basis: "voucher.posted",
      ...NO_WORDS,
      text,
      post: [...post, { path: "1002/base", amount: rest }],
    };
  });

const bookOf = (drawn: readonly Omit<Entry, "line">[]): BookExport => {
  const entries = drawn
    .map((each, line) => ({ ...each, line }))
    .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : a.line - b.line));
  const empty = { rows: [], totalDebit: ZERO, totalCredit: ZERO };
  return {
    federation: { nameZh: "示例区慈善会", nameEn: "Example", creditCode: "" },
    funds: [],
    purposes: [],
    from: "2027-12-01",
    to: "2028-03-31",
    head: { lines: drawn.length, root: "00" },
    opening: new Map([
      ["1002/base", fen(5n)],
      ["3102/S01", fen(-5n)],
    ]),
    entries,
    trial: { beforeClose: empty, afterClose: empty },
    statements: { period: "2028-03", position: [], activities: [], cashFlow: [], notes: [], noteTables: [] },
    fundMonths: [],
  };
};

describe("exports: any books", () => {
  it("LED-1, LED-11 every text sums to zero, holds every balance and every month's end", () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 8 }), (drawn) => {
        const book = bookOf(drawn);
        expect(sum(closingOf(book).values())).to.equal(ZERO);
        const [hledger, beancount] = [readHledger(hledgerJournal(book)), readBeancount(beancountLedger(book))];
        const closing = [...closingOf(book).values()].map(formatYuan).sort();
        expect([...hledger.balances.values()].map(formatYuan).sort()).to.deep.equal(closing);
        expect([...beancount.balances.values()].map(formatYuan).sort()).to.deep.equal(closing);
        expect(hledger.assertions).to.equal(beancount.assertions);
        expect(hledger.assertions).to.be.at.least(8);
      }),
      { numRuns: 200 },
    );
  });

  it("PIT-41 the 29th of February stands in February and the 31st of December in its year", () => {
    const moves = (on: string, amount: bigint): Omit<Entry, "line"> => ({
      on,
      basis: "voucher.posted",
      ...NO_WORDS,
      post: [
        { path: "1002/base", amount: fen(amount) },
        { path: "3102/S01", amount: fen(-amount) },
      ],
    });
    const months = monthsIn(bookOf([moves("2028-02-29", 10n), moves("2027-12-31", 1n), moves("2028-03-01", 100n)]));
    expect(months.map(({ on, balances }) => [on, balances.get("1002/base")])).to.deep.equal([
      ["2027-12-31", 6n],
      ["2028-01-31", 6n],
      ["2028-02-29", 16n],
      ["2028-03-31", 116n],
    ]);
  });

  it("LED-11 an account that the ledger has and the entries have not is told, and the other way round", () => {
    const row = { account: "1201", debit: fen(7n), credit: ZERO };
    const trial = { rows: [row], totalDebit: ZERO, totalCredit: ZERO };
    expect(tieFaults({ ...bookOf([]), trial: { beforeClose: trial, afterClose: trial } })).to.deep.equal([
      "LED-11 1002/base: entries 0.05, ledger 0.00",
      "LED-11 3102: entries -0.05, ledger 0.00",
      "LED-11 1201: entries 0.00, ledger 0.07",
    ]);
  });
});
