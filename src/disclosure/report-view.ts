import type { BusinessDate, Period } from "../kernel/dates.ts";
import { displayYuan, type Fen, minus, plus, sum, ZERO } from "../kernel/money.ts";
import {
  type Bilingual,
  counted,
  day,
  digestGroups,
  fileSize,
  fullDay,
  pick,
  signedYuan,
  wholeNumber,
  type Words,
  yearMonth,
} from "../platform/display.ts";
import { type Duty, onTimeOf } from "./calendar.ts";
import type { ReportLine } from "./report-line.ts";

export type ReportFile = {
  readonly kind: "pdf" | "csv" | "json" | "proof" | "correction";
  readonly href: string;
  readonly bytes: number;
  readonly sha256: string;
};
/**
 * One published version of a report. The status of a first version is about its deadline; a later one is corrected, and
 * the versions before it are replaced and stay findable (DISC-5).
 */
export type ReportVersion = {
  readonly id: string;
  readonly period: Period;
  readonly version: number;
  readonly publishedOn: BusinessDate;
  readonly cutOff: BusinessDate;
  /** Last good day for the first version. */
  readonly dueBy: BusinessDate;
  readonly status: "on_time" | "late" | "corrected" | "replaced";
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

const TONES = { on_time: "done", late: "stop", corrected: "wait", replaced: "wait" } as const;

/** A report as lists and download tables print it. */
export const reportView = (report: ReportVersion, words: Words): ReportView => ({
  id: report.id,
  href: `/reports/${report.id}`,
  title: words.t("report.title", { month: yearMonth(words, report.period) }),
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
  /** The month's duties, newest first: what is due when, and what became of it. */
  readonly duties: readonly Duty[];
  /** Of the file with all published months. */
  readonly all?: { readonly href: string; readonly bytes: number; readonly sha256: string; readonly months: number };
};
export const reportsView = (page: ReportsPage, words: Words) => ({
  count: counted(words, "reports.count", page.reports.length),
  reports: page.reports.map((report) => reportView(report, words)),
  share: shareOf(page.duties),
  duties: page.duties.map((duty) => ({
    month: words.t("duty.monthly", { month: yearMonth(words, duty.period) }),
    by: fullDay(words, duty.by),
    on: duty.publishedOn === undefined ? words.t("duty.not_yet") : fullDay(words, duty.publishedOn),
    tone: DUTY_TONES[duty.state],
    state: words.t(`duty.state.${duty.state}`),
  })),
  all: page.all
    ? {
        href: page.all.href,
        months: counted(words, "reports.all.months", page.all.months),
        size: fileSize(page.all.bytes),
        sha256: digestGroups(page.all.sha256),
      }
    : false,
  reopened: page.reopened.map(({ period, on, reason }) =>
    words.t("reports.reopened.item", { month: yearMonth(words, period), on: fullDay(words, on), reason }),
  ),
});

const DUTY_TONES = { on_time: "done", late: "stop", overdue: "stop", waiting: "wait" } as const;
const shareOf = (duties: readonly Duty[]): string => {
  const { due, onTime } = onTimeOf(duties);
  return `${onTime} / ${due}`;
};

/** One published month: the frozen figures of its data set, never today's. */
export type MonthPage = {
  readonly report: ReportVersion;
  readonly published: ReportLine;
  readonly older: readonly ReportVersion[];
  /** The version that replaced this one. */
  readonly newer?: ReportVersion;
  readonly funds: readonly MonthFund[];
  readonly accounts: readonly {
    readonly account: string;
    readonly name: string;
    /** A wallet or card provider, which has no statement. */
    readonly channel?: string;
    readonly book: Fen;
    readonly statement?: Fen;
    readonly outstanding: Fen;
  }[];
  readonly journal: { readonly lines: number; readonly root: string };
  /** Why there is this version, and what it changed in the one before (DISC-5). */
  readonly reason?: string;
  readonly corrections: readonly { readonly place: string; readonly before: string; readonly after: string }[];
  /** Figures that are known otherwise now. */
  readonly changes: readonly {
    /** Missing for the totals. */
    readonly name: Bilingual | undefined;
    readonly column: string;
    readonly before: Fen;
    readonly after: Fen;
  }[];
  /** Gifts of this month that came to light after its close, by the month that counts them. */
  readonly late: readonly { readonly booked: Period; readonly count: number; readonly amount: Fen }[];
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
    published: {
      line: wholeNumber(page.published.line),
      text: page.published.text,
      verify: `/verify?line=${page.published.line}&leaf=${page.published.leaf}`,
    },
    month: yearMonth(words, page.report.period),
    older: page.older.map((report) => reportView(report, words)),
    newer: page.newer ? reportView(page.newer, words) : false,
    funds: page.funds.map((fund) => ({
      href: fund.code === "*" ? "" : `/funds/${fund.code}?period=${page.report.period}`,
      name: pick(words, fund.name),
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
      name: account.channel === undefined ? account.name : words.t(`month.channel.${account.channel}`),
      path: account.account,
      book: displayYuan(account.book),
      statement: account.statement === undefined ? words.t("month.bank.none") : displayYuan(account.statement),
      outstanding: displayYuan(account.outstanding),
      unexplained: displayYuan(minus(account.book, plus(account.outstanding, account.statement ?? ZERO))),
    })),
    journal: {
      lines: words.t("month.journal.lines", { count: wholeNumber(page.journal.lines) }),
      root: digestGroups(page.journal.root),
    },
    correction: correctionView(page, words),
    changes: page.changes.map((change) => ({
      name: change.name ? pick(words, change.name) : words.t("head.total"),
      column: words.t(`change.${change.column}`),
      before: displayYuan(change.before),
      after: displayYuan(change.after),
    })),
    late: page.late.map((late) =>
      words.t("month.late", {
        n: wholeNumber(late.count),
        count: late.count,
        amount: displayYuan(late.amount),
        month: yearMonth(words, late.booked),
      }),
    ),
  };
};

const correctionView = ({ report, reason, corrections }: MonthPage, words: Words) =>
  report.version === 1
    ? false
    : {
        title: words.t("month.correction", { version: report.version, on: fullDay(words, report.publishedOn) }),
        reason: reason ?? "",
        rows: corrections,
      };

const amounts = (fund: MonthFund) => ({
  opening: displayYuan(fund.opening),
  received: displayYuan(fund.received),
  aid: displayYuan(fund.aid),
  running: displayYuan(fund.running),
  moved: displayYuan(fund.moved),
  closing: displayYuan(fund.closing),
});

/** How one published figure is counted, by fund, as it was published then and as it is known now. */
export type ExplainPage = {
  readonly figure: "received" | "people" | "running" | "waiting";
  readonly period: Period;
  readonly report: string;
  readonly published: Fen;
  readonly now: Fen;
  readonly parts: readonly { readonly name: Bilingual; readonly amount: Fen }[];
  /** Lines of the book when the data were frozen. */
  readonly lines: number;
  readonly asOf: BusinessDate;
};
export const explainView = (page: ExplainPage, words: Words) => ({
  title: words.t(`explain.${page.figure}.title`),
  figure: words.t(`explain.${page.figure}.name`),
  counts: words.t(`explain.${page.figure}.counts`),
  leaves: words.t(`explain.${page.figure}.leaves`),
  month: yearMonth(words, page.period),
  period: page.period,
  report: page.report,
  published: displayYuan(page.published),
  now: displayYuan(page.now),
  same: page.published === page.now,
  change: signedYuan(minus(page.now, page.published)),
  parts: page.parts.map((part) => ({ name: pick(words, part.name), amount: displayYuan(part.amount) })),
  held: page.parts.some((part) => part.name.zh.includes("*")),
  lines: words.t("explain.lines", { lines: wholeNumber(page.lines) }),
  asOf: words.t("explain.end_of", { on: fullDay(words, page.asOf) }),
});
