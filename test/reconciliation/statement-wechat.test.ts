import { expect } from "chai";
import { formatYuan, fen } from "../../src/kernel/money.ts";
import { readWechatBill } from "../../src/reconciliation/statement-wechat.ts";
import { heapHeld } from "../support/heap.ts";
import { accepted, fixtureFile, money, readText, sampleFile } from "../support/statement-files.ts";

const bill = fixtureFile("wechat.csv").toString();
const read = (text: string) => readText("wechat-bill", text);
const changed = (from: string | RegExp, to: string) => read(bill.replace(from, to));

describe("reconciliation/statement-wechat", () => {
  it("the fixture of DOMAIN §6.1: gross, refund, fee with sign, net to bank 129.22", async () => {
    const { lines, summary, header } = await accepted(read(bill));
    expect(header).to.deep.equal({ format: "wechat-bill", account: "1900000001", currency: "CNY" });
    expect(lines.map(money)).to.deep.equal(["payment 10000 60000", "payment 5000 30000", "refund -2000 -12000"]);
    expect(lines[2]).to.include({
      id: "4200000000202601050000000002/5030000000202601050000000001",
      orderNo: "G260105A002",
      refundNo: "R260105A002",
      at: "2026-01-05 16:30:00",
      on: "2026-01-05",
    });
    const { credit, debit, fee } = summary;
    expect(formatYuan(fen(credit.amount - debit.amount - fee / 1000n))).to.equal("129.22");
  });

  it("commas in the product stay in the product", async () => {
    const { lines } = await accepted(read(bill));
    expect(lines[1]?.narrative).to.equal("助老餐,春节");
  });

  it("a byte order mark and CRLF change nothing, nor do other columns or another order of them", async () => {
    const plain = await read(bill);
    expect(await read(`\uFEFF${bill.replaceAll("\n", "\r\n")}`)).to.deep.equal(plain);
    const moved = bill.replaceAll(/^(交易时间|`2026[^,]*),([^,]*),/gm, "$2,$1,");
    expect(moved).to.match(/^公众账号ID,交易时间,/);
    expect(await read(moved)).to.deep.equal(plain);
    const wider = bill
      .split("\n")
      .map((line, i) => (i === 0 ? `新列,${line}` : i < 4 ? `\`z,${line}` : line))
      .join("\n");
    expect(await read(wider)).to.deep.equal(plain);
  });

  it("fees of fractions of a fen are exact: three gifts of 0.10 carry 0.00180", async () => {
    const [header = "", first = "", , , names = ""] = bill.split("\n");
    const tenth = first.replaceAll("`100.00", "`0.10").replace("`0.60000", "`0.00060");
    const rows = ["1", "2", "3"].map((digit) => tenth.replace("0000000001,", `000000000${digit},`));
    const tenths = [header, ...rows, names, "`3,`0.30,`0.00,`0.00,`0.00180,`0.30,`0.00"].join("\n");
    const { summary } = await accepted(read(tenths));
    expect(summary.fee).to.equal(180n);
  });

  it("REC-2 every sum of the summary is checked", async () => {
    const summary = "`3,`150.00,`20.00,`0.00,`0.78000,`150.00,`20.00";
    const others = [
      "`4,`150.00,`20.00,`0.00,`0.78000,`150.00,`20.00",
      "`3,`150.01,`20.00,`0.00,`0.78000,`150.00,`20.00",
      "`3,`150.00,`20.10,`0.00,`0.78000,`150.00,`20.00",
      "`3,`150.00,`20.00,`1.00,`0.78000,`150.00,`20.00",
      "`3,`150.00,`20.00,`0.00,`0.78001,`150.00,`20.00",
      "`3,`150.00,`20.00,`0.00,`0.78000,`150.10,`20.00",
      "`3,`150.00,`20.00,`0.00,`0.78000,`150.00,`21.00",
    ];
    for (const other of others)
      expect(await changed(summary, other), other).to.include({ refused: "summary_mismatch" });
  });

  it("files disagree about columns 13 and 25 on refund rows: both ways are accepted", async () => {
    const text = bill.replace(/(REFUND,`OTHERS,`CNY,)`0\.00(.*)`0\.00,`20\.00/, "$1`50.00$2`50.00,`20.00");
    expect((await accepted(read(text))).summary.credit.amount).to.equal(15_000n);
    const counted = text.replace("`150.00,`20.00,`0.00,`0.78000,`150.00", "`200.00,`20.00,`0.00,`0.78000,`200.00");
    expect((await accepted(read(counted))).summary.credit.amount).to.equal(15_000n);
  });

  it("REC-7 an amount or fee in another grammar refuses the file with row and column", async () => {
    for (const amount of ["100", "100.0", "100.000", "1,00.00", "¥100.00", " 100.00", "1e2", "+100.00", "", "-100.00"])
      expect(await changed("`100.00,`0.00,`0,`0", `\`${amount},\`0.00,\`0,\`0`), amount).to.deep.equal({
        refused: "bad_amount",
        row: 1,
        detail: "应结订单金额",
      });
    for (const fee of ["0.60", "0.600000", "0,60000", "abc"])
      expect(await changed("`0.60000", `\`${fee}`), fee).to.deep.equal({
        refused: "bad_amount",
        row: 1,
        detail: "手续费",
      });
  });

  it("what is not such a bill, or is cut off, is refused by name", async () => {
    expect(await changed("微信订单号", "别的")).to.deep.equal({ refused: "unknown_header", detail: "微信订单号" });
    expect(await changed("`SUCCESS", "`REVOKED")).to.deep.equal({ refused: "bad_code", row: 1, detail: "交易状态" });
    expect(await changed("2026-01-05 10:00:41", "2026-02-30 10:00:41")).to.include({ refused: "bad_date", row: 2 });
    expect(await changed("`OTHERS,", "")).to.deep.equal({ refused: "bad_row", row: 1, detail: "columns" });
    expect(await changed("`2026-01-05 10", "2026-01-05 10")).to.include({ refused: "bad_row", row: 2 });
    expect(await changed("`CNY", "`USD")).to.deep.equal({ refused: "wrong_currency", row: 1 });
    expect(await changed(/`1900000001(.*`oUser2)/, "`1900000002$1")).to.include({ refused: "mixed_account", row: 2 });
    expect(await read(bill.slice(0, bill.indexOf("总交易单数")))).to.include({ refused: "truncated", row: 3 });
    expect(await read(bill.slice(0, bill.lastIndexOf("`3,")))).to.include({ refused: "truncated" });
    expect(await read(`${bill}\`4,\`0.00\n`)).to.include({ refused: "bad_row", detail: "after_summary" });
    expect(await read("")).to.include({ refused: "unknown_header" });
  });

  it("a bill without rows is an empty statement", async () => {
    const [header = "", , , , names = ""] = bill.split("\n");
    const { lines, summary } = await accepted(
      read([header, names, "`0,`0.00,`0.00,`0.00,`0.00000,`0.00,`0.00", ""].join("\n")),
    );
    expect([lines.length, summary.lines]).to.deep.equal([0, 0]);
  });

  it("a bill of 200,000 rows is read in memory that stays flat", async function () {
    this.timeout(60_000);
    const [head = "", first = ""] = sampleFile("wechat-bill-2026-09.csv").toString().split("\r\n");
    const rows = 200_000;
    const block = Buffer.from(`${first}\r\n`.repeat(1000));
    async function* bytes() {
      yield Buffer.from(`${head}\r\n`);
      for (let i = 0; i < rows; i += 1000) yield block;
      yield Buffer.from(
        "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额\r\n",
      );
      yield Buffer.from(`\`${rows},\`${9 * rows}.00,\`0.00,\`0.00,\`${rows / 20}.00000,\`${9 * rows}.00,\`0.00\r\n`);
    }
    let lines = 0;
    let most = 0;
    const before = heapHeld();
    for await (const event of readWechatBill(bytes())) {
      if (event.type === "line") lines += 1;
      if (event.type === "line" && lines % 20_000 === 0) most = Math.max(most, heapHeld() - before);
    }
    expect(lines).to.equal(rows);
    expect(most / 1024 ** 2).to.be.below(20);
  });
});
