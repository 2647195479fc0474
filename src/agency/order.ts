import type { Command, Draft } from "../journal/chapter.ts";
import type { Line } from "../journal/line.ts";
import { type BusinessDate, businessDate } from "../kernel/dates.ts";
import { type Fen, fen, formatYuan, minus, sum } from "../kernel/money.ts";
import { type Refusal, refuse } from "../kernel/result.ts";
import type { Agency } from "./agency.ts";
import type { OrderedData, OrderKind } from "./facts.ts";

/** An order to pay agency money out: prepared by one person, released by another (WF-12), paid when the bank says so. */
export type Order = {
  /** `agency-7-2`: the second order of agency-7. */
  readonly no: string;
  readonly agency: string;
  readonly pays: OrderKind;
  readonly amount: Fen;
  readonly state: "ordered" | "released" | "paid" | "bounced" | "withdrawn";
  readonly maker: string;
  readonly orderedOn: BusinessDate;
  readonly releaser?: string;
  readonly line: number;
};

export const isOpen = ({ state }: Order): boolean => state === "ordered" || state === "released";

type Books = {
  readonly held: (no: string) => Fen;
  readonly ordersOf: (no: string) => readonly Order[];
};

/** Never more out than in: what is held, less what open orders will take (ACC-9). */
export const freeOf = ({ held, ordersOf }: Books, agency: string): Fen =>
  minus(
    held(agency),
    sum(
      ordersOf(agency)
        .filter(isOpen)
        .map(({ amount }) => amount),
    ),
  );

/** Guards in order: known, confirmed, not more than is free. */
export const decideOrder = (command: Command, row: Agency | undefined, books: Books): Draft | Refusal => {
  const { agency, pays, amount } = command.input as OrderedData;
  if (!row) return refuse("agency_unknown", { agency });
  if (row.state === "closed") return refuse("agency_closed", { agency });
  if (row.state === "opened") return refuse("agency_not_confirmed", { agency, rule: "GIFT-14" });
  const free = freeOf(books, agency);
  if (fen(BigInt(amount)) > free) return refuse("agency_over_held", { agency, held: formatYuan(free), rule: "ACC-9" });
  const order = `${agency}-${books.ordersOf(agency).length + 1}`;
  return { kind: "agency.ordered", data: { order, agency, pays, amount } };
};

/** The second person lets the money go. */
export const decideRelease = (command: Command, order: Order | undefined): Draft | Refusal => {
  if (!order) return refuse("agency_order_unknown", { order: String(command.input.order) });
  if (order.state !== "ordered") return refuse("agency_order_state", { order: order.no, state: order.state });
  if (order.maker === command.by) return refuse("same_person", { rule: "WF-12" });
  return { kind: "agency.released", data: { order: order.no } };
};

/** Takes an order back that the bank has not carried out. */
export const decideWithdraw = (command: Command, order: Order | undefined): Draft | Refusal => {
  if (!order) return refuse("agency_order_unknown", { order: String(command.input.order) });
  if (!isOpen(order)) return refuse("agency_order_state", { order: order.no, state: order.state });
  return { kind: "agency.withdrawn", data: { order: order.no } };
};

export const orderFrom = (line: Line, index: number): Order => {
  const { order: no, agency, pays, amount } = line.data as OrderedData;
  const orderedOn = businessDate(Date.parse(line.at));
  return { no, agency, pays, amount: fen(BigInt(amount)), state: "ordered", maker: line.by, orderedOn, line: index };
};
