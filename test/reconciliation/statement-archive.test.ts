import { expect } from "chai";
import fc from "fast-check";
import { readStatement, recogniseStatement } from "../../src/reconciliation/statement.ts";
import { gb18030 } from "../support/gb18030.ts";
import { madeZip } from "../support/made-zip.ts";
import { sampleFile } from "../support/statement-files.ts";

const bill = sampleFile("alipay-bill-2026-09.csv");
/** 业务明细(汇总): one shop and the total over all. */
const totals = (row: string): Buffer =>
  Buffer.from(
    gb18030(
      [
        "#支付宝业务汇总查询",
        "门店编号,门店名称,交易订单总笔数,退款订单总笔数,订单金额（元）,商家实收（元）,支付宝优惠（元）,商家优惠（元）,卡消费金额（元）,服务费（元）,分润（元）,实收净额（元）",
        "S1\t,东篱,1,0,1.00,1.00,0.00,0.00,0.00,-0.01,0.00,0.99",
        `合计\t,,${row}`,
        "#业务汇总列表结束",
        "",
      ].join("\r\n"),
    ),
  );
const TRUE_TOTALS = "66,1,7070.00,7060.00,0.00,0.00,0.00,-42.36,0.00,7017.64";
const summary = totals(TRUE_TOTALS);
const zip = madeZip([
  { name: "汇总.csv", content: summary },
  { name: "业务明细.csv", content: bill },
  { name: "folder/", content: Buffer.alloc(0), stored: true },
]);
const read = (bytes: Uint8Array) => readStatement("alipay-bill", [bytes]);

describe("reconciliation/statement: archives", () => {
  it("a zip of detail and summary is recognised and read as the detail alone", async () => {
    expect(await recogniseStatement(zip)).to.equal("alipay-bill");
    expect(await read(zip)).to.deep.equal(await read(bill));
    expect(await read(madeZip([{ name: "a", content: bill, stored: true }]))).to.deep.equal(await read(bill));
  });

  it("REC-2 the totals of Alipay's zip must be those of its detail: counts, money and fee", async () => {
    const of = (row: string) =>
      read(
        madeZip([
          { name: "明细", content: bill },
          { name: "汇总", content: totals(row) },
        ]),
      );
    expect(await of(TRUE_TOTALS)).not.to.have.property("refused");
    for (const [told, wrong, detail] of [
      ["66,", "65,", "交易订单总笔数"],
      [",1,", ",2,", "退款订单总笔数"],
      ["7060.00", "7060.01", "商家实收（元）"],
      ["-42.36", "-42.99", "服务费（元）"],
    ] as const) {
      const answer = await of(TRUE_TOTALS.replace(told, wrong));
      expect(answer, detail).to.deep.equal({ refused: "summary_mismatch", detail });
    }
    expect(await of(TRUE_TOTALS.replace("7060.00", "7,060"))).to.include({ refused: "bad_row" });
    const none = totals(TRUE_TOTALS)
      .toString("latin1")
      .replace(Buffer.from(gb18030("合计")).toString("latin1"), "x");
    const cut = madeZip([
      { name: "a", content: bill },
      { name: "b", content: Buffer.from(none, "latin1") },
    ]);
    expect(await read(cut)).to.deep.equal({ refused: "truncated", detail: "合计" });
  });

  it("what holds no statement, two, or is broken is refused by name", async () => {
    expect(await read(madeZip([{ name: "a", content: summary }]))).to.deep.equal({ refused: "not_recognised" });
    expect(await recogniseStatement(madeZip([{ name: "a", content: summary }]))).to.equal(undefined);
    const two = [
      { name: "a", content: bill },
      { name: "b", content: bill },
    ];
    expect(await read(madeZip(two))).to.deep.equal({ refused: "bad_zip", detail: "several_statements" });
    expect(await read(zip.subarray(0, 400))).to.include({ refused: "bad_zip" });
    expect(await read(madeZip(Array.from({ length: 51 }, (_, i) => ({ name: `${i}`, content: summary }))))).to.include({
      refused: "bad_zip",
    });
  });

  it("any byte changed is refused by name or tells the same money; the checksum sees what the sums do not", async () => {
    const whole = await read(zip);
    await fc.assert(
      fc.asyncProperty(fc.nat(zip.length - 1), fc.integer({ min: 0, max: 255 }), async (at, byte) => {
        const bytes = Buffer.from(zip);
        bytes[at] = byte;
        await recogniseStatement(bytes);
        const answer = await read(bytes);
        if (!("refused" in answer)) expect(answer).to.deep.equal(whole);
      }),
      { numRuns: 200 },
    );
  });
});
