import { displayYuan } from "../kernel/money.ts";
import { pdfWords } from "../platform/pdf-words.ts";
import { singledOut, type Sum } from "./differencing.ts";
import { type Frozen, frozenText, thawed } from "./frozen.ts";
import { publicMonths, type PublicMonths } from "./public-months.ts";
import type { Report } from "./publication.ts";
import { isDispensable, isRequired, type PublishedSum, publishedSums } from "./published-sums.ts";
import type { BuildDeps } from "./ports.ts";
import { reportSheetData, type SheetRequest } from "./report-sheet-data.ts";
import type { CorrectionLine, ReportSheet } from "./report-sheet.ts";
import { sheetChanges } from "./sheet-changes.ts";

/** What a publication would tell of few households beside all that was published before (PII-10). It is not made. */
export class RevealingReport extends Error {
  readonly code = "revealing_report";
  /** Numbers of the requests, for those who may see them. */
  readonly groups: readonly (readonly string[])[];
  constructor(report: string, groups: readonly (readonly string[])[]) {
    super(
      `PII-10: ${report} beside earlier reports would single out ${groups.map((some) => some.join("+")).join(", ")}`,
    );
    this.name = "RevealingReport";
    this.groups = groups;
  }
}

/** The frozen data of a report; undefined for one that has none. Throws when the file is gone. */
export const frozenOf = async (deps: Pick<BuildDeps, "files">, report: Report): Promise<Frozen | undefined> => {
  if (!report.frozen) return undefined;
  const stored = await deps.files.open.read(report.frozen.file);
  if (!stored) throw new Error(`the frozen data of ${report.id} are missing`);
  return thawed(stored.content.toString("utf8"));
};

/** The data a report would have now, its corrections of the version before included. */
const sheetNow = (
  deps: Pick<BuildDeps, "books" | "publicUrl">,
  asked: Omit<SheetRequest, "publicUrl" | "corrections"> & { readonly reason?: string; readonly before?: ReportSheet },
): ReportSheet => {
  const { reason = "", before, ...rest } = asked;
  const sheet = reportSheetData(deps.books, { ...rest, publicUrl: deps.publicUrl, corrections: [] });
  return before ? { ...sheet, corrections: correctionsOf(before, sheet, reason) } : sheet;
};

/**
 * The data of a report, as fine as all earlier publications allow (PII-10). Sums that would single somebody out are told
 * one level up; throws RevealingReport when that does not help, as for a later version that moves a total by one household.
 */
export const dataToFreeze = async (
  deps: BuildDeps,
  asked: Omit<SheetRequest, "publicUrl" | "corrections" | "open" | "report"> & { readonly report: Report },
): Promise<{ readonly text: string; readonly untold: readonly string[] }> => {
  const { report } = asked;
  const others = deps.disclosure.reports().filter(({ id }) => id !== report.id);
  const frozen = await Promise.all(others.map(async (other) => ({ other, data: await frozenOf(deps, other) })));
  const earlier = frozen.flatMap(({ other, data }) => (data?.sums ?? []).map((sum) => asSum(sum, other)));
  const { open, sums } = finestOf(deps, report, earlier);
  const before = frozen.find(({ other }) => other.period === report.period && other.version === report.version - 1);
  const why = report.reason === undefined ? {} : { reason: report.reason };
  const sheet = sheetNow(deps, { ...asked, open, ...why, ...(before?.data ? { before: before.data.sheet } : {}) });
  return { text: frozenText({ sheet, sums }), untold: [...open.untold] };
};

type Told = { readonly open: PublicMonths; readonly sums: readonly PublishedSum[] };

/**
 * Leaves out one sum after the other until nobody is singled out: the one of fewest requests that helps by itself, else
 * the one of fewest requests.
 */
export const finestOf = (
  { books, disclosure }: Pick<BuildDeps, "books" | "disclosure">,
  report: Report,
  earlier: readonly Sum[],
): Told => {
  const tell = (untold: ReadonlySet<string>) => {
    const open = publicMonths(books, report.period, untold);
    const sums = publishedSums(books, open);
    const all = [...earlier, ...sums.map((sum) => asSum(sum, report))];
    return { open, sums, groups: singledOut(all, (no) => books.disbursements.request(no)) };
  };
  let told = tell(disclosure.untold(report.period));
  while (told.groups.length > 0) {
    const { groups, open, sums } = told;
    const without = sums
      .filter(isDispensable)
      .sort((a, b) => a.requests.length - b.requests.length)
      .map(
        ({ name }) =>
          () =>
            tell(new Set([...open.untold, name])),
      );
    const [first] = without;
    if (!first) throw new RevealingReport(report.id, groups);
    const better = without.find((attempt) => attempt().groups.length < groups.length);
    told = (better ?? first)();
  }
  return told;
};

/** A first version must tell its totals; a later one may only change them where that singles out nobody. */
const asSum = (sum: PublishedSum, { version }: Report): Sum => ({
  grants: sum.requests,
  required: version === 1 && isRequired(sum),
});

const correctionsOf = (before: ReportSheet, after: ReportSheet, reason: string): CorrectionLine[] => {
  const t = pdfWords("zh-CN");
  return sheetChanges(before, after).map((change) => ({
    place: t("corrections.of", {
      fund: change.name || t("corrections.all"),
      column: t(`corrections.column.${change.column}`),
    }),
    on: after.publishedOn,
    before: displayYuan(change.before),
    after: displayYuan(change.after),
    reason,
  }));
};
