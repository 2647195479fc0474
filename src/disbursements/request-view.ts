import { daysBetween } from "../kernel/dates.ts";
import { displayYuan, minus } from "../kernel/money.ts";
import { counted, day, digestGroups, fullDay, moment, pick, type Words, wholeNumber } from "../platform/display.ts";
import { PAPERS, RELATIONS } from "./input.ts";
import { noteChip, officesOf } from "./desk-view.ts";
import type { RequestState } from "./request.ts";
import type { ActChoice, DeskAct, RequestPage, VoteLine } from "./request-page.ts";

export const requestView = (page: RequestPage, words: Words) => {
  return {
    desk: true,
    no: page.no,
    title: pick(words, page.purpose),
    amount: words.t("give.yuan", { amount: displayYuan(page.amount) }),
    state: { tone: STATE_TONES[page.state], word: words.t(`state.${page.state}`) },
    lead: words.t("request.lead", {
      applicant: page.applicant,
      count: page.households,
      n: wholeNumber(page.households),
      tier: words.t(`tier.${page.tier}`),
    }),
    sources:
      page.otherSources.length === 0
        ? words.t("request.no_sources")
        : words.t("request.sources", { list: page.otherSources.join(words.t("list.comma")) }),
    queue: page.queue
      ? {
          place: words.t("request.place", { place: page.queue.place, of: page.queue.of }),
          next: page.queue.next ? `/desk/requests/${page.queue.next}` : "",
        }
      : (false as const),
    notes: page.notes.map((note) => noteChip(note, words)),
    gone: page.gone === undefined ? "" : words.t(`request.person.${page.gone}`),
    evidence: evidenceView(page, words),
    checks: page.checks.map((check) => ({
      tone: CHECK_TONES[check.tone],
      head: words.t(`check.${check.tone}`),
      sentence: words.t(`check.${check.code}`, check.vars ?? {}),
    })),
    change: page.change ? changeView(page.change, words) : (false as const),
    facts: factsOf(page, words),
    rule: words.t(`rule.${page.rule.tier}`, { entitled: page.rule.entitled, quorum: page.rule.quorum }),
    ruleVersion: words.t("rule.version", { version: page.rule.version, from: fullDay(words, page.rule.from) }),
    tally: tallyOf(page, words),
    votes: page.votes.map((vote) => voteLine(vote, words)),
    remark: page.remark
      ? { who: page.remark.name, when: day(words, page.remark.on), text: page.remark.text }
      : (false as const),
    acts: page.acts
      .filter((choice) => choice.act !== "vote" && !isOthers(choice))
      .map((choice) => actView(choice, redAct(page), words)),
    elsewhere: page.acts.filter(isOthers).map(({ act, who }) => ({
      title: words.t(act === "vote" ? "elsewhere.vote" : `act.${act}`),
      who: officesOf(who, words),
    })),
    vote: voteAct(page, words),
    papers: PAPERS,
    paperChoices: PAPERS.map((paper) => ({ value: paper, word: words.t(`paper.${paper}`) })),
    relations: RELATIONS.map((value) => ({ value, word: words.t(`relation.${value}`) })),
    relation: page.payee.relation,
    brings: page.brings,
    missing: page.missing.map((paper) => words.t(`paper.${paper}`)).join(words.t("list.comma")),
    history: page.history.map((step) => ({
      act: words.t(`act.${step.act}`),
      name: step.name,
      when: moment(words, step.at),
      line: wholeNumber(step.line),
    })),
    payment: paymentView(page, words),
    age: ageOf(page, words),
    key: page.formKey,
  };
};

/** A step that my offices do not do: told in a line with who does it, without a button. */
const isOthers = ({ why }: ActChoice): boolean => why.some(({ code }) => code === "role");

const ageOf = ({ requestedOn, today }: RequestPage, words: Words): string => {
  const days = daysBetween({ from: requestedOn, to: today });
  if (days <= 0) return words.t("request.age.today");
  return words.t("request.age", { on: fullDay(words, requestedOn), days: counted(words, "desk.days", days) });
};

const factsOf = (page: RequestPage, words: Words) => [
  {
    name: words.t("request.payee"),
    value: page.gone
      ? words.t(`person.${page.gone}`)
      : words.t(page.payee.first ? "request.payee.first" : "request.payee.known", {
          name: page.payee.name,
          account: page.payee.account,
        }),
    after: "",
  },
  { name: words.t("request.relation"), value: words.t(`relation.${page.payee.relation}`), after: "" },
  { name: words.t("head.fund"), value: pick(words, page.fund.name), after: "" },
  {
    name: words.t("fund.available"),
    value: displayYuan(page.available),
    after: page.unreserved ? displayYuan(minus(page.available, page.amount)) : "",
  },
];

const STATE_TONES: { readonly [state in RequestState]: "" | "done" | "wait" | "stop" } = {
  filed: "wait",
  returned_for_details: "wait",
  checked: "wait",
  approved: "done",
  rejected: "stop",
  refused: "stop",
  ordered: "wait",
  released: "wait",
  paid: "done",
  returned: "stop",
  confirmed: "done",
  withdrawn: "",
};
const CHECK_TONES = { ok: "", watch: "wait", stop: "stop" } as const;
const VOTE_TONES = { yes: "done", no: "stop", recused: "wait", void: "stop", none: "" } as const;

