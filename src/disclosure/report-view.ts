import type { BusinessDate, Period } from "../kernel/dates.ts";
import { displayYuan, type Fen, sum } from "../kernel/money.ts";
import {
  type Bilingual,
  counted,
  day,
  digestGroups,
  fileSize,
  fullDay,
  fullMoment,
  pick,
  wholeNumber,
  type Words,
  yearMonth,
} from "../platform/display.ts";

export type ReportFile = {
  readonly kind: "pdf" | "csv" | "json" | "proof" | "correction";
  readonly href: string;
  readonly bytes: number;
  readonly sha256: string;
};
/** One published version of a report. `status` is about its deadline; a corrected one keeps its older versions findable. */
export type ReportVersion = {
  readonly id: string;
  readonly period: Period;
  readonly title: Bilingual;
  readonly version: number;
  readonly publishedOn: BusinessDate;
  readonly cutOff: BusinessDate;
  readonly status: "on_time" | "late" | "corrected";
  readonly files: readonly ReportFile[];
};

export type FileView = { kind: string; word: string; hint: string; href: string; size: string; sha256: string };
export type ReportView = {
  id: string;
  href: string;
  title: string;
  note: string;
  tone: string;
  status: string;
  files: FileView[];
};

const TONES = { on_time: "done", late: "stop", corrected: "wait" } as const;

/** A report as lists and download tables print it. */
export const reportView = (report: ReportVersion, words: Words): ReportView => ({
  id: report.id,
  href: `/reports/${report.id}`,
  title: pick(words, report.title),
  note: words.t("report.note", {
    version: report.version,
    on: fullDay(words, report.publishedOn),
    cut: day(words, report.cutOff),
  }),
  tone: TONES[report.status],
  status: words.t(`report.status.${report.status}`),
  files: report.files.map((file) => ({
    kind: file.kind,
    word: words.t(`file.${file.kind}`),
    hint: words.t(`file.${file.kind}.hint`),
    href: file.href,
    size: fileSize(file.bytes),
    sha256: digestGroups(file.sha256),
  })),
});

export type ReportsPage = {
  /** Closed months that were opened again (LED-6). */
  readonly reopened: readonly { readonly period: Period; readonly on: BusinessDate; readonly reason: string }[];
  readonly reports: readonly ReportVersion[];
  readonly nextDue?: { readonly title: Bilingual; readonly by: BusinessDate };
};
export const reportsView = (page: ReportsPage, words: Words) => ({
  count: counted(words, "reports.count", page.reports.length),
  reports: page.reports.map((report) => reportView(report, words)),
  due: page.nextDue
    ? words.t("reports.due", { title: pick(words, page.nextDue.title), on: fullDay(words, page.nextDue.by) })
    : "",
  reopened: page.reopened.map(({ period, on, reason }) =>
    words.t("reports.reopened.item", { month: yearMonth(words, period), on: fullDay(words, on), reason }),
  ),
});

/** One published month: the frozen figures of its data set, never today's. */
export type MonthPage = {
  readonly report: ReportVersion;
  readonly older: readonly ReportVersion[];
  readonly funds: readonly MonthFund[];
  readonly accounts: readonly {
    readonly name: Bilingual;
    readonly book: Fen;
    readonly statement: Fen;
    readonly outstanding: Fen;
  }[];
};
export type MonthFund = {
  readonly code: string;
  readonly name: Bilingual;
  /** Without aid to few households; or the row of that aid, which has the code `*` (PII-1). */
  readonly held?: boolean;
  readonly opening: Fen;
  readonly received: Fen;
  readonly aid: Fen;
  readonly running: Fen;
  readonly moved: Fen;
  readonly closing: Fen;
};

export const monthView = (page: MonthPage, words: Words) => {
  const total = (pickAmount: (fund: MonthFund) => Fen) => displayYuan(sum(page.funds.map(pickAmount)));
  return {
    report: reportView(page.report, words),
    month: yearMonth(words, page.report.period),
    older: page.older.map((report) => reportView(report, words)),
    funds: page.funds.map((fund) => ({
      href: fund.code === "*" ? "" : `/funds/${fund.code}?period=${page.report.period}`,
      name: fund.held ? `${pick(words, fund.name)} *` : pick(words, fund.name),
      ...amounts(fund),
    })),
    held: page.funds.some((fund) => fund.held),
    totals: {
      opening: total((fund) => fund.opening),
      received: total((fund) => fund.received),
      aid: total((fund) => fund.aid),
      running: total((fund) => fund.running),
      moved: total((fund) => fund.moved),
      closing: total((fund) => fund.closing),
    },
    accounts: page.accounts.map((account) => ({
      name: pick(words, account.name),
      book: displayYuan(account.book),
      statement: displayYuan(account.statement),
      outstanding: displayYuan(account.outstanding),
      unexplained: displayYuan((account.book - account.outstanding - account.statement) as Fen),
    })),
  };
};

const amounts = (fund: MonthFund) => ({
  opening: displayYuan(fund.opening),
  received: displayYuan(fund.received),
  aid: displayYuan(fund.aid),
  running: displayYuan(fund.running),
  moved: displayYuan(fund.moved),
  closing: displayYuan(fund.closing),
});

/** How one published figure is counted, from which lines, and what was published then. */
export type ExplainPage = {
  readonly figure: "received" | "people" | "running" | "waiting";
  readonly period: Period;
  readonly amount: Fen;
  readonly published?: Fen;
  readonly parts: readonly { readonly name: Bilingual; readonly amount: Fen; readonly lines: number }[];
  readonly lines?: { readonly first: number; readonly last: number };
  readonly asOf: string;
};
export const explainView = (page: ExplainPage, words: Words) => ({
  title: words.t(`explain.${page.figure}.title`),
  figure: words.t(`explain.${page.figure}.name`),
  counts: words.t(`explain.${page.figure}.counts`),
  leaves: words.t(`explain.${page.figure}.leaves`),
  month: yearMonth(words, page.period),
  period: page.period,
  amount: displayYuan(page.amount),
  published: page.published === undefined ? words.t("explain.not_published") : displayYuan(page.published),
  same: page.published === undefined ? "none" : page.published === page.amount ? "same" : "changed",
  change: page.published === undefined ? "" : displayYuan((page.amount - page.published) as Fen),
  parts: page.parts.map((part) => ({
    name: pick(words, part.name),
    amount: displayYuan(part.amount),
    lines: wholeNumber(part.lines),
  })),
  lines: page.lines
    ? words.t("explain.lines", { first: wholeNumber(page.lines.first), last: wholeNumber(page.lines.last) })
    : "",
  asOf: fullMoment(words, page.asOf),
});
