import { type BusinessDate, daysBetween } from "../kernel/dates.ts";
import { displayYuan, type Fen, plus, sum, ZERO } from "../kernel/money.ts";
import { type Bilingual, counted, day, fullDay, pick, signedYuan, type Words } from "../platform/display.ts";
import { labelledErrors, labelsOf } from "../platform/form-errors.ts";
import { heldSince } from "./age.ts";
import type { Movement } from "./agencies.ts";
import type { Agency } from "./agency.ts";
import type { Order } from "./order.ts";
import type { Step } from "./access.ts";

type Values = { readonly [field: string]: string };
type Errors = readonly { readonly field: string; readonly message: string }[];

/** An agency beside the masked names of its two sides. */
export type ShownAgency = {
  readonly row: Agency;
  readonly held: Fen;
  readonly movements: readonly Movement[];
  readonly principal: string;
  readonly payee: string;
};
export type AgencyListPage = {
  readonly today: BusinessDate;
  readonly agencies: readonly ShownAgency[];
  readonly purposes: readonly { readonly code: string; readonly name: Bilingual }[];
  readonly mayOpen: boolean;
  readonly values: Values;
  readonly errors: Errors;
  readonly formKey: string;
};

const TONES = { opened: "wait", confirmed: "done", closed: "" } as const;

/** All agencies, those with money first, and the form that enters one. */
export const agencyListView = (page: AgencyListPage, words: Words) => ({
  desk: true,
  rows: [...page.agencies]
    .sort((a, b) => Number(a.row.state === "closed") - Number(b.row.state === "closed") || b.row.line - a.row.line)
    .map((shown) => ({
      href: `/desk/agency/${shown.row.no}`,
      no: shown.row.no,
      sides: sidesOf(shown, words),
      purpose: purposeOf(page.purposes, shown.row.purpose, words),
      held: displayYuan(shown.held),
      age: ageOf(shown, page.today, words),
      state: words.t(`agency.state.${shown.row.state}`),
      tone: TONES[shown.row.state],
    })),
  total: displayYuan(sum(page.agencies.map(({ held }) => held))),
  mayOpen: page.mayOpen,
  purposes: page.purposes.map(({ code, name }) => ({ value: code, word: pick(words, name) })),
  ...formOf(page, words),
});

const sidesOf = ({ row, principal, payee }: ShownAgency, words: Words): string =>
  row.principal === "" ? words.t("agency.sides.none") : words.t("agency.sides", { principal, payee });

const ageOf = ({ movements }: ShownAgency, today: BusinessDate, words: Words): string => {
  const since = heldSince(movements);
  return since === undefined ? "" : counted(words, "agency.days", daysBetween({ from: since, to: today }));
};

const purposeOf = (purposes: AgencyListPage["purposes"], code: string, words: Words): string => {
  const found = purposes.find((purpose) => purpose.code === code);
  return found ? pick(words, found.name) : code;
};

const LABELS = {
  ...labelsOf("agency.field", ["principal_name", "payee_name", "payee_bank", "payee_account", "agreement"]),
  purpose: "agency.fact.purpose",
  pays: "agency.order.pays",
  amount: "head.amount",
};
const formOf = ({ values, errors, formKey }: Pick<AgencyListPage, "values" | "errors" | "formKey">, words: Words) => ({
  value: (field: string) => values[field] ?? "",
  error: (field: string) => errors.find((error) => error.field === field)?.message ?? "",
  errors: labelledErrors(errors, LABELS, words),
  errorTitle: words.t("agency.errors"),
  key: formKey,
});

/** A bank row that waits, as a choice in a form. */
export type WaitingRow = {
  readonly key: string;
  readonly account: string;
  readonly on: BusinessDate;
  readonly amount: Fen;
};

/** Why a step cannot be taken by this person now: words `agency.why.<…>`; empty when it can; absent when it does not apply. */
export type Whys = { readonly [step in Exclude<Step, "open">]?: string };

export type AgencyPage = Omit<AgencyListPage, "agencies" | "mayOpen"> & {
  readonly shown: ShownAgency;
  readonly free: Fen;
  readonly orders: readonly (Order & { readonly whys: Whys })[];
  readonly whys: Whys;
  readonly mayMatch: boolean;
  readonly waiting: readonly WaitingRow[];
  readonly nameOf: (by: string) => string;
  /** Plain data of the recipient, read with a reason. */
  readonly revealed?: { readonly name: string; readonly bank: string; readonly account: string };
  readonly done?: string;
};

