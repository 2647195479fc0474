import { limits } from "../../config/limits.ts";
import { type BusinessDate, daysBetween } from "../kernel/dates.ts";
import { absolute, displayYuan, type Fen, sum } from "../kernel/money.ts";
import { type Bilingual, counted, day, moment, pick, type Vars, type Words, wholeNumber } from "../platform/display.ts";
import { pageLinks, pageOf } from "../platform/paging.ts";
import { ageLevel } from "./differences.ts";

/** Why a line waits: `unknown_credit`, `ambiguous`, … in words; `detail` are the numbers of its sentence. */
export type Difference = {
  readonly id: string;
  /** Its page: everything known about it. */
  readonly href: string;
  readonly code:
    | "open"
    | "unknown_credit"
    | "unknown_debit"
    | "proposed"
    | "refused"
    | "ambiguous"
    | "no_order"
    | "zero_amount"
    | "payout_returned"
    | "fee_differs"
    | "refund_in_transit"
    | "payout_in_transit"
    | "payout_late"
    | "provider_missing"
    | "taken_back"
    | "bank_missing";
  readonly detail?: Vars;
  readonly channel?: Fen;
  readonly bank?: Fen;
  readonly book?: Fen;
  readonly amount: Fen;
  readonly since: BusinessDate;
  readonly owner: string;
};
/** A bank line beside the gifts it may be; names are masked and a value that differs from the line is marked. */
export type Ambiguity = {
  readonly line: string;
  /** Its place among the ambiguous rows, from 1, and the rows beside it. */
  readonly no: number;
  readonly of: number;
  readonly previous?: string;
  readonly next?: string;
  readonly amount: Fen;
  readonly at: string;
  readonly holder: string;
  readonly memo: string;
  readonly candidates: readonly {
    readonly gift: string;
    readonly code: string;
    readonly amount: Fen;
    readonly promisedOn: BusinessDate;
    readonly holder: string;
    readonly fund: Bilingual;
    readonly differs: readonly ("holder" | "amount" | "date" | "code")[];
  }[];
};
/** A pair found by name, amount and date alone: it counts only after a person confirms it. */
export type Proposal = {
  readonly line: string;
  readonly gift: string;
  readonly amount: Fen;
  readonly paidOn: BusinessDate;
  readonly promisedOn: BusinessDate;
  readonly holder: string;
  readonly fund: Bilingual;
};

export type ReconciliationPage = {
  readonly statement?: { readonly name: Bilingual; readonly on: BusinessDate; readonly count: number };
  readonly matched: { readonly lines: number; readonly amount: Fen };
  readonly unexplained: Fen;
  readonly differences: readonly Difference[];
  readonly proposals: readonly Proposal[];
  readonly ambiguity?: Ambiguity;
  readonly today: BusinessDate;
  readonly mayRule: boolean;
  readonly formKey: string;
};

export const reconciliationView = (page: ReconciliationPage, words: Words) => {
  const oldest = [...page.differences].sort((a, b) => (a.since < b.since ? -1 : 1))[0];
  const waiting = displayYuan(sum(page.differences.map((difference) => absolute(difference.amount))));
  return {
    desk: true,
    counts: { differences: page.differences.length },
    title: words.t("reconciliation.title", { count: page.differences.length }),
    statement: page.statement
      ? words.t("reconciliation.statement", {
          name: pick(words, page.statement.name),
          on: day(words, page.statement.on),
          count: page.statement.count,
        })
      : words.t("reconciliation.no_statement"),
    figures: [
      {
        name: words.t("reconciliation.matched.today"),
        tone: "in",
        amount: counted(words, "reconciliation.lines", page.matched.lines),
        note: words.t("reconciliation.sum", { amount: displayYuan(page.matched.amount) }),
      },
      {
        name: words.t("reconciliation.waiting"),
        tone: "wait",
        amount: counted(words, "reconciliation.lines", page.differences.length),
        note: words.t("reconciliation.sum", { amount: waiting }),
      },
      {
        name: words.t("reconciliation.oldest"),
        tone: "",
        amount: oldest ? counted(words, "desk.days", daysBetween({ from: oldest.since, to: page.today })) : "—",
        note: oldest
          ? words.t("reconciliation.oldest.note", { on: day(words, oldest.since), owner: oldest.owner })
          : words.t("reconciliation.none_waits"),
      },
      {
        name: words.t("reconciliation.unexplained"),
        tone: "",
        amount: displayYuan(page.unexplained),
        note: words.t(page.unexplained === 0n ? "reconciliation.all_explained" : "reconciliation.not_explained"),
      },
    ],
    ambiguity: page.ambiguity ? ambiguityView(page.ambiguity, words) : (false as const),
    moreProposals:
      page.proposals.length > limits.pageRows
        ? words.t("reconciliation.proposals.more", {
            shown: limits.pageRows,
            count: wholeNumber(page.proposals.length),
          })
        : "",
    proposals: page.proposals.slice(0, limits.pageRows).map((proposal) => ({
      line: proposal.line,
      gift: proposal.gift,
      holder: proposal.holder,
      amount: displayYuan(proposal.amount),
      dates: words.t("reconciliation.proposal.dates", {
        paid: day(words, proposal.paidOn),
        promised: day(words, proposal.promisedOn),
      }),
      fund: pick(words, proposal.fund),
    })),
    mayRule: page.mayRule,
    key: page.formKey,
    ...differencesTable(page, words),
  };
};

