import type { BusinessDate, Period } from "../kernel/dates.ts";
import { displayYuan, type Fen, minus, plus, sum, ZERO } from "../kernel/money.ts";
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
  yearMonth,
} from "../platform/display.ts";
import { type FlowData, type FundKind, flowView } from "./flow-view.ts";
import { type ReportVersion, reportView } from "./report-view.ts";

export type FundLine = {
  readonly code: string;
  readonly name: Bilingual;
  readonly kind: FundKind;
  /** Its figures are without aid to few households (PII-1). */
  readonly held?: boolean;
  readonly balance: Fen;
  readonly received: Fen;
  readonly spent: Fen;
  /** The last month in which its aid was told. */
  readonly lastAid?: Period;
  readonly aidPaid: Fen;
  readonly aidConfirmed: Fen;
  /** The confirmed, or the rest, point at somebody, so no share is told. */
  readonly fewConfirmed?: boolean;
};
export type HomePage = {
  readonly period: Period;
  readonly periods: readonly Period[];
  readonly today: BusinessDate;
  readonly figures: {
    readonly opening: Fen;
    readonly received: Fen;
    readonly receivedCount: number;
    readonly people: Fen;
    readonly households: number;
    readonly running: Fen;
    readonly waiting: Fen;
    readonly reserved: Fen;
  };
  readonly reconciled: {
    readonly on?: BusinessDate;
    readonly unexplained: Fen;
    /** Bank accounts without a statement, rows that wait, and the age in days of the oldest of both (REC-12). */
    readonly silent: number;
    readonly waiting: number;
    readonly oldestDays: number;
  };
  readonly disclosures: {
    readonly due: number;
    readonly onTime: number;
    /** The oldest duty that is overdue, else the next one. */
    readonly next?: { readonly period: Period; readonly by: BusinessDate; readonly state: "overdue" | "waiting" };
  };
  readonly flow: FlowData;
  readonly funds: readonly FundLine[];
  /** Aid of few households, all funds together: taken off the balances here and in no fund. */
  readonly rest?: { readonly balance: Fen; readonly spent: Fen };
  readonly reports: readonly ReportVersion[];
};

export const homeView = (page: HomePage, words: Words) => {
  const { figures } = page;
  const [latest, ...earlier] = page.reports.map((report) => reportView(report, words));
  return {
    title: words.t("home.title", {
      year: hanYear(words, page.period),
      month: monthOf(words, page.period),
      han: words.t(`month.han.${page.period.slice(5)}`),
    }),
    month: yearMonth(words, page.period),
    period: page.period,
    published: page.periods.includes(page.period),
    periods: page.periods.map((period) => ({
      value: period,
      word: yearMonth(words, period),
      selected: period === page.period,
    })),
    figures: figureRow(page, words),
    equation: equationOf(figures, words),
    reconciled: reconciledView(page, words),
    disclosures: {
      tone: page.disclosures.onTime === page.disclosures.due ? "done" : "wait",
      share: `${page.disclosures.onTime} / ${page.disclosures.due}`,
      next: nextDuty(page.disclosures.next, words),
    },
    flow: flowView(page.flow, words),
    funds: fundGroups(page, words),
    fundCount: counted(words, "home.funds", page.funds.length),
    latest: latest ?? false,
    earlier,
  };
};

const nextDuty = (next: HomePage["disclosures"]["next"], words: Words): string =>
  next ? words.t(`home.due.${next.state}`, { month: yearMonth(words, next.period), by: fullDay(words, next.by) }) : "";

const equationOf = (figures: HomePage["figures"], words: Words) => ({
  terms: [
    [words.t("equation.opening"), "", displayYuan(figures.opening)],
    [words.t("explain.received.name"), "+", displayYuan(figures.received)],
    [words.t("explain.people.name"), "−", displayYuan(figures.people)],
    [words.t("explain.running.name"), "−", displayYuan(figures.running)],
  ],
  closing: displayYuan(figures.waiting),
  off: displayYuan(
    minus(figures.waiting, minus(plus(figures.opening, figures.received), plus(figures.people, figures.running))),
  ),
});

const hanYear = (words: Words, period: Period): string =>
  words.lang === "en"
    ? period.slice(0, 4)
    : Array.from(period.slice(0, 4), (digit) => words.t(`digit.${digit}`)).join("");

