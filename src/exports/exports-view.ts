import type { Period } from "../kernel/dates.ts";
import { type Words, yearMonth } from "../platform/display.ts";
import { type ExportFormat, FORMATS } from "./formats.ts";

export type ExportsPage = {
  readonly periods: readonly Period[];
  /** The chosen month; all of them when left out. */
  readonly period?: Period;
  readonly mayExport: boolean;
  /** The journal itself is for the auditor. */
  readonly mayHaveJournal: boolean;
};

/** The formats of the books with a link each; the journal is offered whole, and to the auditor only. */
export const exportsView = (page: ExportsPage, words: Words) => ({
  desk: true,
  action: "/desk/books/exports",
  periods: [
    { value: "", word: words.t("exports.period.all"), selected: page.period === undefined },
    ...page.periods.map((period) => ({
      value: period,
      word: yearMonth(words, period),
      selected: period === page.period,
    })),
  ],
  why: page.mayExport ? (page.periods.length === 0 ? words.t("exports.none") : "") : words.t("exports.not_yours"),
  formats: FORMATS.filter((format) => format !== "jsonl" || page.mayHaveJournal).map((format) => ({
    name: words.t(`exports.format.${format}`),
    holds: words.t(`exports.format.${format}.holds`),
    links: linksOf(format, page.period).map(({ href, word }) => ({ href, word: words.t(word) })),
  })),
});

const BASE = "/api/v1/books/export";

const linksOf = (format: ExportFormat, period: Period | undefined) => {
  if (format === "jsonl")
    return [
      { href: `${BASE}?format=jsonl`, word: "exports.download" },
      { href: `${BASE}/verifier`, word: "exports.verifier" },
    ];
  const month = period === undefined ? "" : `&period=${period}`;
  return [{ href: `${BASE}?format=${format}${month}`, word: "exports.download" }];
};
