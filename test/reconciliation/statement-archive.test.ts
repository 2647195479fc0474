import { expect } from "chai";
import fc from "fast-check";
import { readStatement, recogniseStatement } from "../../src/reconciliation/statement.ts";
import { madeZip } from "../support/made-zip.ts";
import { sampleFile } from "../support/statement-files.ts";

const bill = sampleFile("alipay-bill-2026-09.csv");
const summary = Buffer.from("#支付宝业务汇总查询\r\n门店编号,门店名称,交易订单总笔数\r\n,合计,67\r\n");
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
