import { parse } from "csv-parse/sync";
import { expect } from "chai";
import { reportCsv } from "../../src/disclosure/report-csv.ts";
import { reportDigest, reportJson } from "../../src/disclosure/report-json.ts";
import { renderReport, UnbalancedReport } from "../../src/disclosure/report-pdf.ts";
import { faultsOf, type ReportSheet, sumFunds, unexplained } from "../../src/disclosure/report-sheet.ts";
import { sha256Hex } from "../../src/kernel/ids.ts";
import { displayYuan, fen, formatYuan, parseSignedYuan, minus, plus, sum } from "../../src/kernel/money.ts";
import { MissingGlyph } from "../../src/platform/sheet-font-pdf.ts";
import { type ReadPdf, readPdf } from "../support/pdf-reader.ts";
import { sampleReport } from "../support/sample-report.ts";

const one = fen(1n);
const failure = async (report: ReportSheet): Promise<unknown> => renderReport(report).catch((error: unknown) => error);

describe("report sheet", () => {
  const report = sampleReport();
  let bytes: Buffer;
  let pdf: ReadPdf;
  before(async () => {
    bytes = await renderReport(report);
    pdf = readPdf(bytes);
  });

  it("PDF-1 every sum of the sample agrees, and each broken sum is named", () => {
    expect(faultsOf(report)).to.deep.equal([]);
    const [fund, ...others] = report.funds;
    const [account, ...accounts] = report.accounts;
    const [row, ...rows] = report.income;
    const [aid] = report.aid;
    if (!fund || !account || !row || !aid) return expect.fail("the sample is empty");
    const broken: readonly (readonly [string, ReportSheet])[] = [
      ["closing of G00", { ...report, funds: [{ ...fund, aid: plus(fund.aid, one) }, ...others] }],
      ["money of the accounts", { ...report, accounts: [{ ...account, book: plus(account.book, one) }, ...accounts] }],
      ["income by fund", { ...report, income: [{ ...row, gross: plus(row.gross, one) }, ...rows] }],
      ["refunds", { ...report, refunds: [] }],
      ["aid by fund", { ...report, aid: [] }],
      ["small group of income", { ...report, income: [{ ...row, gifts: 4, merged: undefined }, ...rows] }],
      ["small group of aid", { ...report, aid: [{ ...aid, households: 4, merged: undefined }] }],
      ["small group told", { ...report, aid: [{ ...aid, households: 4, merged: "small_group" }] }],
    ];
    for (const [name, sheet] of broken) expect(faultsOf(sheet)).to.include(name);
  });

  it("PDF-1 a report that does not balance is not printed", async () => {
    const error = await failure({ ...report, refunds: [] });
    expect(error).to.be.instanceOf(UnbalancedReport).with.property("faults").that.deep.equals(["refunds"]);
  });

  it("PDF-8 the cover and the overview show the totals of the data file", () => {
    const totals = sumFunds(report.funds);
    const cover = (pdf.text[0] ?? "").split("|");
    expect(cover).to.include.members([
      displayYuan(totals.raised),
      displayYuan(totals.aid),
      displayYuan(totals.closing),
      "0.00",
    ]);
    expect(pdf.text[2]).to.include(displayYuan(totals.closing));
    const data = JSON.parse(reportJson(report));
    expect(data.totals.closing).to.equal(formatYuan(totals.closing));
    expect(data.totals.unexplained).to.equal(formatYuan(unexplained(report)));
    expect(data.funds).to.have.lengthOf(27);
  });

  it("LED-7 too much in one account is no excuse for too little in another", () => {
    const [first, second, ...others] = report.accounts;
    if (!first || !second) return expect.fail("the sample has two accounts");
    expect(unexplained(report)).to.equal(0n);
    const accounts = [
      { ...first, book: plus(first.book, one) },
      { ...second, book: minus(second.book, one) },
      ...others,
    ];
    expect(unexplained({ accounts })).to.equal(2n);
  });

  it("PDF-8 every fund's line is in the PDF, figure for figure", () => {
    const pieces = pdf.text.join("|");
    for (const fund of report.funds) {
      const { raised, otherIncome, refunds, closing, opening, available } = fund;
      const income = displayYuan(fen(raised + otherIncome - refunds));
      const from = pieces.indexOf(`|${fund.name}|${displayYuan(opening)}|${income}|`);
      expect(from, fund.code).to.be.greaterThan(0);
      expect(pieces.slice(from, from + 200))
        .to.include(`|${displayYuan(closing)}|`)
        .and.include(displayYuan(available));
    }
  });

  it("PDF-8 the CSV repeats the number of its rows and their sum, and neutralises formulas", () => {
    const [name] = report.purposes;
    const risky = { ...report, purposes: [{ purpose: "=HYPERLINK(1)", households: 9, amount: name?.amount ?? one }] };
    const rows: string[][] = parse(reportCsv(risky), { bom: true, relax_column_count: true });
    const body = rows.slice(5);
    const amounts = body.map((row) => parseSignedYuan(row[5] ?? "") ?? fen(0n));
    expect(rows[2]).to.deep.equal(["journal_lines", "14877", "checkpoint", report.journal.checkpoint]);
    expect(rows[3]).to.deep.equal(["rows", String(body.length), "sum", formatYuan(sum(amounts))]);
    expect(body.map((row) => row[3])).to.include("'=HYPERLINK(1)");
    expect(body.some((row) => row[5]?.startsWith("-"))).to.equal(true);
  });

  it("PDF-7 prints the digest of its data file, the position of the book and the address, and holds the file", () => {
    const text = pdf.text.join("|").replaceAll(" ", "").replaceAll("|", "");
    expect(text).to.include(reportDigest(report)).and.include(report.journal.root).and.include(report.verifyUrl);
    const [signature = ""] = report.journal.checkpoint.trimEnd().split(" ").slice(-1);
    expect(text).to.include(signature);
    expect(JSON.parse(reportJson(report)).journal.checkpoint).to.equal(report.journal.checkpoint);
    expect(pdf.files.map((file) => sha256Hex(file))).to.deep.equal([reportDigest(report)]);
  });

  it("PDF-5 gives the same bytes twice, and other bytes for another version", async () => {
    expect((await renderReport(sampleReport())).equals(bytes)).to.equal(true);
    expect((await renderReport({ ...report, version: 2 })).equals(bytes)).to.equal(false);
  });

  it("PDF-6 is tagged PDF/A-3a in zh-CN, with page x of y, outline and a table over two pages", () => {
    expect(pdf.metadata)
      .to.match(/part>3</)
      .and.match(/conformance>A</);
    expect(pdf.structure).to.include.members(["TOC", "TOCI", "Link", "H2", "Table", "Caption", "TH", "TD", "Figure"]);
    expect(pdf.raw).to.include("/Lang (zh-CN)");
    expect(pdf.outline).to.have.lengthOf(10).and.include("二 各基金收支");
    for (const [at, text] of pdf.text.entries()) {
      if (at > 0) expect(text).to.include(`第 ${at + 1} 页，共 ${pdf.pages} 页`);
    }
    const again = pdf.text.findIndex((text) => text.includes("续表 2"));
    expect(pdf.text[again - 1]).to.include("接下页");
    expect(pdf.text[again]).to.include("|冠名基金（续）|").and.include("|基金|期初|");
  });

  it("PDF-6 a character without a glyph fails with that character", async () => {
    const federation = { ...report.federation, contact: "示例路𠀀号" };
    expect(await failure({ ...report, federation }))
      .to.be.instanceOf(MissingGlyph)
      .with.property("character", "𠀀");
  });

  it("UI-24 says why rows are merged, and an empty month is told in words", async () => {
    expect(pdf.text.join("")).to.include("青禾街道社区服务基金 *").and.include("少于 5 人");
    const unhelped = report.funds.map((fund) => ({ ...fund, aid: fen(0n), adjustments: fen(-fund.aid) }));
    const empty = readPdf(
      await renderReport({
        ...report,
        funds: unhelped,
        goods: [],
        transfers: [],
        corrections: [],
        aid: [],
        purposes: [],
      }),
    );
    const text = empty.text.join("");
    for (const words of ["本月没有。", "本月没有划转。", "没有对已发布报告的更正。", "本月没有救助支出。"]) {
      expect(text).to.include(words);
    }
  });
});
