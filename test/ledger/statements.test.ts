import { expect } from "chai";
import { formatYuan } from "../../src/kernel/money.ts";
import { financialStatements, type FinancialStatements, moneyOf, tieFaults } from "../../src/ledger/public.ts";
import { postJanuary } from "../support/january-2026.ts";
import { openPaperBooks } from "../support/paper-books.ts";

const JANUARY = "2026-01";

const openJanuary = () => {
  const books = openPaperBooks();
  postJanuary(books);
  return books;
};

const form01 = ({ position }: FinancialStatements, row: number) => {
  const found = position.find((item) => item.row === row);
  return found ? [formatYuan(found.opening), formatYuan(found.closing)] : [];
};
const form02 = ({ activities }: FinancialStatements, row: number) => {
  const month = activities.find((item) => item.row === row)?.month;
  return month ? [month.unrestricted, month.restricted, month.total].map(formatYuan) : [];
};
const form03 = ({ cashFlow }: FinancialStatements, row: number) =>
  formatYuan(cashFlow.find((item) => item.row === row)?.month as never);

const expectJanuary = (statements: FinancialStatements) => {
  expect(form01(statements, 1), "own money").to.deep.equal(["10000.00", "10699.40"]);
  expect(form01(statements, 8), "goods").to.deep.equal(["0.00", "1000.00"]);
  expect(form01(statements, 51), "agency assets").to.deep.equal(["0.00", "300.00"]);
  expect(form01(statements, 60), "assets").to.deep.equal(["10000.00", "11999.40"]);
  expect(form01(statements, 91), "agency liabilities").to.deep.equal(["0.00", "300.00"]);
  expect(form01(statements, 101), "3101").to.deep.equal(["4000.00", "3421.40"]);
  expect(form01(statements, 105), "3102").to.deep.equal(["6000.00", "8278.00"]);
  expect(form01(statements, 110), "net assets").to.deep.equal(["10000.00", "11699.40"]);
  expect(form01(statements, 120)).to.deep.equal(["10000.00", "11999.40"]);

  expect(form02(statements, 1), "gifts").to.deep.equal(["280.00", "2888.00", "3168.00"]);
  expect(form02(statements, 9), "other income").to.deep.equal(["12.00", "0.00", "12.00"]);
  expect(form02(statements, 11), "income").to.deep.equal(["292.00", "2888.00", "3180.00"]);
  expect(form02(statements, 12)).to.deep.equal(["680.00", "0.00", "680.00"]);
  expect(form02(statements, 21)).to.deep.equal(["800.00", "0.00", "800.00"]);
  expect(form02(statements, 24)).to.deep.equal(["0.60", "0.00", "0.60"]);
  expect(form02(statements, 35)).to.deep.equal(["1480.60", "0.00", "1480.60"]);
  expect(form02(statements, 40), "released").to.deep.equal(["610.00", "-610.00", "0.00"]);
  expect(form02(statements, 45), "change").to.deep.equal(["-578.60", "2278.00", "1699.40"]);

  expect(form03(statements, 1), "gifts in").to.equal("1708.00");
  expect(form03(statements, 8)).to.equal("12.00");
  expect(form03(statements, 13)).to.equal("1720.00");
  expect(form03(statements, 14), "aid").to.equal("180.00");
  expect(form03(statements, 15), "staff").to.equal("800.00");
  expect(form03(statements, 19), "refund and fee").to.equal("40.60");
  expect(form03(statements, 23)).to.equal("1020.60");
  expect(form03(statements, 61)).to.equal("699.40");
};

