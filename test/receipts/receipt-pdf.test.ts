import { expect } from "chai";
import { fen } from "../../src/kernel/money.ts";
import { MissingGlyph } from "../../src/platform/sheet-font-pdf.ts";
import { renderReceipt } from "../../src/receipts/receipt-pdf.ts";
import { FaultyReceipt, type ReceiptSheet, receiptJson } from "../../src/receipts/receipt-sheet.ts";
import { readPdf } from "../support/pdf-reader.ts";

const receipt: ReceiptSheet = {
  federation: { name: "示例区慈善会", creditCode: "51990000202609017K" },
  serial: "CF-2026-00000001",
  issuedOn: "2026-09-04",
  giftOn: "2026-09-03",
  donorName: "林示例",
  fundFullName: "示例区慈善会东篱街道社区服务基金",
  purposeText: "取暖、助餐、临时救助",
  amount: fen(18_850n),
  channelText: "手机支付，货币资金",
  restriction: "只用于本街道居民的取暖、助餐和临时救助；结余转入同一基金的下一年度。",
  handler: "财务丁",
  ledgerLine: 10_482,
  lineHash: "19c761c4c46bd0a4df90e9dedf124e09a5f7640624535299ccfd9bbecce2af6a",
  proof: {
    line: '{"kind":"receipt.issued"}',
    path: ["5b1c0d9e".repeat(8)],
    checkpoint: "give.example.org/shanzhang\n10483\n…\n\n— give.example.org/shanzhang …\n",
    log: "https://cishan.example.org/.well-known/shanzhang",
  },
  checkUrl: "https://cishan.example.org/check/CF-2026-00000001?k=7K2M4Q9X1082",
  copy: false,
  language: "zh-CN",
};
const withoutValue: ReceiptSheet = {
  ...receipt,
  amount: undefined,
  goods: { item: "旧衣物", unit: "件", quantity: "860" },
};
const textOf = async (sheet: ReceiptSheet): Promise<string> => readPdf(await renderReceipt(sheet)).text.join("|");
const fault = async (sheet: ReceiptSheet): Promise<unknown> => renderReceipt(sheet).catch((error: unknown) => error);

