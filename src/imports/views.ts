import { moment, type Words } from "../platform/display.ts";
import type { Notices } from "../platform/notice.ts";
import { limits } from "../../config/limits.ts";
import type { ImportOutcome } from "./outcome.ts";
import type { ImportProgress } from "./store.ts";

/** Files that were imported, what became of each row, and the form for the next one. */
export type ImportsPage = {
  readonly imports: readonly {
    /** The key of its request. */
    readonly _id: string;
    readonly file: string;
    readonly kind: string;
    readonly at: string;
    readonly by: string;
    /** Left out: the request was cut, or is running. */
    readonly progress?: ImportProgress;
    readonly outcome?: ImportOutcome;
  }[];
  readonly formKey: string;
  /** Absent on the first page. */
  readonly after?: string | undefined;
  /** The `after` of the older ones. */
  readonly next?: string | undefined;
};
type Row = ImportsPage["imports"][number];

const TONES = { imported: "done", unchanged: "", refused: "stop" } as const;

export const importsView = (page: ImportsPage, words: Words) => ({
  desk: true,
  imports: page.imports.map((each) => ({
    file: each.file,
    kind: words.t(`import.kind.${each.outcome?.kind ?? each.kind}`),
    when: words.t("import.when", { at: moment(words, each.at), by: each.by }),
    ...outcomeOf(each, words),
  })),
  newest: page.after === undefined ? "" : "/desk/imports",
  older: page.next === undefined ? "" : `/desk/imports?after=${encodeURIComponent(page.next)}`,
  key: page.formKey,
});

/** What became of a file that was sent just now; `of` is the key of its request. */
export const importNotices = ({ imports }: Pick<ImportsPage, "imports">, words: Words): Notices => {
  const next = { href: "/desk/reconciliation", word: words.t("done.imports.to_reconciliation") };
  const told = (is: "imported" | "unchanged") => (of: string) => {
    const found = imports.find(({ _id, outcome }) => _id === of && outcome?.outcome === is);
    if (!found?.outcome) return undefined;
    const { file, outcome } = found;
    return { text: words.t(`done.imports.${is}`, { file, rows: outcome.rows, fresh: outcome.new }), next };
  };
  return { imported: told("imported"), unchanged: told("unchanged") };
};

/** Why a file was refused, in one sentence. */
export const refusedWords = (outcome: ImportOutcome, words: Words): string => {
  const { counts, reason } = outcomeWords(outcome, words);
  return reason === "" ? counts : reason;
};

const outcomeOf = ({ outcome, progress }: Row, words: Words) => {
  if (!outcome)
    return {
      tone: "wait",
      outcome: words.t("import.outcome.open"),
      counts: (progress ? words.t("import.progress", progress) : "") + words.t("import.again"),
      reason: "",
      faults: [],
      more: "",
    };
  return outcomeWords(outcome, words);
};

const outcomeWords = (outcome: ImportOutcome, words: Words) => {
  const { rows, known, refused, reason, detail, looks_like: other } = outcome;
  const why = reason === undefined ? "" : reasonOf(reason, words);
  const hint = other === undefined ? "" : words.t("import.looks_like", { kind: words.t(`import.kind.${other}`) });
  const shown = refused.slice(0, limits.importFaultsShown);
  const unseen = refused.length - shown.length;
  return {
    tone: TONES[outcome.outcome],
    outcome: words.t(`import.outcome.${outcome.outcome}`),
    counts: words.t("import.counts", { rows, fresh: outcome.new, known, faulty: refused.length }),
    reason: (detail === undefined ? why : words.t("import.detail", { reason: why, detail })) + hint,
    faults: shown.map((row) =>
      words.t("import.fault", { row: row.row, reason: reasonOf(row.reason, words, row.field) }),
    ),
    more: unseen === 0 ? "" : words.t("import.faults.more", { count: unseen }),
  };
};

/** Reasons that have words; another one is shown as its code. */
const REASONS = new Set([
  "agency_closed",
  "agency_not_confirmed",
  "agency_order_differs",
  "agency_order_state",
  "agency_unknown",
  "same_person",
  "statement_row_matched",
  "statement_row_unknown",
  "amount_not_positive",
  "bad_amount",
  "bad_code",
  "bad_date",
  "bad_field",
  "bad_gzip",
  "bad_json",
  "bad_number",
  "bad_row",
  "bad_xml",
  "bad_zip",
  "duplicate_row",
  "entity_refused",
  "error_file",
  "faulty_rows",
  "federation_changed",
  "fund_changed",
  "fund_suspended",
  "fund_unknown",
  "gift_unknown",
  "kind_not_recognised",
  "line_too_long",
  "missing_balance",
  "missing_page",
  "mixed_account",
  "mixed_currency",
  "not_recognised",
  "opening_not_balanced",
  "order_changed",
  "over_available",
  "over_balance",
  "purpose_unknown",
  "related_party",
  "request_exists",
  "requested_later_than_filed",
  "summary_mismatch",
  "too_long",
  "too_many_rows",
  "transfer_exists",
  "transfer_same_fund",
  "transfer_without_basis",
  "truncated",
  "unknown_account",
  "unknown_header",
  "wrong_characters",
  "wrong_currency",
  "wrong_purpose",
]);

const MISSING = "missing_";
/** Why a file or a row is refused, in words. */
export const reasonOf = (code: string, words: Words, field = ""): string => {
  if (REASONS.has(code)) return words.t(`import.reason.${code}`);
  return code.startsWith(MISSING)
    ? words.t("import.reason.missing", { field: field || code.slice(MISSING.length) })
    : code;
};
