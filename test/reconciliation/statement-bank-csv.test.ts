import { expect } from "chai";
import { readStatement } from "../../src/reconciliation/statement.ts";
import { accepted, readText, sampleFile } from "../support/statement-files.ts";

const sample = new TextDecoder("gb18030").decode(sampleFile("bank-base-2026-09.csv"));
const read = (text: string) => readText("bank-csv", text);
const changed = (from: string | RegExp, to: string) => read(sample.replace(from, to));

const HEADER = "交易日期,交易时间,借方发生额,贷方发生额,余额,对方户名,对方账号,对方行名,摘要,用途/附言,流水号,回单编号";
/** A statement over 1,000.00 with the given rows and last lines. */
const statement = (rows: readonly string[], tail: readonly string[]): string =>
  ["账号,6299\t", "币种,人民币\t", '期初余额,"1,000.00"', HEADER, ...rows, ...tail].join("\r\n");

describe("reconciliation/statement-bank-csv", () => {
  it("GB18030 with tabs and thousand separators reads as UTF-8 does, with account, currency and days", async () => {
    const { header, summary, lines } = await accepted(read(sample));
    expect(await readStatement("bank-csv", [sampleFile("bank-base-2026-09.csv")])).to.deep.equal(await read(sample));
    expect(header).to.deep.equal({ format: "bank-csv", account: "6299010020000088801", currency: "CNY" });
    expect([summary.from, summary.to]).to.deep.equal(["2026-09-01", "2026-09-30"]);
    expect(lines[4]).to.deep.include({
      id: "2026090200001226",
      at: "2026-09-02 10:08:20",
      amount: 195_000n,
      side: "credit",
      summary: "转账",
      narrative: "爱心捐款",
      counterparty: { name: "闫平", account: "6299065806397871553", bank: "示例农村商业银行" },
    });
  });

  it("a negative debit is a debit that brings money back; a line of 0.00 is a notice among the credits", async () => {
    const { lines, summary } = await accepted(
      read(
        statement(
          [
            "20260901,09:00:00,200.00,,800.00,,,,办公费,,A1,",
            "20260902,09:00:00,-50.00,,850.00,,,,办公费,红字冲正,A2,",
            "20260903,,,0.00,850.00,,,,通知,,A3,",
          ],
          ["借方合计,2,150.00,贷方合计,1,0.00", "期末余额,850.00"],
        ),
      ),
    );
    expect(lines.map(({ side, amount }) => [side, amount])).to.deep.equal([
      ["debit", -20_000n],
      ["debit", 5_000n],
      ["credit", 0n],
    ]);
    expect(lines[2]).to.include({ at: "2026-09-03", on: "2026-09-03" });
    expect(lines[2]).to.not.have.any.keys("counterparty", "narrative");
    expect([summary.debit, summary.credit]).to.deep.equal([
      { count: 2, amount: 15_000n },
      { count: 1, amount: 0n },
    ]);
  });

  it("REC-2 running balance, totals, counts and closing balance are checked", async () => {
    expect(await changed('"156,697,137.89"', '"156,697,137.90"')).to.deep.equal({
      refused: "summary_mismatch",
      row: 2,
      detail: "running_balance",
    });
    expect(await changed('期初余额,"156,696,814.72"', '期初余额,"156,696,814.73"')).to.include({ row: 1 });
    for (const [from, to] of [
      ["借方合计,42", "借方合计,41"],
      ['"598,953.55"', '"598,953.54"'],
      ["贷方合计,72", "贷方合计,73"],
      ['"8,602,122.11"', '"8,602,122.12"'],
      [/期末余额,.*/, '期末余额,"164,699,983.29"'],
    ] as const)
      expect(await changed(from, to), to).to.include({ refused: "summary_mismatch" });
  });

  it("a file that lost rows or its end is refused", async () => {
    expect(await changed(/\r\n20260902,10:08:20.*?(?=\r\n)/, "")).to.include({ refused: "summary_mismatch" });
    expect(await read(sample.slice(0, sample.indexOf("期末余额")))).to.include({ refused: "truncated" });
    expect(await read(sample.slice(0, sample.indexOf("借方合计")))).to.include({ refused: "truncated" });
    expect(await read(sample.slice(0, sample.indexOf('"156,697,172')))).to.have.property("refused");
  });

  it("REC-7 thousand separators only in their places; a row needs one side, a serial and a day that exists", async () => {
    const one = (row: string) => read(statement([row], ["借方合计,0,0.00,贷方合计,1,10.00", '期末余额,"1,010.00"']));
    expect(await one('20260901,,,10.00,"1,010.00",,,,,,A1,')).to.have.property("statements");
    expect(await one("20260901,,,10.00,1010.00,,,,,,A1,")).to.have.property("statements");
    for (const amount of ["10", "10.0", '"1,0.00"', "0x10.00", "１０.00"])
      expect(await one(`20260901,,,${amount},"1,010.00",,,,,,A1,`), amount).to.deep.equal({
        refused: "bad_amount",
        row: 1,
        detail: "贷方发生额",
      });
    expect(await one('20260901,,,,"1,010.00",,,,,,A1,')).to.include({ refused: "bad_row" });
    expect(await one('20260901,,5.00,15.00,"1,010.00",,,,,,A1,')).to.include({ refused: "bad_row" });
    expect(await one('20260901,,,10.00,"1,010.00",,,,,,,')).to.include({ refused: "bad_row", detail: "流水号" });
    expect(await one('20260931,,,10.00,"1,010.00",,,,,,A1,')).to.include({ refused: "bad_date", row: 1 });
    expect(await one('20260901,24:00:00,,10.00,"1,010.00",,,,,,A1,')).to.include({ refused: "bad_date" });
    expect(await one('20260901,,,10.00,"1,010.00",,,,,A1,')).to.include({ refused: "bad_row", detail: "columns" });
  });

  it("a month without rows is a statement; another currency is refused", async () => {
    const empty = statement([], ["借方合计,0,0.00,贷方合计,0,0.00", '期末余额,"1,000.00"']);
    expect((await accepted(read(empty))).summary).to.include({ lines: 0, opening: 100_000n, closing: 100_000n });
    expect(await read(empty.replace("人民币", "美元"))).to.include({ refused: "wrong_currency" });
  });
});