/** The table of differences, oldest first; blanks stand for a side that has nothing yet. The sum is of all pages. */
export const differencesTable = (
  page: Pick<ReconciliationPage, "differences" | "today"> & { readonly asked?: unknown },
  words: Words,
) => {
  const oldestFirst = [...page.differences].sort((a, b) => (a.since < b.since ? -1 : a.since > b.since ? 1 : 0));
  const paged = pageOf(oldestFirst, page.asked);
  return {
    heading: counted(words, "reconciliation.differences", page.differences.length),
    links: pageLinks(paged, (at) => `/desk/reconciliation/differences?page=${at}`, words),
    differences: paged.rows.map((difference) => ({
      id: difference.id,
      href: difference.href,
      name: words.t(`difference.${difference.code}`),
      why: words.t(`difference.${difference.code}.why`, difference.detail ?? {}),
      channel: side(difference.channel),
      bank: side(difference.bank),
      book: side(difference.book),
      amount: displayYuan(absolute(difference.amount)),
      ...levelOf(difference.since, page.today, words),
      age: words.t("reconciliation.age", {
        days: counted(words, "desk.days", daysBetween({ from: difference.since, to: page.today })),
        on: day(words, difference.since),
        owner: difference.owner,
      }),
    })),
    total: displayYuan(sum(page.differences.map((difference) => absolute(difference.amount)))),
  };
};

const TONES = { fresh: "", watched: "", late: "wait", overdue: "stop" } as const;

/** The colour of an age and the word that goes with it (REC-10). */
const levelOf = (since: BusinessDate, today: BusinessDate, words: Words) => {
  const level = ageLevel(daysBetween({ from: since, to: today }));
  return { tone: TONES[level], level: level === "fresh" ? "" : words.t(`reconciliation.level.${level}`) };
};

const side = (amount: Fen | undefined): string => (amount === undefined ? "" : displayYuan(amount));

const deskAt = (row: string | undefined): string =>
  row === undefined ? "" : `/desk/reconciliation?row=${encodeURIComponent(row)}#h-amb`;

const ambiguityView = (ambiguity: Ambiguity, words: Words) => {
  const marked = (
    candidate: Ambiguity["candidates"][number],
    field: "holder" | "amount" | "date" | "code",
    text: string,
  ) => ({ text, differs: candidate.differs.includes(field) });
  const row = (
    name: string,
    bank: string,
    cell: (candidate: Ambiguity["candidates"][number]) => { text: string; differs: boolean },
  ) => ({ name: words.t(name), bank, cells: ambiguity.candidates.map(cell) });
  return {
    line: ambiguity.line,
    place: ambiguity.of === 1 ? "" : words.t("ambiguity.place", { no: ambiguity.no, of: ambiguity.of }),
    previous: deskAt(ambiguity.previous),
    next: deskAt(ambiguity.next),
    columns: ambiguity.candidates.map((_, i) => words.t("ambiguity.candidate", { no: i + 1 })),
    rows: [
      row("desk.head.amount", displayYuan(ambiguity.amount), (each) =>
        marked(each, "amount", displayYuan(each.amount)),
      ),
      row("ambiguity.time", moment(words, ambiguity.at), (each) =>
        marked(each, "date", words.t("ambiguity.promised", { on: day(words, each.promisedOn) })),
      ),
      row("ambiguity.holder", ambiguity.holder, (each) => marked(each, "holder", each.holder)),
      row("ambiguity.memo", ambiguity.memo, (each) => ({ text: pick(words, each.fund), differs: false })),
      row("transfer.code", words.t("ambiguity.no_code"), (each) => marked(each, "code", each.code)),
    ],
    choices: ambiguity.candidates.map((each, i) => ({
      value: each.gift,
      id: `m${i + 1}`,
      name: words.t("ambiguity.candidate", { no: i + 1 }),
      code: each.code,
      into: words.t("ambiguity.into", { fund: pick(words, each.fund) }),
    })),
  };
};