/** One agency: its facts, what moved, its orders, and the forms of the steps that are possible now. */
export const agencyView = (page: AgencyPage, words: Words) => {
  const { shown, orders } = page;
  const { row } = shown;
  return {
    desk: true,
    title: words.t("agency.one", { no: row.no }),
    no: row.no,
    held: displayYuan(shown.held),
    free: displayYuan(page.free),
    state: words.t(`agency.state.${row.state}`),
    tone: TONES[row.state],
    facts: factsOf(page, words),
    movements: movementRows(shown.movements, words),
    orders: orders.map((order) => orderView(order, page, words)),
    receipts: page.mayMatch && row.state === "confirmed" ? choices(page.waiting, (amount) => amount > 0n, words) : [],
    mayOrder: page.whys.order === "",
    whyNotOrder: whyOf(page.whys.order, words),
    confirm: stepOf(page.whys.confirm, words),
    close: stepOf(page.whys.close, words),
    mayReveal: page.whys.reveal === "",
    revealed: page.revealed ?? (false as const),
    kinds: (["paid_on", "returned"] as const).map((value) => ({ value, word: words.t(`agency.pays.${value}`) })),
    done: page.done === undefined ? "" : words.t(`agency.done.${page.done}`),
    ...formOf(page, words),
  };
};

const factsOf = ({ shown, purposes, today, nameOf }: AgencyPage, words: Words) => {
  const { row, principal, payee } = shown;
  return [
    ["principal", principal],
    ["payee", payee],
    ["purpose", purposeOf(purposes, row.purpose, words)],
    ["agreement", row.agreement],
    ["age", ageOf(shown, today, words)],
    ["opened", words.t("agency.by", { on: fullDay(words, row.openedOn), by: nameOf(row.maker) })],
    ["confirmed", row.confirmedBy === undefined ? "" : nameOf(row.confirmedBy)],
    ["closed", row.closedOn === undefined ? "" : fullDay(words, row.closedOn)],
  ]
    .filter(([, value]) => value !== "")
    .map(([key, value]) => ({ name: words.t(`agency.fact.${key}`), value }));
};

const WORDED = new Set(["agency.received", "agency.paid_on", "agency.returned", "agency.bounced", "opening.posted"]);

const movementRows = (movements: readonly Movement[], words: Words) => {
  let balance: Fen = ZERO;
  return movements.map(({ kind, on, amount, line }) => {
    balance = plus(balance, amount);
    const what = words.t(WORDED.has(kind) ? `agency.moved.${kind}` : "agency.moved.other");
    return { on: day(words, on), what, amount: signedYuan(amount), balance: displayYuan(balance), line: String(line) };
  });
};

const ORDER_TONES = { ordered: "wait", released: "wait", paid: "done", bounced: "stop", withdrawn: "" } as const;

const orderView = (order: AgencyPage["orders"][number], page: AgencyPage, words: Words) => {
  const { no, pays, amount, state, maker, releaser, whys } = order;
  const people = { maker: page.nameOf(maker), releaser: releaser === undefined ? "" : page.nameOf(releaser) };
  const fits = (row: Fen): boolean => (state === "released" ? row === -amount : state === "paid" && row === amount);
  return {
    no,
    title: words.t(`agency.order.${pays}`, { amount: displayYuan(amount) }),
    state: words.t(`agency.order.state.${state}`),
    tone: ORDER_TONES[state],
    people: words.t(releaser === undefined ? "agency.order.maker" : "agency.order.people", people),
    release: stepOf(whys.release, words),
    withdraw: whys.withdraw === "",
    rows: page.mayMatch ? choices(page.waiting, fits, words) : [],
    matchWord: words.t(state === "paid" ? "agency.match.bounced" : "agency.match.paid"),
  };
};

const choices = (rows: readonly WaitingRow[], fits: (amount: Fen) => boolean, words: Words) =>
  rows
    .filter(({ amount }) => fits(amount))
    .map(({ key, account, on, amount }) => ({
      value: key,
      word: words.t("agency.row", {
        on: day(words, on),
        amount: signedYuan(amount),
        account,
        id: key.split("|")[1] ?? "",
      }),
    }));

/** A button: absent, ready, or disabled with its reason. */
const stepOf = (why: string | undefined, words: Words): false | { readonly why: string } =>
  why === undefined ? false : { why: whyOf(why, words) };
const whyOf = (why: string | undefined, words: Words): string =>
  why === undefined || why === "" ? "" : words.t(`agency.why.${why}`);
