import { expect } from "chai";
import fc from "fast-check";
import { readAidRequests } from "../../src/imports/desk-aid-requests.ts";
import { readBankGifts } from "../../src/imports/desk-bank-gifts.ts";
import { readConsentWithdrawals } from "../../src/imports/desk-consent-withdrawals.ts";
import type { DeskFile } from "../../src/imports/desk-csv.ts";
import { readGoods } from "../../src/imports/desk-goods.ts";
import { readPlatformGifts } from "../../src/imports/desk-platform-gifts.ts";
import { readTransfers } from "../../src/imports/desk-transfers.ts";
import type { ByteSource } from "../../src/platform/byte-text.ts";
import type { FileRefusal } from "../../src/platform/file-fault.ts";
import { sampleFile } from "../support/statement-files.ts";

type Read<T> = (bytes: ByteSource) => Promise<DeskFile<T> | FileRefusal>;
const READERS: readonly (readonly [string, Read<{ readonly row: number }>, number])[] = [
  ["gifts-platform.csv", readPlatformGifts, 204],
  ["gifts-bank.csv", readBankGifts, 29],
  ["aid-requests.csv", readAidRequests, 55],
  ["goods.csv", readGoods, 10],
  ["transfers.csv", readTransfers, 2],
  ["consent-withdrawals.csv", readConsentWithdrawals, 3],
];

const accepted = async <T>(reading: Promise<DeskFile<T> | FileRefusal>): Promise<DeskFile<T>> => {
  const file = await reading;
  if ("refused" in file) throw new Error(JSON.stringify(file));
  return file;
};

/** A file of the sample month with the cell of one data row set to something else. */
const withCell = (name: string, row: number, cells: Readonly<Record<string, string>>): Uint8Array => {
  const lines = sampleFile(name).toString().split("\n");
  const names = (lines[0] ?? "").replace("\uFEFF", "").split(",");
  const fields = (lines[row] ?? "").split(",");
  for (const [column, value] of Object.entries(cells)) {
    if (!names.includes(column)) throw new Error(`no column ${column}`);
    fields[names.indexOf(column)] = value;
  }
  lines[row] = fields.join(",");
  return Buffer.from(lines.join("\n"));
};

