import { displayYuan } from "../kernel/money.ts";
import { day, type Words } from "../platform/display.ts";
import type { Look } from "./look.ts";
import { AUTO } from "./recognise.ts";
import { reasonOf } from "./views.ts";

export type PreviewPage = {
  readonly id: string;
  readonly file: string;
  readonly look: Look;
  readonly kinds: readonly string[];
};

/** What a file was recognised as and what its import would do; a person confirms, or names the kind (REC-8, PIT-48). */
export const previewView = ({ id, file, look, kinds }: PreviewPage, words: Words) => ({
  desk: true,
  id,
  key: id,
  file,
  kind: look.kind,
  kindWord: words.t(`import.kind.${look.kind}`),
  how: words.t(look.kind === AUTO ? "preview.nothing" : look.recognised ? "preview.recognised" : "preview.named"),
  problem: problemOf(look, words),
  ...seenView(look.seen, words),
  mayChoose: (look.seen?.faulty.length ?? 0) > 0,
  ...statementView(look.statement, words),
  kinds: kinds.map((value) => ({ value, word: words.t(`import.kind.${value}`) })),
});

const problemOf = ({ refused }: Look, words: Words): string => {
  if (!refused) return "";
  const reason = reasonOf(refused.reason, words);
  const { row, detail = row === undefined ? undefined : words.t("preview.row", { row }) } = refused;
  return detail === undefined ? reason : words.t("import.detail", { reason, detail });
};

const seenView = (seen: Look["seen"], words: Words) => {
  if (!seen) return { counts: "", faults: [] };
  const faults = seen.faulty.map(({ row, reason, field = "" }) =>
    words.t("import.fault", { row, reason: reasonOf(reason, words, field) }),
  );
  return { counts: countsOf(seen, words), faults };
};

const statementView = (statement: Look["statement"], words: Words) => {
  if (!statement) return { outcomes: [], batches: [] };
  const batches = statement.batches.map((batch) => ({
    day: day(words, batch.day),
    gross: displayYuan(batch.gross),
    fee: displayYuan(batch.fee),
    net: displayYuan(batch.net),
  }));
  return { outcomes: outcomesOf(statement, words), batches };
};

const countsOf = ({ rows, known, faulty }: NonNullable<Look["seen"]>, words: Words): string =>
  words.t("import.counts", { rows, known, faulty: faulty.length, fresh: rows - known - faulty.length });

/** Rows by the rule that will match them, then by why they will wait. */
const outcomesOf = ({ matched, waiting }: NonNullable<Look["statement"]>, words: Words) => [
  ...[...matched].map(([rule, count]) => ({ word: told("preview.rule", rule, words), count, tone: "done" })),
  ...[...waiting].map(([reason, count]) => ({ word: told("preview.waits", reason, words), count, tone: "wait" })),
];

const WORDED = new Set([
  "order_no",
  "refund_order_no",
  "before_opening",
  "gift",
  "charge",
  "fee",
  "payout",
  "bank",
  "no_order",
  "amount_differs",
  "gift_already_settled",
  "refund_over_gift",
]);

/** A rule or reason that has no words is told by its code. */
const told = (head: string, code: string, words: Words): string =>
  WORDED.has(code) ? words.t(`${head}.${code}`) : words.t(`${head}.other`, { code });
