import { expect } from "chai";
import { fen, formatYuan } from "../../src/kernel/money.ts";
import { readAlipayBill } from "../../src/reconciliation/statement-alipay.ts";
import { readStatement } from "../../src/reconciliation/statement.ts";
import { gb18030 } from "../support/gb18030.ts";
import { accepted, fixtureFile, money, readText, sampleFile } from "../support/statement-files.ts";

const bill = fixtureFile("alipay.csv").toString();
const sample = new TextDecoder("gb18030").decode(sampleFile("alipay-bill-2026-09.csv"));
const read = (text: string) => readText("alipay-bill", text);
const changed = (from: string | RegExp, to: string) => read(bill.replace(from, to));
const changedSample = (from: string | RegExp, to: string) => read(sample.replace(from, to));

describe("reconciliation/statement-alipay", () => {
  it("the fixture of DOMAIN §6.2: payments, a refund, fees as taken; net 44.73", async () => {
    const { lines, summary } = await accepted(read(bill));
    expect(lines.map(money)).to.deep.equal(["payment 3000 18000", "payment 2000 12000", "refund -500 -3000"]);
    expect(lines[2]).to.include({
      id: "2026010522001400000000000002/R260105B002",
      orderNo: "G260105B002",
      refundNo: "R260105B002",
      at: "2026-01-05 18:00:00",
    });
    const { credit, debit, fee } = summary;
    expect(formatYuan(fen(credit.amount - debit.amount - fee / 1000n))).to.equal("44.73");
  });

  it("GB18030 and UTF-8 read the same; account and days come from the lines before the header", async () => {
    const utf8 = await read(sample);
    expect(await readStatement("alipay-bill", [gb18030(sample)])).to.deep.equal(utf8);
    const { header, summary } = await accepted(read(sample));
    expect([header.account, summary.from, summary.to]).to.deep.equal([
      "20889999000000010156",
      "2026-09-01",
      "2026-09-30",
    ]);
  });

  it("REC-2 the totals after the rows are checked, count and sum, payments and refunds", async () => {
    for (const [from, to] of [
      ["交易合计：66笔", "交易合计：67笔"],
      ["商家实收共7070.00元", "商家实收共7070.01元"],
      ["退款合计：1笔", "退款合计：2笔"],
      ["退款共-10.00元", "退款共-9.00元"],
      [",18.80,18.80,", ",18.80,18.90,"],
    ] as const)
      expect(await changedSample(from, to), to).to.include({ refused: "summary_mismatch" });
  });

  it("REC-7 other amounts refuse the file with row and column", async () => {
    for (const amount of ["30", "30.0", '"3,000.00"', "x", ""])
      expect(await changed("30.00,30.00", `30.00,${amount}`), amount).to.deep.equal({
        refused: "bad_amount",
        row: 1,
        detail: "商家实收（元）",
      });
    expect(await changed(",-0.12,", ",-0.1234,")).to.include({ refused: "bad_amount", row: 2 });
  });

  it("the personal export, another type, a missing number, a cut file are refused by name", async () => {
    expect(await read("支付宝交易记录明细查询\n交易号,商家订单号,交易创建时间\n")).to.include({
      refused: "unknown_header",
    });
    expect(await changed(",交易,", ",转账,")).to.deep.equal({ refused: "bad_code", row: 1, detail: "业务类型" });
    expect(await changed(",R260105B002,", ",,")).to.include({ refused: "bad_row", row: 3 });
    expect(await changed(",Street fund A\t", ",Street, fund A\t")).to.deep.equal({
      refused: "bad_row",
      row: 1,
      detail: "columns",
    });
    expect(await read(bill.slice(0, bill.indexOf("#业务明细列表结束")))).to.include({ refused: "truncated", row: 3 });
    expect(await read(`${bill}${bill.split("\n")[2]}\n`)).to.include({ refused: "bad_row", detail: "after_end" });
  });

  it("bytes that are neither UTF-8 nor GB18030 are refused", async () => {
    const bytes = Buffer.concat([gb18030(sample), Uint8Array.of(0x81)]);
    expect(await readStatement("alipay-bill", [bytes])).to.deep.equal({
      refused: "wrong_characters",
      detail: "gb18030",
    });
  });

  it("the sign of the fee is a setting", async () => {
    const fees: bigint[] = [];
    for await (const event of readAlipayBill([Buffer.from(bill)], { takenFee: "positive" }))
      if (event.type === "line") fees.push(event.line.fee);
    expect(fees).to.deep.equal([-18_000n, -12_000n, 3_000n]);
  });
});
