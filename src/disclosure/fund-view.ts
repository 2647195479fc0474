import type { BusinessDate, Period } from "../kernel/dates.ts";
import { displayYuan, type Fen, minus, negate, plus, sum } from "../kernel/money.ts";
import {
  type Bilingual,
  counted,
  day,
  inSentence,
  monthOf,
  percent,
  pick,
  signedYuan,
  type Words,
  wholeNumber,
  yearMonth,
} from "../platform/display.ts";
import type { FundKind } from "./flow-view.ts";
import { type ReportVersion, reportView } from "./report-view.ts";

/** Aid of one purpose, enough households for a row; without a purpose, several of few households together. */
export type FundAidRow = {
  readonly purpose?: string;
  readonly households: number;
  readonly from: BusinessDate;
  readonly to: BusinessDate;
  readonly amount: Fen;
  readonly lines: { readonly first: number; readonly count: number };
};
/** Every other movement, already summed by kind; amount signed (+ in, − out). */
export type FundEntry = {
  readonly kind:
    | "gifts_wechat"
    | "gifts_alipay"
    | "gifts_unionpay"
    | "gifts_stripe"
    | "gifts_bank"
    | "refunds"
    | "chargebacks"
    | "fees"
    | "management_fee"
    | "management_fee_received"
    | "transfer_in"
    | "transfer_out"
    | "operating"
    | "other_income"
    | "returned";
  readonly from: BusinessDate;
  readonly to: BusinessDate;
  readonly count: number;
  readonly amount: Fen;
  /** Missing where a row sums up lines of many kinds. */
  readonly lines?: { readonly first: number; readonly count: number };
};
/** Decisions that are told together. */
export type Decision = {
  readonly count: number;
  readonly from: BusinessDate;
  readonly to: BusinessDate;
  readonly members: number;
  readonly yes: number;
  readonly no: number;
  readonly recused: number;
  readonly remark: "none" | "no_objection" | "reminded" | "missing";
  readonly amount: Fen;
};
export type FundPage = {
  readonly fund: {
    readonly code: string;
    readonly name: Bilingual;
    readonly kind: FundKind;
    readonly status: "active" | "suspended";
    readonly purposes: readonly Bilingual[];
  };
  readonly period: Period;
  readonly periods: readonly Period[];
  readonly asOf: BusinessDate;
  readonly opening: Fen;
  readonly balance: Fen;
  readonly reserved: Fen;
  readonly available: Fen;
  readonly giftCount: number;
  /** Distinct households that the fund's shown aid reached; none, or at least five. */
  readonly households: number;
  readonly aid: readonly FundAidRow[];
  readonly purposes: readonly { readonly code: string; readonly name: Bilingual }[];
  readonly entries: readonly FundEntry[];
  /** `few`: the confirmed, or the rest, point at somebody, so no share is told. */
  readonly confirmed: { readonly paid: Fen; readonly confirmed: Fen; readonly few?: boolean };
  /** The last month in which its aid was told. */
  readonly lastAid?: Period;
  /** Its figures are without aid to few households, which stands with that of other funds (PII-1, PII-11). */
  readonly held?: boolean;
  readonly show: "all" | "in" | "out";
  readonly decisions: readonly Decision[];
  readonly reports: readonly ReportVersion[];
};

export const fundView = (page: FundPage, words: Words) => {
  const { fund } = page;
  const moves = sum(page.entries.map((entry) => entry.amount));
  const received = sum(page.entries.filter((entry) => entry.amount > 0n).map((entry) => entry.amount));
  const aid = sum(page.aid.map((row) => row.amount));
  const out = plus(aid, sum(page.entries.filter((entry) => entry.amount < 0n).map((entry) => negate(entry.amount))));
  const rows = entryRows(page, words).filter((row) => page.show === "all" || row.direction === page.show);
  const shown = page.show === "all" ? minus(moves, aid) : sum(rows.map((row) => row.fen));
  return {
    code: fund.code,
    name: pick(words, fund.name),
    kind: words.t(`fund.kind.${fund.kind}`),
    use: words.t("fund.use", {
      purposes: fund.purposes.map((purpose) => inSentence(words, purpose)).join(words.t("list.comma")),
    }),
    status: { tone: fund.status === "active" ? "done" : "stop", word: words.t(`fund.status.${fund.status}`) },
    canGive: fund.status === "active",
    month: yearMonth(words, page.period),
    period: page.period,
    periods: page.periods.map((period) => ({
      value: period,
      word: yearMonth(words, period),
      selected: period === page.period,
    })),
    figures: [
      { name: words.t("fund.balance"), tone: "wait", amount: displayYuan(page.balance), note: day(words, page.asOf) },
      {
        name: words.t("fund.available"),
        tone: "",
        amount: displayYuan(page.available),
        note: words.t("fund.reserved", { amount: displayYuan(page.reserved) }),
      },
      {
        name: words.t("fund.in", { month: monthOf(words, page.period) }),
        tone: "in",
        amount: signedYuan(received),
        note: counted(words, "fund.gifts", page.giftCount),
      },
      {
        name: words.t("fund.out", { month: monthOf(words, page.period) }),
        tone: "",
        amount: displayYuan(out),
        note: householdNote(page, words),
      },
    ],
    equation: equationOf(page, { received, aid, out }, words),
    fewToConfirm: page.confirmed.few ?? false,
    confirmed:
      page.confirmed.paid > 0n && !page.confirmed.few ? percent(page.confirmed.confirmed, page.confirmed.paid) : "",
    unconfirmed: displayYuan(minus(page.confirmed.paid, page.confirmed.confirmed)),
    lastAid: page.lastAid === undefined ? "" : yearMonth(words, page.lastAid),
    held: page.held ?? false,
    show: (["all", "in", "out"] as const).map((value) => ({
      value,
      word: words.t(`fund.show.${value}`),
      selected: value === page.show,
    })),
    entries: rows.map(({ fen: _, ...row }) => row),
    total: { amount: signedYuan(shown), tone: shown > 0n ? " in" : "", name: words.t(`fund.total.${page.show}`) },
    decisions: page.decisions.map((decision) => decisionRow(decision, words)),
    reports: page.reports.map((report) => reportView(report, words)),
  };
};

