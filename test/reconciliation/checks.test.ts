import { expect } from "chai";
import type { Period } from "../../src/kernel/dates.ts";
import { statementDays, statementFaults } from "../../src/reconciliation/public.ts";
import { openStatementBook } from "../../src/reconciliation/statement-book.ts";
import { openAidMonth } from "../support/aid-book.ts";

/** The bank of the small federation, which holds 2,400.00 by the books, and says `closing` fen. */
const books = (closing: string) => {
  const { ledger } = openAidMonth();
  const book = openStatementBook();
  const data = {
    digest: "d",
    file: "f",
    format: "bank-csv",
    account: "1002/base",
    kept: "k",
    count: 0,
    opening: "240000",
    closing,
    to: "2026-09-30",
  };
  book.applyImported(
    {
      at: "2026-10-01T00:00:00.000Z",
      by: "user:b",
      data,
      key: "k",
      kind: "statement.imported",
      on: "2026-10-01",
      post: [],
      v: 1,
    },
    0,
  );
  return { book, ledger, accounts: [{ account: "1002/base" }], channels: [], openingDate: "2026-09-01" };
};

const faults = (closing: string, closed: readonly Period[]) =>
  statementFaults(books(closing), statementDays(books(closing), closed));

describe("reconciliation: checks", () => {
  it("LED-7 an account whose book is not its statement is told", () => {
    expect(statementDays(books("240000"), [])).to.deep.equal([{ account: "1002/base", on: "2026-09-30" }]);
    expect(faults("240000", ["2026-09"])).to.deep.equal([]);
    expect(faults("239999", [])).to.deep.equal(["LED-7 1002/base on 2026-09-30: 0.01 unexplained"]);
  });
});