describe("imports/desk", () => {
  for (const [name, read, rows] of READERS) {
    it(`every row of ${name} of the sample month is read`, async () => {
      const file = await accepted(read([sampleFile(name)]));
      expect(file.faulty).to.deep.equal([]);
      expect(file.rows.map(({ row }) => row)).to.deep.equal(Array.from({ length: rows }, (_, i) => i + 1));
    });

    it(`${name} with other columns first, CRLF or a byte order mark reads the same`, async () => {
      const text = sampleFile(name).toString().replace("\uFEFF", "").trimEnd();
      const plain = await read([Buffer.from(text)]);
      const other = text.split("\n").map((line, i) => `${i === 0 ? "new" : "x"},${line}`);
      expect(await read([Buffer.from(`\uFEFF${other.join("\r\n")}\r\n\r\n`)])).to.deep.equal(plain);
    });

    it(`${name}: a missing column, a foreign file and broken characters refuse it, spoiled bytes never crash`, async () => {
      const [header = "", ...lines] = sampleFile(name).toString().split("\n");
      const fewer = [header.replace(/,[^,]*/, ""), ...lines].join("\n");
      expect(await read([Buffer.from(fewer)])).to.include({ refused: "unknown_header" });
      expect(await read([Buffer.from("a,b\n1,2\n")])).to.include({ refused: "unknown_header" });
      expect(await read([])).to.include({ refused: "unknown_header" });
      expect(await read([Buffer.from(header), Uint8Array.of(0x0a, 0xff, 0xff)])).to.include({
        refused: "wrong_characters",
      });
      const whole = sampleFile(name);
      await fc.assert(
        fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 }), async (at, byte) => {
          const bytes = Buffer.from(whole);
          bytes[at] = byte;
          const file = await read([bytes]);
          expect("refused" in file ? 1 : file.rows.length + file.faulty.length).to.be.above(0);
        }),
        { numRuns: 40 },
      );
    });
  }

  it("an amount of nought or less makes its row faulty, the others are taken", async () => {
    for (const amount of ["0", "0.00", "-5.00", "-0.01"]) {
      const file = await accepted(readPlatformGifts([withCell("gifts-platform.csv", 3, { "金额(元)": amount })]));
      expect(file.faulty).to.deep.equal([{ row: 3, reason: "amount_not_positive", field: "amount" }]);
      expect(file.rows).to.have.length(203);
    }
    for (const [name, read, column] of [
      ["gifts-bank.csv", readBankGifts, "amount"],
      ["aid-requests.csv", readAidRequests, "amount"],
      ["transfers.csv", readTransfers, "amount"],
      ["goods.csv", readGoods, "value"],
    ] as const) {
      const { faulty } = await accepted<{ readonly row: number }>(read([withCell(name, 1, { [column]: "-1.00" })]));
      expect(faulty, name).to.deep.equal([{ row: 1, reason: "amount_not_positive", field: column }]);
    }
  });

  it("PIT-38 an amount in another grammar is faulty, never guessed", async () => {
    for (const amount of ["1e3", "12.345", "１２", "+5.00", "¥5", "5元", ".5", "5."]) {
      const file = await accepted(readPlatformGifts([withCell("gifts-platform.csv", 1, { "金额(元)": amount })]));
      expect(file.faulty, amount).to.deep.equal([{ row: 1, reason: "bad_amount", field: "amount" }]);
    }
  });

  it("each fault has its reason and its field", async () => {
    const platform = async (cells: Readonly<Record<string, string>>) =>
      (await accepted(readPlatformGifts([withCell("gifts-platform.csv", 2, cells)]))).faulty[0];
    expect(await platform({ 订单号: "" })).to.deep.equal({ row: 2, reason: "missing_order_no", field: "order_no" });
    expect(await platform({ 基金编码: "" })).to.deep.equal({ row: 2, reason: "missing_fund", field: "fund" });
    expect(await platform({ 支付时间: "2026-02-29 10:00:00" })).to.include({ reason: "bad_date", field: "paid_at" });
    expect(await platform({ 支付时间: "2026-09-01 24:00:00" })).to.include({ reason: "bad_date" });
    expect(await platform({ 是否匿名: "yes" })).to.include({ reason: "bad_code", field: "anonymous" });
    expect(await platform({ 支付渠道: "toString" })).to.include({ reason: "bad_code", field: "channel" });
    expect(await platform({ 统一社会信用代码: "91990000102138131D" })).to.include({ reason: "bad_code" });
    expect(await platform({ 捐赠人: "长".repeat(1001) })).to.include({ reason: "too_long", field: "donor_name" });
    expect(await platform({ 捐赠人: "一,二" })).to.deep.equal({ row: 2, reason: "bad_row" });
    const code = await accepted(readBankGifts([withCell("gifts-bank.csv", 1, { donation_code: "G-NX5NPL" })]));
    expect(code.faulty).to.deep.equal([{ row: 1, reason: "bad_code", field: "donation_code" }]);
    const approved = await accepted(readAidRequests([withCell("aid-requests.csv", 1, { approved_on: "" })]));
    expect(approved.faulty).to.deep.equal([{ row: 1, reason: "missing_approved_on", field: "approved_on" }]);
    const goods = await accepted(readGoods([withCell("goods.csv", 1, { quantity: "0" })]));
    expect(goods.faulty).to.deep.equal([{ row: 1, reason: "bad_number", field: "quantity" }]);
  });

  it("what may be empty may be empty: a field that says nothing is not there", async () => {
    const cells = { 捐赠人: "", 手机号: "", 邮箱: "", 用途: "" };
    const gifts = await accepted(readPlatformGifts([withCell("gifts-platform.csv", 2, cells)]));
    expect(gifts.rows[1]).to.not.have.any.keys("donorName", "phone", "email", "purpose", "creditCode");
    const { rows } = await accepted(readAidRequests([sampleFile("aid-requests.csv")]));
    expect(rows.at(-1)).to.not.have.any.keys("committeeDecision", "approvedOn", "paidOn", "bankRef");
    expect((await accepted(readGoods([sampleFile("goods.csv")]))).rows[1]).to.not.have.any.keys("value", "evidenceRef");
  });

  it("quotes hold commas; a quote that never ends refuses the file", async () => {
    const { rows } = await accepted(readTransfers([sampleFile("transfers.csv")]));
    expect(rows[0]).to.deep.include({ reason: "联合项目配套,捐赠人已书面同意", amount: 5_000_000n, on: "2026-09-14" });
    const open = sampleFile("transfers.csv").toString().replace('意",', "意,");
    expect(await readTransfers([Buffer.from(open)])).to.include({ refused: "truncated" });
  });
});
