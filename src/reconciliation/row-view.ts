import { displayYuan, type Fen } from "../kernel/money.ts";
import { type Bilingual, counted, day, pick, type Words } from "../platform/display.ts";
import { type Paged, pageLinks } from "../platform/paging.ts";
import { isTakenBack } from "./statement-row.ts";
import type { Taken } from "./take-back-service.ts";
import type { GiftFacts, ListedStatement, RowFacts } from "./row-facts.ts";

type Named = { readonly fundOf: (code: string) => Bilingual; readonly nameOf: (by: string) => string };
type Form = { readonly formKey: string; readonly mayRule: boolean };

export type RowPage = RowFacts & Named & Form & { readonly agencyTargets: readonly string[]; readonly taken?: Taken };

/** Everything known about one row, a fact a line; a row that waits has the form that assigns it. */
export const rowView = (page: RowPage, words: Words) => {
  const { row } = page;
  const { state } = row;
  return {
    desk: true,
    title: words.t("row.title", { id: row.orderNo ?? row.id }),
    state: words.t(`row.state.${state.is}`),
    tone: state.is === "matched" ? "done" : "wait",
    amount: displayYuan(row.amount),
    facts: [...paperFacts(page, words), ...stateFacts(page, words), ...bookFacts(page, words)]
      .filter(([, value]) => value !== undefined && value !== "")
      .map(([key, value]) => ({ name: words.t(`row.${key}`), value })),
    candidates: page.candidates.map((each) => giftOf(each, page, words)),
    assignable: state.is === "suspended" && row.amount > 0n && (row.kind === "entry" || isTakenBack(row)),
    again: isTakenBack(row),
    ...takeBackView(page.taken, words),
    agency: state.is === "matched" ? [] : page.agencyTargets.map((value) => ({ value, word: value })),
    row: row.key,
    mayRule: page.mayRule,
    key: page.formKey,
  };
};

/** Whether a match can be taken back here, why not, and where the voucher is written that is right instead. */
export const takeBackView = (taken: Taken | undefined, words: Words) => {
  if (!taken?.refusal) return { takeBack: taken !== undefined, notBack: "", voucher: "" };
  const { refused, ...told } = taken.refusal;
  const vars = Object.fromEntries(Object.entries(told).map(([name, value]) => [name, String(value)]));
  return {
    takeBack: false,
    notBack: words.t(`error.${refused}`, vars),
    voucher: BY_VOUCHER.has(refused) ? `/desk/books?reverses=${taken.match.line}#h-new` : "",
  };
};

const BY_VOUCHER = new Set(["match_needs_voucher", "period_closed"]);

type Fact = readonly [key: string, value: string | undefined];

/** What the file says. */
const paperFacts = ({ row, text }: RowPage, words: Words): Fact[] => [
  ["account", row.account],
  ["at", row.at],
  ["kind", words.t(`row.kind.${row.kind}`)],
  ["order", row.orderNo],
  ["number", row.refundNo ?? row.charge ?? row.payout],
  ["summary", text?.summary],
  ["holder", text?.holder],
  ["memo", text?.memo],
  ["reference", text?.reference],
];

/** What became of it. */
const stateFacts = ({ row: { state }, nameOf }: RowPage, words: Words): Fact[] => {
  if (state.is === "open") return [];
  if (state.is === "matched") return [["rule", words.t("row.matched", { rule: state.rule, target: state.target })]];
  const owner = state.owner === undefined ? words.t("role.bookkeeper") : nameOf(state.owner);
  return [
    ["reason", reasonOf(state.reason, words)],
    ["owner", owner],
  ];
};

/** What the books have beside it. */
const bookFacts = (page: RowPage, words: Words): Fact[] => {
  const { row, statement, gift, payout } = page;
  return [
    ["gift", gift && giftOf(gift, page, words)],
    ["payout", payout && words.t("row.payout.sum", { ...yuanOf(payout), batches: payout.batches.join(", ") })],
    ["file", statement && words.t("row.file.since", { file: statement.file, on: day(words, statement.since) })],
    ["line", String(row.line)],
  ];
};

const yuanOf = (sums: { gross: Fen; fee: Fen; net: Fen }) => ({
  gross: displayYuan(sums.gross),
  fee: displayYuan(sums.fee),
  net: displayYuan(sums.net),
});

/** A gift in a sentence: its code, sum, fund and day of promise. */
export const giftOf = (gift: GiftFacts, { fundOf }: Pick<Named, "fundOf">, words: Words): string =>
  words.t("row.gift.facts", {
    ref: gift.ref,
    amount: displayYuan(gift.amount),
    fund: pick(words, fundOf(gift.fund)),
    on: day(words, gift.promisedOn),
  });

const REASONS = new Set([
  "taken_back",
  "unknown_credit",
  "unknown_debit",
  "ambiguous",
  "proposed",
  "no_order",
  "zero_amount",
]);
const reasonOf = (reason: string, words: Words): string =>
  REASONS.has(reason) ? words.t(`difference.${reason}`) : words.t("difference.refused.why", { code: reason });

export type StatementsPage = Named &
  Form & {
    readonly statements: Paged<ListedStatement>;
    readonly rules: readonly {
      readonly id: string;
      readonly row: string;
      readonly fund: string;
      readonly ref: string;
      readonly by: string;
      readonly since: string;
    }[];
  };

/** The files in the books and the rules that people keep. */
export const statementsView = (page: StatementsPage, words: Words) => ({
  desk: true,
  title: words.t("statements.title"),
  statements: page.statements.rows.map(({ statement, matched }, i) => ({
    id: `s-${i}`,
    digest: statement.digest,
    file: statement.file,
    about: words.t("statements.about", {
      account: statement.account,
      rows: counted(words, "reconciliation.lines", statement.count),
    }),
    since: words.t("statements.since", { on: day(words, statement.since), by: page.nameOf(statement.by) }),
    undoable: !matched,
  })),
  // What is refused comes back on the page that the file stands on.
  undo: `/desk/reconciliation/statements/undo?page=${page.statements.page}`,
  links: pageLinks(page.statements, (at) => `/desk/reconciliation/statements?page=${at}#h-files`, words),
  rules: page.rules.map((rule) => ({
    id: rule.id,
    row: rule.row,
    text: words.t("rules.text", { fund: pick(words, page.fundOf(rule.fund)), ref: rule.ref }),
    since: words.t("statements.since", { on: day(words, rule.since), by: page.nameOf(rule.by) }),
  })),
  mayRule: page.mayRule,
  key: page.formKey,
});