const figureRow = ({ figures, period, periods }: HomePage, words: Words) => {
  const spent = plus(figures.people, figures.running);
  const row = (key: string, tone: string, amount: string, note: string) => ({
    name: words.t(`explain.${key}.name`),
    tone,
    amount,
    note,
    href: periods.includes(period) ? `/explain/${key}?period=${period}` : "",
  });
  return [
    row("received", "in", signedYuan(figures.received), counted(words, "home.gifts", figures.receivedCount)),
    row("people", "", displayYuan(figures.people), counted(words, "home.households", figures.households)),
    row(
      "running",
      "",
      displayYuan(figures.running),
      words.t("home.running_share", { share: percent(figures.running, spent, 2) }),
    ),
    row(
      "waiting",
      "wait",
      displayYuan(figures.waiting),
      words.t("home.reserved", { amount: displayYuan(figures.reserved) }),
    ),
  ];
};

const reconciledView = ({ reconciled }: HomePage, words: Words) => ({
  tone: reconciled.on !== undefined && reconciled.unexplained === ZERO ? "done" : "wait",
  sentence:
    reconciled.on === undefined
      ? words.t("home.not_reconciled")
      : words.t("home.reconciled", { on: day(words, reconciled.on) }),
  unexplained: displayYuan(reconciled.unexplained),
  waiting: waitingWords(reconciled, words),
});

const waitingWords = ({ silent, waiting, oldestDays }: HomePage["reconciled"], words: Words): string =>
  [
    ...(silent === 0 ? [] : [counted(words, "home.silent_accounts", silent)]),
    ...(waiting === 0 ? [] : [counted(words, "home.waiting_lines", waiting)]),
    ...(silent + waiting === 0 ? [] : [counted(words, "home.oldest", oldestDays)]),
  ].join(words.t("list.space"));

const fundGroups = (page: HomePage, words: Words) => {
  const kinds = (["street", "named", "general"] as const).filter((kind) =>
    page.funds.some((fund) => fund.kind === kind),
  );
  return {
    groups: kinds.map((kind) => ({
      name: words.t(`fund.kind.${kind}`),
      rows: page.funds.filter((fund) => fund.kind === kind).map((fund) => fundRow(fund, page, words)),
    })),
    rest: page.rest ? { balance: displayYuan(page.rest.balance), spent: displayYuan(page.rest.spent) } : false,
    total: {
      balance: displayYuan(sum([...page.funds.map((fund) => fund.balance), page.rest?.balance ?? ZERO])),
      received: signedYuan(sum(page.funds.map((fund) => fund.received))),
      spent: displayYuan(sum([...page.funds.map((fund) => fund.spent), page.rest?.spent ?? ZERO])),
      confirmed: percent(sum(page.funds.map((fund) => fund.aidConfirmed)), sum(page.funds.map((fund) => fund.aidPaid))),
    },
  };
};

const fundRow = (fund: FundLine, page: HomePage, words: Words) => {
  const months = fund.lastAid === undefined ? 0 : monthsBetween(fund.lastAid, page.period);
  return {
    href: `/funds/${fund.code}`,
    name: fund.held ? `${pick(words, fund.name)} *` : pick(words, fund.name),
    balance: displayYuan(fund.balance),
    received: signedYuan(fund.received),
    inTone: fund.received > 0n ? " in" : "",
    spent: displayYuan(fund.spent),
    last:
      fund.lastAid === undefined
        ? words.t(fund.held ? "home.last_aid.few" : "home.no_aid_yet")
        : months < 3
          ? monthOf(words, fund.lastAid)
          : words.t("home.aid_months", { month: monthOf(words, fund.lastAid), count: months }),
    lastTone: fund.lastAid === undefined ? "none" : months < 3 ? "" : "wait",
    confirmed: confirmedWord(fund, words),
  };
};

const confirmedWord = (fund: FundLine, words: Words): string => {
  if (fund.aidPaid === ZERO) return words.t("home.none_this_month");
  return fund.held || fund.fewConfirmed ? words.t("fund.few_households") : percent(fund.aidConfirmed, fund.aidPaid);
};

const monthsBetween = (from: string, to: string): number =>
  (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7));