describe("ledger: the three statements", () => {
  it("LED-8 the worked month of the rules comes out to the fen, before and after its close", () => {
    const books = openJanuary();
    expectJanuary(financialStatements(books.ledger.balances, JANUARY));
    expect(tieFaults(books.ledger.balances, JANUARY)).to.deep.equal([]);
    expect(books.close(JANUARY)).to.include({ kind: "period.closed" });
    expectJanuary(financialStatements(books.ledger.balances, JANUARY));
    expect(tieFaults(books.ledger.balances, JANUARY)).to.deep.equal([]);
  });

  it("LED-2 the funds of the worked month stand where the rules say, before and after its close", () => {
    const books = openJanuary();
    const stand = () =>
      ["A", "B", "C"].map((fund) => {
        const { unrestricted, restricted, goods } = books.ledger.balances.fund(fund);
        return [
          formatYuan(restricted),
          formatYuan(moneyOf(books.ledger.balances.fund(fund))),
          formatYuan(goods),
          formatYuan(unrestricted),
        ];
      });
    const expected = [
      ["2128.00", "1128.00", "1000.00", "0.00"],
      ["5950.00", "5950.00", "0.00", "0.00"],
      ["200.00", "200.00", "0.00", "0.00"],
    ];
    expect(formatYuan(books.ledger.balances.fund("A").earlierRestricted)).to.equal("440.00");
    expect(stand()).to.deep.equal(expected);
    books.close(JANUARY);
    expect(stand()).to.deep.equal(expected);
    expect(formatYuan(books.ledger.balances.fund("A").earlierRestricted)).to.equal("2128.00");
  });

  it("LED-8 a form that does not tie is told", () => {
    const { balances } = openJanuary().ledger;
    const lost = { ...balances, flows: () => [...balances.flows()].slice(1).values() };
    expect(tieFaults(lost, JANUARY).join()).to.match(/LED-8 2026-01: 会民非03 row 61/);
    const crooked = { ...balances, movements: () => [...balances.movements()].slice(1).values() };
    expect(tieFaults(crooked, JANUARY).join()).to.match(/LED-8 2026-01 year: 会民非01 rows 60 and 120/);
  });

  it("LED-8 the tables of the notes say by fund and account what is behind the rows, before and after the close", () => {
    const books = openJanuary();
    for (const closed of [false, true]) {
      if (closed) books.close(JANUARY);
      const told = new Map(
        financialStatements(books.ledger.balances, JANUARY).noteTables.map(({ key, rows }) => [
          key,
          rows.map(({ item, amounts }) => [item, ...amounts.map(formatYuan)]),
        ]),
      );
      expect(told.get("restricted"), "opening, income, used, fee, other, closing").to.deep.equal([
        ["A", "1000.00", "1688.00", "-560.00", "0.00", "0.00", "2128.00"],
        ["B", "5000.00", "1000.00", "0.00", "-50.00", "0.00", "5950.00"],
        ["C", "0.00", "320.00", "-120.00", "0.00", "0.00", "200.00"],
      ]);
      expect(told.get("goods")).to.deep.equal([["A", "0.00", "1500.00", "-500.00", "0.00", "1000.00"]]);
      expect(told.get("agency")).to.deep.equal([["2601/case-1", "0.00", "300.00", "300.00"]]);
      expect(told.get("money")).to.deep.equal([["1002/base", "10000.00", "699.40", "10699.40"]]);
      expect(told.get("payables")).to.deep.equal([]);
    }
  });

  it("a month after the year began counts the year so far and compares it with the whole year before", () => {
    const books = openJanuary();
    books.close(JANUARY);
    books.post({
      on: "2026-02-03",
      kind: "donation.settled",
      post: [
        ["1002/base", "5.00"],
        ["410102/A", "-5.00"],
      ],
    });
    const february = financialStatements(books.ledger.balances, "2026-02");
    const gifts = february.activities.find(({ row }) => row === 1);
    expect([gifts?.month.total, gifts?.year.total]).to.deep.equal([500n, 317_300n]);
    expect(tieFaults(books.ledger.balances, "2026-02")).to.deep.equal([]);
    const note = february.notes.find(({ key }) => key === "money");
    expect([note?.year, note?.lastYear]).to.deep.equal([1_070_440n, 1_000_000n]);
  });
});
