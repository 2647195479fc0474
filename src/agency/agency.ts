import type { Command, Draft } from "../journal/chapter.ts";
import type { Line } from "../journal/line.ts";
import { type BusinessDate, businessDate } from "../kernel/dates.ts";
import { type Fen, formatYuan } from "../kernel/money.ts";
import { type Refusal, refuse } from "../kernel/result.ts";
import type { OpenedData } from "./facts.ts";

/**
 * Money that a giver entrusted to us for one named recipient: we may change neither recipient nor use (GIFT-14). It is never
 * our income, cost or a fund's balance (ACC-9); what is held of it is the balance of `2601/<no>` and stands nowhere else.
 */
export type Agency = {
  /** `agency-7`: the second part of its account. */
  readonly no: string;
  readonly purpose: string;
  readonly principal: string;
  readonly payee: string;
  readonly agreement: string;
  readonly openedOn: BusinessDate;
  readonly maker: string;
  readonly state: "opened" | "confirmed" | "closed";
  readonly confirmedBy?: string;
  readonly closedOn?: BusinessDate;
  readonly line: number;
};

type Register = {
  readonly count: () => number;
  readonly purposes: () => readonly { readonly code: string }[];
};

/** Enters an agency under the next number. No money moves before finance has confirmed that it is one. */
export const decideOpen = (command: Command, { count, purposes }: Register): Draft | Refusal => {
  const { purpose, principal, payee, agreement } = command.input as OpenedData;
  if (!purposes().some(({ code }) => code === purpose)) return refuse("purpose_unknown", { purpose });
  const agency = `agency-${count() + 1}`;
  return { kind: "agency.opened", data: { agency, purpose, principal, payee, agreement } };
};

/** GIFT-14: finance confirms the class before anything is posted; not who entered it. */
export const decideConfirm = (command: Command, row: Agency | undefined): Draft | Refusal => {
  if (!row) return refuse("agency_unknown", { agency: String(command.input.agency) });
  if (row.state === "closed") return refuse("agency_closed", { agency: row.no });
  if (row.state === "confirmed") return refuse("agency_confirmed", { agency: row.no });
  if (row.maker === command.by) return refuse("same_person", { rule: "GIFT-14" });
  return { kind: "agency.confirmed", data: { agency: row.no } };
};

/** Closed for good, once nothing is held and no order is open; so an entry that finance does not confirm is closed too. */
export const decideClose = (
  command: Command,
  row: Agency | undefined,
  books: {
    readonly held: (no: string) => Fen;
    readonly openOrders: (no: string) => readonly { readonly no: string }[];
  },
): Draft | Refusal => {
  if (!row) return refuse("agency_unknown", { agency: String(command.input.agency) });
  if (row.state === "closed") return refuse("agency_closed", { agency: row.no });
  const [order] = books.openOrders(row.no);
  if (order) return refuse("agency_order_open", { order: order.no });
  const held = books.held(row.no);
  if (held !== 0n) return refuse("agency_not_empty", { agency: row.no, held: formatYuan(held) });
  return { kind: "agency.closed", data: { agency: row.no } };
};

/** What was held when the books were opened, under one number: whose it is stands in the papers of before. */
export const BROUGHT_FORWARD = "agency-0";
export const broughtForward = (line: Line, index: number): Agency => {
  const openedOn = businessDate(Date.parse(line.at));
  const nobody = { purpose: "", principal: "", payee: "", agreement: "" };
  return { no: BROUGHT_FORWARD, ...nobody, openedOn, maker: line.by, state: "confirmed", line: index };
};

export const agencyFrom = (line: Line, index: number): Agency => {
  const { agency: no, purpose, principal, payee, agreement } = line.data as OpenedData;
  const openedOn = businessDate(Date.parse(line.at));
  return { no, purpose, principal, payee, agreement, openedOn, maker: line.by, state: "opened", line: index };
};
