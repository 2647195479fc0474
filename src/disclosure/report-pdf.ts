import { pdfWords } from "../platform/pdf-words.ts";
import { closeSheet, openSheet } from "../platform/sheet-pdf.ts";
import { drawContents, drawFurniture, type ReportBook } from "./report-book-pdf.ts";
import { drawCover, openContents, proofs } from "./report-cover-pdf.ts";
import { reportDigest, reportJson } from "./report-json.ts";
import { drawCorrections, drawGoods, drawIncome, drawOther, drawReconciliation } from "./report-lists-pdf.ts";
import { drawAid, drawChannels, drawFunds, drawMethod, drawOverview } from "./report-money-pdf.ts";
import { faultsOf, type ReportSheet } from "./report-sheet.ts";

/** Sums of a report that do not agree; it is not printed (PDF-1). */
export class UnbalancedReport extends Error {
  readonly code = "unbalanced_report";
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(`report does not balance: ${faults.join(", ")}`);
    this.name = "UnbalancedReport";
    this.faults = faults;
  }
}

/**
 * The periodic disclosure, A4: tagged PDF/A-3a with its canonical data attached. The same data gives the same bytes
 * (PDF-5). Throws UnbalancedReport, and MissingGlyph when the font lacks a character (PDF-6).
 */
export const renderReport = async (report: ReportSheet): Promise<Buffer> => {
  const faults = faultsOf(report);
  if (faults.length > 0) throw new UnbalancedReport(faults);
  const t = pdfWords("zh-CN");
  const title = t("report.title", { y: report.period.slice(0, 4), m: Number(report.period.slice(5)) });
  const file = `${report.number}-v${report.version}.json`;
  const sheet = openSheet({
    title: `${report.federation.name} ${title}`,
    subject: t("report.subject"),
    author: report.federation.name,
    keywords: `${report.number} v${report.version}`,
    lang: "zh-CN",
    dated: report.publishedOn,
    attachments: [{ name: file, description: t("report.file"), json: reportJson(report) }],
  });
  const book: ReportBook = { sheet, report, t, title, pages: [], chapters: [] };
  const digest = reportDigest(report);
  drawCover(book);
  const contents = openContents(book, digest);
  drawOverview(book);
  drawFunds(book);
  const aid = drawAid(book);
  const income = drawIncome(book, aid);
  const goods = drawGoods(book, income);
  const channels = drawChannels(book, goods);
  const reconciliation = drawReconciliation(book, channels);
  const other = drawOther(book, reconciliation);
  const corrections = drawCorrections(book, other);
  drawMethod(book, corrections, { file, proofs: proofs(book, digest) });
  sheet.doc.switchToPage(1);
  drawContents(book, contents);
  drawFurniture(book);
  return closeSheet(sheet);
};
