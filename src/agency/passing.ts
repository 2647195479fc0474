import type { Draft } from "../journal/chapter.ts";
import type { Posting } from "../journal/line.ts";
import type { BusinessDate } from "../kernel/dates.ts";
import { absolute, type Fen, formatYuan } from "../kernel/money.ts";
import { type JsonObject, type Refusal, refuse } from "../kernel/result.ts";
import { accountPath, agencyShare, credit, debit } from "../ledger/public.ts";
import type { Agency } from "./agency.ts";
import type { Order } from "./order.ts";

/** A row of a bank account that moves money of others. */
export type BankMove = {
  readonly by: string;
  readonly on: BusinessDate;
  readonly account: string;
  /** Where the row's money stands now: the account itself, or 2209 while the row waits there. */
  readonly moneySide: string;
  /** Fen as the account feels it: + in, − out. */
  readonly amount: Fen;
  /** What the match says of its row. */
  readonly extra: JsonObject;
};

/** Money that came in for a confirmed agency: Dr the account's agency share, Cr 2601 (ACC-9). */
export const receipt = (row: Agency, move: BankMove): Draft | Refusal => {
  if (row.state === "closed") return refuse("agency_closed", { agency: row.no });
  if (row.state === "opened") return refuse("agency_not_confirmed", { agency: row.no, rule: "GIFT-14" });
  if (move.amount <= 0n) return refuse("agency_order_differs", { amount: formatYuan(absolute(move.amount)) });
  return drafted("agency.received", { agency: row.no }, move);
};

/** A released order that the bank carried out: the way back. Who books is not who ordered or released (LED-9). */
export const payment = (order: Order, move: BankMove): Draft | Refusal => {
  if (order.state !== "released") return refuse("agency_order_state", { order: order.no, state: order.state });
  if (move.by === order.maker || move.by === order.releaser) return refuse("same_person", { rule: "LED-9" });
  if (-move.amount !== order.amount) return differs(order);
  return drafted("agency.paid", { agency: order.agency, order: order.no, basis: `agency.${order.pays}` }, move);
};

/** A paid order that the recipient's bank gave back: held again, to be ordered anew (WF-13). */
export const bounce = (order: Order, move: BankMove): Draft | Refusal => {
  if (order.state !== "paid") return refuse("agency_order_state", { order: order.no, state: order.state });
  if (move.amount !== order.amount) return differs(order);
  return drafted("agency.bounced", { agency: order.agency, order: order.no }, move);
};

const differs = ({ no, amount }: Order): Refusal =>
  refuse("agency_order_differs", { order: no, amount: formatYuan(amount) });

const drafted = (kind: string, data: JsonObject & { readonly agency: string }, move: BankMove): Draft => ({
  kind,
  on: move.on,
  data: { ...move.extra, ...data, amount: absolute(move.amount).toString(), target: String(data.order ?? data.agency) },
  post: postings(data.agency, move),
});

/** A row that waited in 2209 comes out of there first: its money then lay in the account's own part. */
const postings = (agency: string, { on, account, moneySide, amount }: BankMove): Posting[] => [
  ...(moneySide === account ? [] : [debit(moneySide, amount), credit(account, amount)]),
  debit(agencyShare(account), amount),
  credit(accountPath("agencyLiabilities", on, agency), amount),
];
