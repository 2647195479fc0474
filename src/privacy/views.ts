import type { BusinessDate } from "../kernel/dates.ts";
import { displayYuan } from "../kernel/money.ts";
import { type Bilingual, counted, day, fullDay, pick, type Words, wholeNumber } from "../platform/display.ts";
import { mapPage, type Paged, pageLinks } from "../platform/paging.ts";
import { ASKED_WHYS, type Standing } from "../people/public.ts";
import type { Handled, Held } from "./service.ts";

export type PrivacyPage = {
  /** The number that was looked for; empty before. */
  readonly asked: string;
  readonly held: Held | undefined;
  readonly fund: Bilingual;
  readonly today: BusinessDate;
  readonly handled: Paged<Handled>;
  readonly nameOf: (by: string) => string;
  readonly formKey: string;
};

const TONES = { held: "", none: "", blocked: "stop", erased: "done" } as const;

/** What is held of one person without a word of it, what can be done about it, and what was done before. */
export const privacyView = (page: PrivacyPage, words: Words) => ({
  desk: true,
  asked: page.asked,
  missing: page.asked !== "" && !page.held ? words.t("privacy.missing", { number: page.asked }) : "",
  found: page.held ? foundOf(page.held, page, words) : (false as const),
  whys: ASKED_WHYS.map((value) => ({ value, word: words.t(`privacy.why.${value}`) })),
  handled: mapPage(page.handled, (row) => rowOf(row, page, words)).rows,
  links: pageLinks(page.handled, (at) => `/desk/privacy?page=${at}#h-handled`, words),
  key: page.formKey,
});

const foundOf = (held: Held, page: PrivacyPage, words: Words) => {
  const { subject, state, standing } = held;
  const isOpen = state === "held" && subject.open;
  return {
    number: subject.number,
    title: words.t(`privacy.record.${subject.record}`, { number: subject.number }),
    state: words.t(`privacy.state.${state}`),
    tone: TONES[state],
    facts: factsOf(held, page, words),
    said: standing ? saidOf(standing, page, words) : state === "none" ? words.t("privacy.none") : "",
    stopped: isOpen ? words.t("privacy.open") : "",
    act: state === "held" && !isOpen ? actOf(held, page, words) : (false as const),
  };
};

/** What the button will do. */
const actOf = ({ subject: { bound } }: Held, { today }: PrivacyPage, words: Words) => {
  const outcome = bound && bound.until >= today ? "block" : "erase";
  return { about: words.t(`privacy.${outcome}.about`), button: words.t(`privacy.${outcome}`) };
};

const factsOf = ({ subject, fields }: Held, page: PrivacyPage, words: Words) => {
  const list = words.t("list.comma");
  const count = (key: string, n: number): string => (n === 0 ? "" : counted(words, key, n));
  const facts: readonly (readonly [string, string])[] = [
    ["fund", pick(words, page.fund)],
    ["on", fullDay(words, subject.on)],
    ["amount", subject.amount === undefined ? "" : words.t("give.yuan", { amount: displayYuan(subject.amount) })],
    ["state", words.t(subject.record === "request" ? `state.${subject.state}` : `privacy.given.${subject.state}`)],
    ["fields", fields.map((field) => words.t(`privacy.field.${field}`)).join(list)],
    ["receipts", subject.receipts.join(list)],
    ["evidence", count("privacy.papers", subject.evidence)],
    ["notes", count("privacy.papers", subject.notes)],
    ["former", count("privacy.people", subject.former.length)],
    ["bound", boundOf(subject.bound, words)],
  ];
  return facts
    .filter(([, value]) => value !== "")
    .map(([key, value]) => ({ name: words.t(`privacy.fact.${key}`), value }));
};

const boundOf = (bound: Held["subject"]["bound"], words: Words): string =>
  bound
    ? words.t(`privacy.bound.${bound.by}`, {
        until: fullDay(words, bound.until),
        years: bound.years,
        source: pick(words, bound.source),
      })
    : words.t("privacy.bound.none");

const saidOf = (standing: Standing, { nameOf }: PrivacyPage, words: Words): string =>
  words.t(`privacy.said.${standing.state}`, {
    on: fullDay(words, standing.on),
    by: nameOf(standing.by),
    why: words.t(`privacy.why.${standing.why}`),
    until: standing.until === undefined ? "" : fullDay(words, standing.until),
    line: wholeNumber(standing.line),
  });

const rowOf = ({ number, standing }: Handled, { nameOf }: PrivacyPage, words: Words) => ({
  number,
  href: `/desk/privacy?number=${encodeURIComponent(number)}`,
  on: day(words, standing.on),
  why: words.t(`privacy.why.${standing.why}`),
  paper: standing.paper ?? "",
  by: nameOf(standing.by),
  tone: TONES[standing.state],
  state:
    standing.until === undefined
      ? words.t(`privacy.state.${standing.state}`)
      : words.t("privacy.state.until", { until: fullDay(words, standing.until) }),
  line: wholeNumber(standing.line),
});
