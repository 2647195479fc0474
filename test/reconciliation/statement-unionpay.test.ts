import { expect } from "chai";
import fc from "fast-check";
import { formatYuan, fen } from "../../src/kernel/money.ts";
import { readStatement, recogniseStatement } from "../../src/reconciliation/statement.ts";
import { accepted, fixtureFile, money, readText } from "../support/statement-files.ts";

const file = fixtureFile("unionpay.txt").toString();
const read = (text: string) => readText("unionpay", text);
/** The line at its full width, with its merchant (field 28) and the order of the payment that it gives back (field 41). */
const whole = (line: string, { merchant = "777290058110097", order0 = "" } = {}) => {
  const widths = [4, 15, 2, 2, 6, 2, 4, 32, 1, 21, 15, 1, 15, 32, 13, 13, 8, 32, 13, 13, 12, 2, 1, 32, 98];
  const more = widths.map((width, i) => (i === 10 ? merchant : i === 23 ? order0 : "").padEnd(width));
  return [line, ...more].join(" ");
};
const [first = "", second = "", third = ""] = file.split("\n");

describe("reconciliation/statement-unionpay", () => {
  it("the fixture of DOMAIN §6.8: payments and a refund, fees with sign, settled 99.40 + 19.88 − 19.88", async () => {
    const { lines, summary, header } = await accepted(read(file));
    expect(header).to.deep.equal({ format: "unionpay", currency: "CNY" });
    expect(lines.map(money)).to.deep.equal(["payment 10000 60000", "payment 2000 12000", "refund -2000 -12000"]);
    const { credit, debit, fee } = summary;
    expect(formatYuan(fen(credit.amount - debit.amount - fee / 1000n))).to.equal("99.40");
    expect(lines[0]).to.include({ id: "260105101500000101001", orderNo: "G260105U001", at: "2026-01-05 10:15:00" });
    expect(lines[2]).to.include({ refundNo: "R260105U002", orderNo: "G260105U002", on: "2026-01-05" });
  });

  it("lines at their full width name the merchant, in whatever characters the fields between are written", async () => {
    const lines = [first, second].map((line) => whole(line));
    const bytes = Buffer.from(lines.join("\r\n"), "latin1");
    Buffer.from("捐款", "utf8").copy(bytes, 420);
    const { header } = await accepted(readStatement("unionpay", [bytes]));
    expect(header.account).to.equal("777290058110097");
    expect(await recogniseStatement(bytes)).to.equal("unionpay");
    expect(await read([whole(first), whole(second, { merchant: "777290058110098" })].join("\n"))).to.deep.equal({
      refused: "mixed_account",
      row: 2,
      detail: "merchant",
    });
  });

  it("a refund of another day's payment has its order in field 41, or none", async () => {
    const { lines } = await accepted(read(whole(third, { order0: "G260104U009" })));
    expect(lines[0]?.orderNo).to.equal("G260104U009");
    const alone = await accepted(read(third));
    expect(alone.lines[0]).to.not.have.property("orderNo");
  });

  it("REC-2 a line whose amount and fee do not net to what it settles refuses the file, with its row where it is read", async () => {
    const changed = (from: string, to: string) => read(file.replace(from, to));
    expect(await changed("C000000009940", "C000000009941")).to.include({ refused: "summary_mismatch" });
    expect(await changed("000000010000", "000000010001")).to.include({ refused: "summary_mismatch" });
    expect(await changed("D000000000060", "X000000000060")).to.deep.equal({
      refused: "bad_code",
      row: 1,
      detail: "fee",
    });
    expect(await changed("D000000000060", "D00000000006x")).to.deep.equal({
      refused: "bad_amount",
      row: 1,
      detail: "fee",
    });
    expect(await changed("S30", "S31")).to.deep.equal({ refused: "bad_code", row: 3, detail: "code" });
    expect(await changed("0105111500 621", "0230111500 621")).to.deep.equal({
      refused: "bad_date",
      row: 2,
      detail: "moment",
    });
    expect(await read(first.slice(0, 150))).to.deep.equal({ refused: "bad_row", row: 1, detail: "width" });
    expect(await read([first, first].join("\n"))).to.include({ refused: "duplicate_row", row: 2 });
  });

  it("the file of corrected transactions (ZME) is recognised and refused by its own name, alone and among payments", async () => {
    const widths = [3, 11, 11, 6, 10, 19, 12, 4, 2, 2, 6, 10, 4, 12, 13, 13, 15, 15, 1, 12, 2, 135];
    const begin = "E74,48020000,00049992,000104,0105191500,621700******0002,000000002000,8398,07,00,000102,0105111500";
    const fields = [...begin.split(","), "4802", "000000000000", "C000000002000", "D000000000000"];
    const zme = widths.map((width, i) => (fields[i] ?? "").padEnd(width)).join(" ");
    expect(await recogniseStatement(Buffer.from(zme))).to.equal("unionpay");
    expect(await read(zme)).to.deep.equal({ refused: "error_file", row: 1, detail: "ZME" });
    expect(await read([first, zme].join("\n"))).to.deep.equal({ refused: "error_file", row: 2, detail: "ZME" });
  });

  it("29 February exists in its year alone, and the last second of a year stays in it", async () => {
    const at = (year: string, moment: string) =>
      first.replace("0105101500 621", `${moment} 621`).replace("260105101500", `${year}${moment}`);
    const day = async (line: string) => (await accepted(read(line))).lines[0]?.at;
    expect(await day(at("28", "0229235959"))).to.equal("2028-02-29 23:59:59");
    expect(await day(at("26", "1231235959"))).to.equal("2026-12-31 23:59:59");
    expect(await read(at("26", "0229235959"))).to.include({ refused: "bad_date" });
  });

  it("any bytes changed are refused by name or change a text, never the money", async () => {
    const sum = (await accepted(read(file))).summary;
    await fc.assert(
      fc.asyncProperty(fc.nat(file.length - 1), fc.integer({ min: 32, max: 126 }), async (at, code) => {
        const answer = await read(file.slice(0, at) + String.fromCharCode(code) + file.slice(at + 1));
        if ("refused" in answer) return;
        expect(answer.statements[0]?.summary.fee).to.equal(sum.fee);
        expect(answer.statements[0]?.summary.byKind).to.deep.equal(sum.byKind);
      }),
      { numRuns: 200 },
    );
  });
});
