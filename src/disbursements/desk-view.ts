import { type BusinessDate, daysBetween } from "../kernel/dates.ts";
import { displayYuan, type Fen } from "../kernel/money.ts";
import {
  type Bilingual,
  counted,
  day,
  fullDay,
  pick,
  type Vars,
  type Words,
  wholeNumber,
} from "../platform/display.ts";
import { type Paged, pageLinks } from "../platform/paging.ts";
import type { RequestState } from "./request.ts";

/** Something a decider should notice; `vars` are the numbers of its sentence. */
export type Note = {
  readonly code:
    | "changed"
    | "already_helped"
    | "payee_not_beneficiary"
    | "first_payee"
    | "above_median"
    | "related_party"
    | "over_available"
    | "evidence_missing"
    | "fund_suspended";
  readonly vars?: Vars;
};
const NOTE_TONES: { readonly [code in Note["code"]]: "wait" | "stop" } = {
  changed: "stop",
  related_party: "stop",
  over_available: "stop",
  fund_suspended: "stop",
  already_helped: "wait",
  payee_not_beneficiary: "wait",
  first_payee: "wait",
  above_median: "wait",
  evidence_missing: "wait",
};

export type DeskRow = {
  readonly no: string;
  readonly purpose: Bilingual;
  readonly fund: Bilingual;
  readonly households: number;
  readonly applicant: string;
  readonly amount: Fen;
  /** What the fund could still approve after this one. */
  readonly left: Fen;
  readonly since: BusinessDate;
  readonly step: RequestState;
  readonly notes: readonly Note[];
};
/** A step with money held for others (ACC-9): an order by its number, or an agency that finance has to confirm. */
export type HeldRow = {
  readonly queue: "decide" | "pay" | "others";
  readonly agency: string;
  readonly no: string;
  readonly what: "confirm" | "paid_on" | "returned";
  readonly amount: Fen;
  /** What a further order could still take. */
  readonly left: Fen;
  readonly maker: string;
  readonly since: BusinessDate;
  readonly waitingFor: readonly string[];
  readonly line: number;
};
export type WaitingRow = {
  readonly no: string;
  readonly purpose: Bilingual;
  readonly households: number;
  readonly amount: Fen;
  readonly mine: { readonly act: string; readonly on: BusinessDate };
  readonly waitingFor: readonly string[];
  readonly since: BusinessDate;
  readonly step: RequestState;
};

export type DeskPage = {
  readonly me: {
    readonly name: string;
    readonly roles: readonly string[];
    readonly scope: readonly Bilingual[] | "all";
  };
  readonly today: BusinessDate;
  readonly decide: Paged<DeskRow | HeldRow>;
  readonly pay: Paged<DeskRow | HeldRow>;
  readonly others: Paged<WaitingRow | HeldRow>;
  /** How many of mine are of each kind. */
  readonly kinds: readonly { readonly act: string; readonly count: number }[];
  readonly mayFile: boolean;
  readonly mayPay: boolean;
  readonly differences: number;
};

export const deskView = (page: DeskPage, words: Words) => ({
  desk: true,
  counts: { decide: page.decide.count + page.pay.count, differences: page.differences },
  title: words.t("desk.title", { count: page.decide.count + page.pay.count }),
  who: [page.me.name, scopeOf(page, words), fullDay(words, page.today)].join(" · "),
  queues: (["decide", "pay", "others"] as const).map((id) => {
    const name = words.t(`desk.${id}`);
    const links = pageLinks(page[id], (at) => `/desk?${id}=${at}#${id}`, words);
    return { id, name, count: page[id].count, links, label: words.t("desk.pages", { queue: name }) };
  }),
  kinds: page.kinds
    .map(({ act, count }) => words.t("desk.kind", { act: words.t(`desk.kind.${act}`), n: wholeNumber(count) }))
    .join(words.t("list.comma")),
  decide: page.decide.rows.map((row) => deskRow(row, page.today, words)),
  pay: page.pay.rows.map((row) => deskRow(row, page.today, words)),
  others: page.others.rows.map((row) => ({
    ...("agency" in row ? heldWaiting(row, words) : caseWaiting(row, words)),
    no: row.no,
    amount: displayYuan(row.amount),
    waiting: words.t("desk.waiting_for", {
      who: officesOf(row.waitingFor, words),
      wait: waited(row.since, page.today, words),
    }),
  })),
  noPay: words.t(page.mayPay ? "desk.pay.none" : "desk.pay.not_yours"),
  mayFile: page.mayFile,
});

const scopeOf = ({ me }: DeskPage, words: Words): string =>
  me.scope === "all"
    ? words.t("desk.all_funds")
    : me.scope.map((fund) => pick(words, fund)).join(words.t("list.comma"));

/** Offices in words: `committeeChair` → 主任. */
export const officesOf = (roles: readonly string[], words: Words): string =>
  roles.map((role) => words.t(`role.${role}`)).join(words.t("list.comma"));

const waited = (since: BusinessDate, today: BusinessDate, words: Words): string => {
  const days = daysBetween({ from: since, to: today });
  return days <= 0
    ? words.t("desk.today")
    : words.t("desk.since", { days: counted(words, "desk.days", days), on: day(words, since) });
};

const matterOf = ({ purpose, households }: Pick<DeskRow, "purpose" | "households">, words: Words): string =>
  words.t("desk.matter", { purpose: pick(words, purpose), count: households, n: wholeNumber(households) });

const deskRow = (row: DeskRow | HeldRow, today: BusinessDate, words: Words) => ({
  ...("agency" in row ? heldRow(row, words) : caseRow(row, words)),
  no: row.no,
  amount: displayYuan(row.amount),
  left: displayYuan(row.left),
  waited: waited(row.since, today, words),
});

const caseRow = (row: DeskRow, words: Words) => ({
  href: `/desk/requests/${row.no}`,
  title: matterOf(row, words),
  by: words.t("desk.by", { applicant: row.applicant }),
  fund: pick(words, row.fund),
  notes: row.notes.map((note) => noteChip(note, words)),
});

const heldRow = (row: HeldRow, words: Words) => ({
  ...heldLink(row, words),
  by: words.t("desk.held.by", { maker: row.maker }),
  fund: words.t("desk.held.of", { agency: row.agency }),
  notes: [],
});

const caseWaiting = (row: WaitingRow, words: Words) => ({
  href: `/desk/requests/${row.no}`,
  title: matterOf(row, words),
  mine: words.t("desk.mine", { on: day(words, row.mine.on), act: words.t(`act.${row.mine.act}`) }),
  step: words.t(`state.${row.step}`),
});

const heldWaiting = (row: HeldRow, words: Words) => ({
  ...heldLink(row, words),
  mine: words.t("desk.mine", {
    on: day(words, row.since),
    act: words.t(row.what === "confirm" ? "desk.held.entered" : "act.order"),
  }),
  step: words.t(row.what === "confirm" ? "agency.state.opened" : "agency.order.state.ordered"),
});

const heldLink = ({ agency, what }: HeldRow, words: Words) => ({
  href: `/desk/agency/${agency}`,
  title: words.t(`desk.held.${what}`),
});

/** A note as a chip: its tone and its words. */
export const noteChip = (note: Note, words: Words) => ({
  tone: NOTE_TONES[note.code],
  word: words.t(`note.${note.code}`, note.vars ?? {}),
});
