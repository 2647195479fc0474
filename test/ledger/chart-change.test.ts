import { expect } from "chai";
import { formatYuan } from "../../src/kernel/money.ts";
import { isRefusal } from "../../src/kernel/result.ts";
import { accountOf, accountPath, financialStatements, tieFaults, trialBalance } from "../../src/ledger/public.ts";
import { openPaperBooks, type PaperBooks } from "../support/paper-books.ts";

const trialOf = (books: PaperBooks, on: string) =>
  trialBalance(books.ledger.balances, { on, view: "after_close" }).rows.map(
    ({ account, debit, credit }) => [account, formatYuan(debit), formatYuan(credit)] as const,
  );

describe("ledger: year end and the change of chart", () => {
  /** December 2025 in the old chart: agency assets 1701, management 5201. */
  const openDecember = () => {
    const books = openPaperBooks();
    books.post({
      on: "2025-12-01",
      kind: "donation.settled",
      post: [
        ["1002/base", "50.00"],
        ["410101/G00", "-50.00"],
      ],
    });
    books.post({
      on: "2025-12-31",
      kind: "bank.ruled",
      post: [
        ["5201/G00", "8.00"],
        ["1002/base", "-8.00"],
      ],
    });
    books.post({
      on: "2025-12-31",
      kind: "agency.moved",
      post: [
        ["1701/case-1", "30.00"],
        ["2601/case-1", "-30.00"],
      ],
    });
    return books;
  };

  it("ACC-0 a code means what it meant on its day", () => {
    expect(accountOf("5201", "2025-12-31")?.key).to.equal("management");
    expect(accountOf("5201", "2026-01-01")?.key).to.equal("taxes");
    expect(accountPath("management", "2026-01-01", "G00")).to.equal("5301/G00");
    expect(accountOf("1701", "2025-12-31")?.key).to.equal("agencyAssets");
    expect(accountOf("1701", "2026-01-01")?.key).to.equal("longTermDeferred");
  });

  it("ACC-0 the year ends at nought on every income and cost, and its balances go on under the new codes", () => {
    const books = openDecember();
    expect(books.close("2025-12")).to.include({ kind: "period.closed", on: "2025-12-31" });
    expect(trialOf(books, "2025-12-31")).to.deep.equal([
      ["1002/base", "42.00", "0.00"],
      ["1701", "30.00", "0.00"],
      ["2601", "0.00", "30.00"],
      ["3101", "0.00", "42.00"],
    ]);
    books.post({
      on: "2026-01-02",
      kind: "bank.ruled",
      post: [
        ["5201/G00", "3.00"],
        ["1002/base", "-3.00"],
      ],
    });
    books.post({
      on: "2026-01-03",
      kind: "agency.moved",
      post: [
        ["2601/case-1", "10.00"],
        ["1801/case-1", "-10.00"],
      ],
    });
    books.post({
      on: "2026-01-04",
      kind: "bank.ruled",
      post: [
        ["1701/G00", "6.00"],
        ["1002/base", "-6.00"],
      ],
    });
    expect(trialOf(books, "2026-01-31")).to.deep.equal([
      ["1002/base", "33.00", "0.00"],
      ["1701", "6.00", "0.00"],
      ["1801", "20.00", "0.00"],
      ["2601", "0.00", "20.00"],
      ["3101", "0.00", "42.00"],
      ["5201", "3.00", "0.00"],
    ]);
    const { position, activities } = financialStatements(books.ledger.balances, "2026-01");
    const at51 = position.find(({ row }) => row === 51);
    expect([at51?.opening, at51?.closing]).to.deep.equal([3_000n, 2_000n]);
    const of = (row: number) => activities.find((item) => item.row === row)?.year.total;
    expect(
      [of(12), of(13), of(21)],
      "taxes stand inside programme cost, management of 2025 is not of this year",
    ).to.deep.equal([300n, 300n, 0n]);
    expect(tieFaults(books.ledger.balances, "2026-01")).to.deep.equal([]);
    const december = financialStatements(books.ledger.balances, "2025-12");
    expect(december.activities.find(({ row }) => row === 21)?.year.total).to.equal(800n);
    expect(
      december.activities.some(({ row }) => row === 13),
      "the form of 2025 has no row for taxes",
    ).to.equal(false);
  });

  it("ACC-11 a gift of the year before goes back through prior-year adjustment and stands in its own row", () => {
    const books = openDecember();
    books.close("2025-12");
    books.post({
      on: "2026-01-09",
      kind: "donation.refunded",
      post: [
        ["3201/G00", "5.00"],
        ["3101/G00", "5.00"],
        ["3201/G00", "-5.00"],
        ["1002/base", "-5.00"],
      ],
    });
    const { activities, cashFlow } = financialStatements(books.ledger.balances, "2026-01");
    const of = (row: number) => activities.find((item) => item.row === row)?.month.unrestricted;
    expect([of(40), of(42), of(45)]).to.deep.equal([0n, -500n, -500n]);
    expect(cashFlow.find(({ row }) => row === 19)?.month).to.equal(500n);
    expect(tieFaults(books.ledger.balances, "2026-01")).to.deep.equal([]);
  });

  it("ACC-0 a late voucher of 2025 is posted to the account that its code meant then", () => {
    const books = openPaperBooks();
    const entry = [
      ["5201/G00", "1.00"],
      ["1002/base", "-1.00"],
    ] as const;
    books.post({ on: "2025-12-31", kind: "bank.ruled", post: entry });
    books.close("2025-12");
    const post = entry.map(([path, yuan]) => [path, String(Number(yuan) * 100)]);
    books.act("propose", "books", { id: "V-1", text: "rent of December", post }, "2025-12-31");
    const line = books.act("post", "general", { id: "V-1" });
    if (isRefusal(line)) throw new Error(line.refused);
    expect(line.post[0]).to.deep.equal(["5301/G00", "100"]);
  });
});
