import type { BusinessDate, Period } from "../kernel/dates.ts";
import { displayYuan, type Fen, minus, negate, plus, sum, ZERO } from "../kernel/money.ts";
import {
  type Bilingual,
  counted,
  day,
  fullDay,
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
import { amountOf, households, mergeSmall, SMALL_GROUP } from "./small-groups.ts";

/** One aid payment of the period: the builder groups them so that no group under five is shown. */
export type AidPayment = {
  readonly purpose: string;
  readonly on: BusinessDate;
  readonly households: number;
  readonly amount: Fen;
  readonly line: number;
};
/** Every other movement, already summed by kind; amount signed (+ in, − out). */
export type FundEntry = {
  readonly kind:
    | "gifts_wechat"
    | "gifts_alipay"
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
  readonly lines: { readonly first: number; readonly count: number };
};
export type Decision = {
  readonly meeting: number;
  readonly on: BusinessDate;
  readonly present: number;
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
  readonly aid: readonly AidPayment[];
  readonly purposes: readonly { readonly code: string; readonly name: Bilingual }[];
  readonly entries: readonly FundEntry[];
  /** `few`: the confirmed, or the rest, point at somebody, so no share is told. */
  readonly confirmed: { readonly paid: Fen; readonly confirmed: Fen; readonly few?: boolean };
  readonly lastAid?: BusinessDate;
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
  const aid = amountOf(page.aid);
  const out = plus(aid, sum(page.entries.filter((entry) => entry.amount < 0n).map((entry) => negate(entry.amount))));
  const rows = entryRows(page, words).filter((row) => page.show === "all" || row.direction === page.show);
  const shown = page.show === "all" ? minus(moves, aid) : sum(rows.map((row) => row.fen));
  return {
    code: fund.code,
    name: pick(words, fund.name),
    kind: words.t(`fund.kind.${fund.kind}`),
    use: words.t("fund.use", {
      purposes: fund.purposes.map((purpose) => pick(words, purpose)).join(words.t("list.comma")),
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
    lastAid: page.lastAid === undefined ? "" : fullDay(words, page.lastAid),
    held: page.held ?? false,
    show: (["all", "in", "out"] as const).map((value) => ({
      value,
      word: words.t(`fund.show.${value}`),
      selected: value === page.show,
    })),
    entries: rows.map(({ fen: _, ...row }) => row),
    total: { amount: signedYuan(shown), tone: shown > 0n ? " in" : "", name: words.t(`fund.total.${page.show}`) },
    decisions: page.decisions.map((decision) => decisionRow(decision, words)),
    decided: displayYuan(sum(page.decisions.map((decision) => decision.amount))),
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

/** A count of households under five is not shown: the word says so instead (PII-1). */
const householdNote = (page: FundPage, words: Words): string => {
  const count = households(page.aid);
  if (page.held) return words.t("held.fund");
  if (count === 0) return words.t("fund.no_aid");
  return count < SMALL_GROUP ? words.t("fund.few_households") : counted(words, "home.households", count);
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
    ...aidRows(page, words),
    ...page.entries.filter((entry) => entry.amount !== 0n).map((entry) => entryRow(entry, words)),
  ].sort((a, b) => (a.last < b.last ? 1 : a.last > b.last ? -1 : 0));

const entryRow = (entry: FundEntry, words: Words): Row => ({
  name: counted(words, `entry.${entry.kind}`, entry.count),
  reason: words.t(`entry.${entry.kind}.why`),
  when: span(entry.from, entry.to, words),
  line: lineWord(entry.lines.first, entry.lines.count, words),
  amount: signedYuan(entry.amount),
  tone: entry.amount > 0n ? " in" : "",
  direction: entry.amount > 0n ? "in" : "out",
  fen: entry.amount,
  last: entry.to,
});

const aidRows = (page: FundPage, words: Words): Row[] => {
  const codes = [...new Set(page.aid.map((payment) => payment.purpose))];
  const cells = codes.map((code) => {
    const payments = page.aid.filter((payment) => payment.purpose === code);
    return {
      code,
      payments,
      households: households(payments),
      amount: amountOf(payments),
      largest: largestOf(payments),
    };
  });
  const { shown, merged } = mergeSmall(cells, SMALL_GROUP);
  const nameOf = (code: string) => {
    const purpose = page.purposes.find((each) => each.code === code);
    return purpose ? pick(words, purpose.name) : code;
  };
  const rows = shown.map((cell) =>
    aidRow(
      words.t("entry.aid", { purpose: nameOf(cell.code), count: wholeNumber(cell.households) }),
      "",
      cell.payments,
      words,
    ),
  );
  if (merged.length === 0) return rows;
  const few = households(merged) < SMALL_GROUP;
  const name = few ? words.t("entry.aid_few") : counted(words, "entry.aid_merged", households(merged));
  return [
    ...rows,
    aidRow(
      name,
      words.t(few ? "entry.aid_few.why" : "entry.aid_merged.why"),
      merged.flatMap((cell) => cell.payments),
      words,
    ),
  ];
};

/** The most that one payment gave; a household helped several times is counted in the figures of the fund. */
const largestOf = (payments: readonly AidPayment[]): Fen =>
  payments
    .filter((each) => each.households <= 1)
    .map((each) => each.amount)
    .reduce((a, b) => (a > b ? a : b), ZERO);

const aidRow = (name: string, reason: string, payments: readonly AidPayment[], words: Words): Row => {
  const days = payments.map((payment) => payment.on).sort();
  const [from = "", to = ""] = [days[0], days.at(-1)];
  const total = amountOf(payments);
  return {
    name,
    reason,
    when: span(from, to, words),
    line: lineWord(Math.min(...payments.map((payment) => payment.line)), payments.length, words),
    amount: signedYuan(negate(total)),
    tone: "",
    direction: "out",
    fen: negate(total),
    last: to,
  };
};

const span = (from: string, to: string, words: Words): string =>
  from === to ? day(words, to) : words.t("date.span", { from: day(words, from), to: day(words, to) });

const lineWord = (first: number, count: number, words: Words): string =>
  count === 1 ? wholeNumber(first) : words.t("entry.lines", { first: wholeNumber(first), count: wholeNumber(count) });

const decisionRow = (decision: Decision, words: Words) => ({
  name: words.t("decision.meeting", { no: decision.meeting, on: day(words, decision.on) }),
  present: `${decision.present} / ${decision.members}`,
  votes: [
    words.t("decision.yes", { count: decision.yes }),
    ...(decision.no > 0 ? [words.t("decision.no", { count: decision.no })] : []),
    ...(decision.recused > 0 ? [words.t("decision.recused", { count: decision.recused })] : []),
  ].join(words.t("list.comma")),
  remark: words.t(`decision.remark.${decision.remark}`),
  amount: displayYuan(decision.amount),
});