describe("receipt sheet", () => {
  it("RCPT-8 shows figures and capitals of one amount, directly after 人民币", async () => {
    const text = await textOf(receipt);
    expect(text).to.include("|¥ 188.50|").and.include("|人民币壹佰捌拾捌元伍角整|");
  });

  it("RCPT-7 is titled 捐赠确认函, says it is no fiscal receipt, has no supervision seal and no bill number", async () => {
    const text = await textOf(receipt);
    expect(text)
      .to.match(/^捐赠确认函\|/)
      .and.include("|不是财政票据|");
    expect(text).not.to.match(/监制章|票据代码|票据号码|校验码/);
    expect(text.replaceAll(receipt.serial, "")).not.to.match(/(?<![0-9A-Za-z])(\d{8}|\d{10})(?![0-9A-Za-z])/);
  });

  it("RCPT-13 shows every frozen field, host and fund, handler, line and its digest", async () => {
    const text = (await textOf(receipt)).replaceAll(" ", "").replaceAll("|", "");
    const dates = ["2026年9月3日", "2026年9月4日", "10,482"];
    const { donorName, fundFullName, purposeText, channelText, handler, lineHash, checkUrl, serial } = receipt;
    for (const shown of [
      donorName,
      fundFullName,
      purposeText,
      channelText,
      handler,
      lineHash,
      checkUrl,
      serial,
      ...dates,
    ])
      expect(text).to.include(shown);
  });

  it("RCPT-13 a copy says so and is otherwise the same", async () => {
    const [first, copy] = await Promise.all([textOf(receipt), textOf({ ...receipt, copy: true })]);
    expect(first).not.to.include("副本");
    expect(first).to.include("首次打印");
    expect(copy).to.include("|副本 · 补打|");
  });

  it("RCPT-13 an empty required field, a foreign serial or a nil amount is refused by name", async () => {
    const faults = [
      { ...receipt, federation: { ...receipt.federation, creditCode: " " } },
      { ...receipt, serial: "44050126" },
      { ...receipt, handler: "" },
      { ...receipt, amount: fen(0n) },
      { ...receipt, amount: undefined },
    ];
    const fields = [];
    for (const sheet of faults) {
      const error = await fault(sheet);
      expect(error).to.be.instanceOf(FaultyReceipt);
      if (error instanceof FaultyReceipt) fields.push(error.field);
    }
    expect(fields).to.deep.equal(["federation.creditCode", "serial", "handler", "amount", "amount"]);
  });

  it("PDF-7 holds the proof of its line in the file inside", async () => {
    const file = JSON.parse(readPdf(await renderReceipt(receipt)).files[0]?.toString() ?? "");
    expect(file).to.deep.include({
      proof: receipt.proof,
      line_hash: receipt.lineHash,
      ledger_line: receipt.ledgerLine,
    });
  });

  it("RCPT-16 goods without a reliable value: item and quantity, no amount, no word on deduction", async () => {
    const text = await textOf(withoutValue);
    expect(text).to.include("旧衣物，860 件");
    expect(text).not.to.match(/元整|¥|税/);
    expect(JSON.parse(receiptJson(withoutValue))).not.to.have.property("amount");
  });

  it("PDF-5 gives the same bytes twice, and other bytes for another receipt", async () => {
    const [first, again] = [await renderReceipt(receipt), await renderReceipt({ ...receipt })];
    expect(first.equals(again)).to.equal(true);
    expect(first.equals(await renderReceipt({ ...receipt, donorName: "王示例" }))).to.equal(false);
  });

  it("PDF-6 a character without a glyph fails with that character, and does not tell the name", async () => {
    const error = await fault({ ...receipt, donorName: "𠀀田示例" });
    expect(error).to.be.instanceOf(MissingGlyph).with.property("character", "𠀀");
    expect(String(error)).to.include("U+20000").and.not.include("田示例");
  });

  it("PDF-6 a character that only the second font has is printed, read back and in the same bytes each time", async () => {
    const rare = { ...receipt, donorName: "田𠮷示例" };
    const [first, again] = [await renderReceipt(rare), await renderReceipt({ ...rare })];
    const pdf = readPdf(first);
    expect(pdf.text.join("|")).to.include("|田|𠮷|示例|");
    expect(first.equals(again)).to.equal(true);
    expect(pdf.raw).to.include("MPLUS1p");
    expect(readPdf(await renderReceipt(receipt)).raw).not.to.include("MPLUS1p");
  });

  it("PDF-6 rare surnames and full-width marks are printed as they are", async () => {
    const donorName = "㙍䶮喆、犇骉（示例）＆·";
    expect(await textOf({ ...receipt, donorName })).to.include(`|${donorName}|`);
  });

  it("PDF-3 is tagged PDF/A-3a with its data attached and no person in the metadata", async () => {
    const pdf = readPdf(await renderReceipt(receipt));
    expect(pdf.pages).to.equal(1);
    expect(pdf.metadata)
      .to.match(/part>3</)
      .and.match(/conformance>A</)
      .and.not.include(receipt.donorName);
    expect(pdf.structure).to.include.members(["H1", "P", "Table", "TR", "TH", "TD", "Figure"]);
    expect(pdf.raw).to.include("/AFRelationship /Data").and.include("/Lang (zh-CN)");
    expect(pdf.files).to.deep.equal([receiptJson(receipt)]);
  });

  it("speaks English when asked, with the amount in Chinese capitals", async () => {
    const text = await textOf({ ...receipt, language: "en", donorName: "Li Shili" });
    expect(text).to.match(/^Donation acknowledgement\|/);
    expect(text).to.include("CNY 188.50").and.include("人民币壹佰捌拾捌元伍角整").and.include("不是财政票据");
  });
});