type Flows = { readonly received: Fen; readonly aid: Fen; readonly out: Fen };

const equationOf = (page: FundPage, { received, aid, out }: Flows, words: Words) => ({
  terms: [
    [words.t("equation.opening"), "", displayYuan(page.opening)],
    [words.t("fund.show.in"), "+", displayYuan(received)],
    [words.t("equation.aid"), "−", displayYuan(aid)],
    [words.t("equation.other"), "−", displayYuan(minus(out, aid))],
  ],
  closing: displayYuan(page.balance),
  off: displayYuan(minus(page.balance, minus(plus(page.opening, received), out))),
});

const householdNote = (page: FundPage, words: Words): string => {
  if (page.held && page.households === 0) return words.t("held.fund");
  if (page.households === 0) return words.t("fund.no_aid");
  return counted(words, "home.households", page.households);
};

type Row = {
  name: string;
  reason: string;
  when: string;
  line: string;
  amount: string;
  tone: string;
  direction: "in" | "out";
  fen: Fen;
  last: string;
};

const entryRows = (page: FundPage, words: Words): Row[] =>
  [
    ...page.aid.map((row) => aidRow(row, page, words)),
    ...page.entries.filter((entry) => entry.amount !== 0n).map((entry) => entryRow(entry, words)),
  ].sort((a, b) => (a.last < b.last ? 1 : a.last > b.last ? -1 : 0));

const entryRow = (entry: FundEntry, words: Words): Row => ({
  name: counted(words, `entry.${entry.kind}`, entry.count),
  reason: words.t(`entry.${entry.kind}.why`),
  when: span(entry.from, entry.to, words),
  line: entry.lines ? lineWord(entry.lines, words) : words.t("entry.lines.many"),
  amount: signedYuan(entry.amount),
  tone: entry.amount > 0n ? " in" : "",
  direction: entry.amount > 0n ? "in" : "out",
  fen: entry.amount,
  last: entry.to,
});

const aidRow = (row: FundAidRow, page: FundPage, words: Words): Row => {
  const purpose = page.purposes.find((each) => each.code === row.purpose);
  return {
    name: purpose
      ? words.t("entry.aid", { purpose: pick(words, purpose.name), count: wholeNumber(row.households) })
      : counted(words, page.aid.length === 1 ? "entry.aid_all" : "entry.aid_merged", row.households),
    reason: purpose ? "" : words.t("entry.aid_merged.why"),
    when: span(row.from, row.to, words),
    line: lineWord(row.lines, words),
    amount: signedYuan(negate(row.amount)),
    tone: "",
    direction: "out",
    fen: negate(row.amount),
    last: row.to,
  };
};

const span = (from: string, to: string, words: Words): string =>
  from === to ? day(words, to) : words.t("date.span", { from: day(words, from), to: day(words, to) });

const lineWord = ({ first, count }: FundAidRow["lines"], words: Words): string =>
  count === 1 ? wholeNumber(first) : words.t("entry.lines", { first: wholeNumber(first), count: wholeNumber(count) });

const decisionRow = (decision: Decision, words: Words) => ({
  name: counted(words, "decision.count", decision.count),
  when: span(decision.from, decision.to, words),
  members: wholeNumber(decision.members),
  votes: [
    words.t("decision.yes", { count: decision.yes }),
    ...(decision.no > 0 ? [words.t("decision.no", { count: decision.no })] : []),
    ...(decision.recused > 0 ? [words.t("decision.recused", { count: decision.recused })] : []),
  ].join(words.t("list.comma")),
  remark: words.t(`decision.remark.${decision.remark}`),
  amount: displayYuan(decision.amount),
});
