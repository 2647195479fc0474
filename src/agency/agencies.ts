import type { Apply, Chapter, Draft } from "../journal/chapter.ts";
import type { Line } from "../journal/line.ts";
import { Table } from "../journal/table.ts";
import { type BusinessDate, businessDate } from "../kernel/dates.ts";
import { type Fen, negate } from "../kernel/money.ts";
import { type Refusal, refuse } from "../kernel/result.ts";
import type { Funds } from "../funds/public.ts";
import { accountPath, type Ledger } from "../ledger/public.ts";
import {
  type Agency,
  agencyFrom,
  BROUGHT_FORWARD,
  broughtForward,
  decideClose,
  decideConfirm,
  decideOpen,
} from "./agency.ts";
import type { AgencyFact } from "./facts.ts";
import { agencyPostings, refusalOfAgency } from "./guard.ts";
import { decideOrder, decideRelease, decideWithdraw, freeOf, isOpen, type Order, orderFrom } from "./order.ts";
import { type BankMove, bounce, payment, receipt } from "./passing.ts";

/** What one line moved of an agency's money: + in, − out. */
export type Movement = {
  readonly agency: string;
  /** The kind of its line; a payment says what it was for. */
  readonly kind: string;
  readonly on: BusinessDate;
  readonly amount: Fen;
  readonly line: number;
};

type Lower = { readonly ledger: Ledger; readonly funds: Funds };
export type Agencies = ReturnType<typeof openAgencies>;

/** The register of money held for others, its orders and what moved; every line that touches such money passes its guard. */
export const openAgencies = ({ ledger, funds }: Lower) => {
  const tables = openTables();
  const { register, orders, movements } = tables;
  const agency = (no: string) => register.get(no);
  const order = (no: string) => orders.get(no);
  const ordersOf = (no: string): Order[] => [...orders.values()].filter((row) => row.agency === no);
  /** `2601` is one code in both charts, so any day names the account. */
  const held = (no: string): Fen => negate(ledger.balances.account(accountPath("agencyLiabilities", ANY_DAY, no)));
  const books = { held, ordersOf, openOrders: (no: string) => ordersOf(no).filter(isOpen) };

  const chapter: Chapter = {
    name: "agency",
    tables: Object.values(tables),
    guard: (draft, on) => refusalOfAgency(draft, on, held),
    everyLine: (line, index) => keepMovements(tables, line, index),
    decide: {
      open: (command) =>
        decideOpen(command, {
          count: () => [...register.values()].filter(({ no }) => no !== BROUGHT_FORWARD).length,
          purposes: funds.purposes,
        }),
      confirm: (command) => decideConfirm(command, agency(String(command.input.agency))),
      close: (command) => decideClose(command, agency(String(command.input.agency)), books),
      order: (command) => decideOrder(command, agency(String(command.input.agency)), books),
      release: (command) => decideRelease(command, order(String(command.input.order))),
      withdraw: (command) => decideWithdraw(command, order(String(command.input.order))),
    },
    apply: appliesOf(tables),
  };

  return {
    chapter,
    agency,
    /** In the order in which they were entered. */
    all: (): Agency[] => [...register.values()].sort((a, b) => a.line - b.line),
    order,
    ordersOf,
    openOrders: (): Order[] => [...orders.values()].filter(isOpen),
    /** What is held of it, in fen: its balance in the ledger. */
    held,
    /** What a new order may still take. */
    free: (no: string): Fen => freeOf(books, no),
    /** What moved, oldest line first. */
    movementsOf: (no: string): Movement[] => [...movements.values()].filter((row) => row.agency === no),
    movements: () => movements.values(),
    /** The drafts of bank rows, for reconciliation; each may be refused. */
    receipt: (no: string, move: BankMove): Draft | Refusal => {
      const row = agency(no);
      return row ? receipt(row, move) : refuse("agency_unknown", { agency: no });
    },
    payment: (no: string, move: BankMove): Draft | Refusal => onOrder(order(no), no, (row) => payment(row, move)),
    bounce: (no: string, move: BankMove): Draft | Refusal => onOrder(order(no), no, (row) => bounce(row, move)),
  };
};

const onOrder = (row: Order | undefined, no: string, decide: (row: Order) => Draft | Refusal): Draft | Refusal =>
  row ? decide(row) : refuse("agency_order_unknown", { order: no });

const ANY_DAY = "2026-01-01";

const openTables = () => ({
  register: new Table<Agency>("agencies"),
  orders: new Table<Order>("agencyOrders"),
  movements: new Table<Movement>("agencyMovements"),
});
type Tables = ReturnType<typeof openTables>;

/** Every line that posts to an agency's account, whatever wrote it: a receipt, a payment, a manual voucher, an opening. */
const keepMovements = ({ movements }: Tables, { post, on, kind, data }: Line, index: number): void => {
  for (const [agency, amount] of agencyPostings(post, on)) {
    const basis = typeof data.basis === "string" ? data.basis : kind;
    movements.set(`${agency}|${index}`, { agency, kind: basis, on, amount: negate(amount), line: index });
  }
};

/** Every kind of this module is applied; a kind that names an unknown row changes nothing. */
const appliesOf = ({
  register,
  orders,
}: Tables): { readonly [kind in AgencyFact["kind"] | "opening.posted"]: Apply } => {
  const change = (line: Line, next: Partial<Agency>): void => {
    const row = register.get(String(line.data.agency));
    if (row) register.set(row.no, { ...row, ...next });
  };
  const changeOrder = (line: Line, next: Partial<Order>): void => {
    const row = orders.get(String(line.data.order));
    if (row) orders.set(row.no, { ...row, ...next });
  };
  return {
    "agency.opened": (line, index) => {
      const row = agencyFrom(line, index);
      register.set(row.no, row);
    },
    "opening.posted": (line, index) => {
      const row = broughtForward(line, index);
      if (agencyPostings(line.post, line.on).has(row.no)) register.set(row.no, row);
    },
    "agency.confirmed": (line) => change(line, { state: "confirmed", confirmedBy: line.by }),
    "agency.closed": (line) => change(line, { state: "closed", closedOn: businessDate(Date.parse(line.at)) }),
    "agency.ordered": (line, index) => {
      const row = orderFrom(line, index);
      orders.set(row.no, row);
    },
    "agency.released": (line) => changeOrder(line, { state: "released", releaser: line.by }),
    "agency.withdrawn": (line) => changeOrder(line, { state: "withdrawn" }),
    /** Moves money by its postings alone. */
    "agency.received": () => undefined,
    "agency.paid": (line) => changeOrder(line, { state: "paid" }),
    "agency.bounced": (line) => changeOrder(line, { state: "bounced" }),
  };
};
