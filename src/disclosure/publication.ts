import type { Chapter, Command, Draft } from "../journal/chapter.ts";
import { Table } from "../journal/table.ts";
import { type BusinessDate, firstDay, isPeriod, type Period } from "../kernel/dates.ts";
import { type JsonObject, type Refusal, refuse } from "../kernel/result.ts";
import type { Ledger } from "../ledger/public.ts";

export type PublishedFile = {
  readonly kind: "pdf" | "csv" | "json";
  readonly id: string;
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
};

/** One version of a periodic report. Its figures come from the frozen data file and nothing else (PDF-8). */
export type Report = {
  /** `R-2026-09-v1` */
  readonly id: string;
  readonly period: Period;
  readonly version: number;
  /** Why there is a further version (DISC-5). */
  readonly reason?: string;
  readonly requestedLine: number;
  readonly frozen?: {
    readonly file: string;
    readonly digest: string;
    readonly lines: number;
    readonly root: string;
    /** Names of sums that are told one level up only (PII-10). */
    readonly untold?: readonly string[];
  };
  readonly files: readonly PublishedFile[];
  readonly publishedOn?: BusinessDate;
  readonly publishedLine?: number;
};

export type Disclosure = ReturnType<typeof openDisclosure>;

/** Reports asked for, frozen, published; an older version stays at its address (DISC-5). */
export const openDisclosure = ({ ledger }: { readonly ledger: Ledger }) => {
  const reports = new Table<Report>("reports");
  const versionsOf = (period: Period) => [...reports.values()].filter((report) => report.period === period);
  const change = (id: string, next: Partial<Report>): void => {
    const report = reports.get(id);
    if (report) reports.set(id, { ...report, ...next });
  };

  const decideRequest = (command: Command): Draft | Refusal => {
    const { period, reason } = command.input as { period: string; reason?: string };
    if (!isPeriod(period) || !ledger.periods.isClosed(firstDay(period))) return refuse("period_open", { period });
    const version = versionsOf(period).length + 1;
    if (version > 1 && !reason) return refuse("correction_reason_missing", { period, rule: "DISC-5" });
    const data = { report: `R-${period}-v${version}`, period, version, ...(reason ? { reason } : {}) };
    return { kind: "report.requested", data };
  };
  const decideOn =
    (kind: string) =>
    (command: Command): Draft | Refusal => {
      const id = String(command.input.report);
      return reports.has(id) ? { kind, data: command.input } : refuse("report_unknown", { report: id });
    };

  const chapter: Chapter = {
    name: "disclosure",
    tables: [reports],
    decide: { request: decideRequest, freeze: decideOn("report.frozen"), publish: decideOn("report.published") },
    apply: {
      "report.requested": (line, index) => {
        const {
          report: id,
          period,
          version,
          reason,
        } = line.data as { report: string; period: string; version: number; reason?: string };
        reports.set(id, { id, period, version, requestedLine: index, files: [], ...(reason ? { reason } : {}) });
      },
      "report.frozen": (line) => {
        const { report, ...frozen } = line.data as JsonObject & { report: string } & NonNullable<Report["frozen"]>;
        change(report, { frozen });
      },
      "report.published": (line, index) => {
        const { report, files } = line.data as JsonObject & { report: string; files: readonly PublishedFile[] };
        change(report, { files, publishedOn: line.on, publishedLine: index });
      },
    },
  };

  return {
    chapter,
    report: (id: string) => reports.get(id),
    /** All versions, newest period and version first. */
    reports: (): Report[] =>
      [...reports.values()].sort((a, b) =>
        a.period === b.period ? b.version - a.version : a.period < b.period ? 1 : -1,
      ),
    /** Names of sums that no version of a month tells by themselves. */
    untold: (period: Period): ReadonlySet<string> =>
      new Set(versionsOf(period).flatMap(({ frozen }) => frozen?.untold ?? [])),
    /** The newest published version of a month. */
    published: (period: Period): Report | undefined =>
      versionsOf(period)
        .filter(({ publishedOn }) => publishedOn !== undefined)
        .sort((a, b) => b.version - a.version)[0],
    latest: (period: Period): Report | undefined => versionsOf(period).sort((a, b) => b.version - a.version)[0],
  };
};