const evidenceView = (page: RequestPage, words: Words) => {
  const pages = page.evidence.map((each, i) => ({
    href: `/desk/requests/${page.no}?page=${i + 1}#evidence`,
    label: words.t("evidence.page", { no: i + 1, paper: words.t(`paper.${each.paper}`) }),
    seen: each.seen,
    mark: each.seen ? words.t("evidence.seen") : words.t(each.isNew ? "evidence.new" : "evidence.unseen"),
    current: i === page.current,
  }));
  const shown = page.evidence[page.current];
  if (!shown) return { pages, shown: false as const };
  const caption = words.t("evidence.caption", {
    no: page.current + 1,
    of: page.evidence.length,
    paper: words.t(`paper.${shown.paper}`),
    at: moment(words, shown.uploadedAt),
    by: shown.by,
  });
  return {
    pages,
    shown: {
      file: shown.file,
      href: shown.href,
      image: shown.image,
      alt: words.t("evidence.alt", { paper: words.t(`paper.${shown.paper}`) }),
      caption,
      digest: digestGroups(shown.digest.slice(0, 16)),
      seen: shown.seen,
      previous: page.current > 0 ? `/desk/requests/${page.no}?page=${page.current}#evidence` : "",
    },
  };
};

const changeView = (change: NonNullable<RequestPage["change"]>, words: Words) => ({
  voted: moment(words, change.votedAt),
  changed: moment(words, change.changedAt),
  rows: change.rows.map((row) => ({ name: words.t(`change.${row.field}`), before: row.before, after: row.after })),
  same: change.same > 0 ? counted(words, "change.same", change.same) : "",
});

const tallyOf = ({ tally, rule }: RequestPage, words: Words) => ({
  title:
    tally.missing.length === 0
      ? words.t("tally.enough", { yes: tally.yes })
      : words.t("tally.missing", {
          yes: tally.yes,
          list: tally.missing.map((each) => words.t(`missing.${each}`)).join(words.t("list.comma")),
        }),
  note: words.t("tally.note", { entitled: rule.entitled, quorum: rule.quorum, no: tally.no, recused: tally.recused }),
});

const voteLine = (vote: VoteLine, words: Words) => ({
  name: vote.me
    ? words.t("vote.you", { name: vote.name, office: words.t(`role.${vote.office}`) })
    : words.t("vote.other", { name: vote.name, office: words.t(`role.${vote.office}`) }),
  me: vote.me,
  reason: vote.reason ?? "",
  tone: VOTE_TONES[vote.vote],
  word:
    vote.on === undefined
      ? words.t(`vote.${vote.vote}`)
      : words.t("vote.on", { vote: words.t(`vote.${vote.vote}`), on: day(words, vote.on) }),
});

const whyWords = (choice: ActChoice, words: Words) => ({
  why: choice.why.map((why) => words.t(`why.${why.code}`, why.vars ?? {})),
  who: choice.who.length === 0 ? "" : words.t("why.who", { list: officesOf(choice.who, words) }),
});
const actView = (choice: ActChoice, red: DeskAct | undefined, words: Words) => ({
  act: choice.act,
  path: PATHS[choice.act],
  id: `act-${choice.act}`,
  title: words.t(`act.${choice.act}`),
  button: words.t(`act.${choice.act}.button`),
  open: choice.open,
  red: choice.act === red,
  ...whyWords(choice, words),
});
/** The addresses of the acts, as in the API. */
const PATHS: { readonly [act in DeskAct]: string } = {
  check: "check",
  return: "return",
  vote: "votes",
  decide: "decision",
  finance_check: "finance-check",
  remark: "remark",
  order: "payment-order",
  release: "release",
  confirm: "confirmation",
  withdraw: "withdrawal",
};
/** The one red button of a page: the vote, else the first open act that commits money or a decision. */
const redAct = (page: RequestPage): DeskAct | undefined => {
  const open = page.acts.filter((choice) => choice.open).map((choice) => choice.act);
  if (open.includes("vote")) return "vote";
  return (["release", "order", "decide"] as const).find((act) => open.includes(act));
};

const voteAct = (page: RequestPage, words: Words) => {
  const choice = page.acts.find((each) => each.act === "vote");
  if (!choice || isOthers(choice)) return false as const;
  return {
    open: choice.open,
    yes: words.t("vote.form.yes", { amount: displayYuan(page.amount) }),
    ...whyWords(choice, words),
  };
};

const paymentView = ({ payment }: RequestPage, words: Words) => {
  if (!payment) return [];
  const steps: readonly (readonly [string, string | undefined])[] = [
    ["ordered", payment.ordered],
    ["released", payment.released],
    ["paid", payment.paid],
    ["returned", payment.returned],
    ["confirmed", payment.confirmed],
  ];
  return steps.flatMap(([key, on]) =>
    on === undefined
      ? []
      : [
          {
            name: words.t(`payment.${key}`),
            when: fullDay(words, on),
            proof:
              key === "paid" && payment.line !== undefined
                ? words.t("gift.booked.line", { line: wholeNumber(payment.line) })
                : key === "released" && payment.serial
                  ? payment.serial
                  : "",
          },
        ],
  );
};
