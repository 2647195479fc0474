import { sha256Hex } from "../kernel/ids.ts";
import { addDays, type BusinessDate, lastDay, type Period, periodOf } from "../kernel/dates.ts";
import { dueDay, dutiesOf, type Duty } from "./calendar.ts";
import { frozenOf } from "./freeze.ts";
import type { Books } from "./month.ts";
import { type PublicMonths, publicMonths } from "./public-months.ts";
import type { Disclosure, Report } from "./publication.ts";
import { allMonthsCsv } from "./report-csv.ts";
import type { BuildDeps } from "./ports.ts";
import type { ReportVersion } from "./report-view.ts";

type Deps = { readonly books: Books; readonly disclosure: Disclosure };

/**
 * The months that pages show: those with a published report, newest first. Figures of a month that is still moving would
 * tell single payments from one day to the next (PII-10).
 */
export const publishedPeriods = ({ disclosure }: Pick<Deps, "disclosure">): Period[] => [
  ...new Set(disclosure.reports().flatMap(({ period, publishedOn }) => (publishedOn === undefined ? [] : [period]))),
];

/** The newest published month; before there is one, the month that ends with the opening balances. */
export const latestPeriod = (deps: Deps): Period =>
  publishedPeriods(deps)[0] ?? periodOf(addDays(deps.books.funds.federation()?.openingDate ?? "1970-01-02", -1));

/** A month as pages show it. */
export const shownMonth = ({ books, disclosure }: Deps, period: Period): PublicMonths =>
  publicMonths(books, period, disclosure.untold(period));

/** What is due when, from the month of the opening to the one that runs, newest first. */
export const dutiesBy = ({ books, disclosure }: Deps, today: BusinessDate): Duty[] => {
  const opened = books.funds.federation()?.openingDate;
  const first = new Map([...disclosure.reports()].reverse().map((report) => [report.period, report.publishedOn]));
  for (const { period, version, publishedOn } of disclosure.reports())
    if (version === 1) first.set(period, publishedOn);
  return opened === undefined
    ? []
    : dutiesOf({ first: periodOf(opened), today, publishedOn: (period) => first.get(period) });
};

/** Every published version, newest first. */
export const versionsOf = ({ disclosure }: Pick<Deps, "disclosure">): ReportVersion[] =>
  disclosure.reports().flatMap((report) => versionOf(disclosure, report) ?? []);

const versionOf = (disclosure: Disclosure, report: Report): ReportVersion | undefined => {
  const { id, period, version, publishedOn } = report;
  if (publishedOn === undefined) return undefined;
  const dueBy = dueDay(period);
  const replaced = disclosure.published(period)?.id !== id;
  return {
    id,
    period,
    version,
    publishedOn,
    cutOff: lastDay(period),
    dueBy,
    status: replaced ? "replaced" : version > 1 ? "corrected" : publishedOn <= dueBy ? "on_time" : "late",
    files: report.files.map(({ kind, name, bytes, sha256 }) => ({ kind, href: `/reports/${name}`, bytes, sha256 })),
  };
};

export type AllMonths = {
  readonly content: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly months: number;
};

/** The file with all published months, made again only when there is another report. */
export const allMonths = (deps: Pick<BuildDeps, "disclosure" | "files">): (() => Promise<AllMonths | undefined>) => {
  let made: { readonly of: string; readonly file: AllMonths } | undefined;
  return async () => {
    const reports = publishedPeriods(deps).flatMap((period) => deps.disclosure.published(period) ?? []);
    if (reports.length === 0) return undefined;
    const of = reports.map(({ id }) => id).join();
    if (made?.of === of) return made.file;
    const frozen = await Promise.all(reports.map((report) => frozenOf(deps, report)));
    const content = allMonthsCsv(frozen.flatMap((data) => data?.sheet ?? []));
    const file = { content, bytes: Buffer.byteLength(content), sha256: sha256Hex(content), months: reports.length };
    made = { of, file };
    return file;
  };
};
