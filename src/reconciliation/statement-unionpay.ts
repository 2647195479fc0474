import { type Fen, fen, negate } from "../kernel/money.ts";
import { isBusinessDate } from "../kernel/dates.ts";
import { type ByteSource, byteText, textLines } from "../platform/byte-text.ts";
import { FileFault } from "../platform/file-fault.ts";
import { filled, isTime } from "./statement-cells.ts";
import type { StatementEvents, StatementLine } from "./statement-line.ts";
import { mustAgree, statementTally } from "./statement-tally.ts";

/** Bytes of the 42 fields, one blank between (DOMAIN §6.8; the same widths stand in public clients of the interface). */
const WIDTHS = [
  3, 11, 11, 6, 10, 19, 12, 4, 2, 21, 2, 32, 2, 6, 10, 13, 13, 4, 15, 2, 2, 6, 2, 4, 32, 1, 21, 15, 1, 15, 32, 13, 13,
  8, 32, 13, 13, 12, 2, 1, 32, 98,
] as const;
/** Fields that are read, by their number in the interface. */
const FIELDS = {
  code: 1,
  trace: 4,
  moment: 5,
  amount: 7,
  query: 10,
  order: 12,
  trace0: 14,
  moment0: 15,
  fee: 16,
  settled: 17,
  merchant: 28,
  order0: 41,
} as const;
type Fields = Readonly<Record<keyof typeof FIELDS, string>>;

/** Transaction codes are data (`set`): the two that the interface's merchants meet. */
const KINDS: ReadonlyMap<string, "payment" | "refund"> = new Map([
  ["S22", "payment"],
  ["S30", "refund"],
]);

const STARTS = WIDTHS.reduce<number[]>((starts, width) => [...starts, (starts.at(-1) ?? 0) + width + 1], [0]);
const startOf = (field: number): number => STARTS[field - 1] ?? 0;
/** Everything up to the settled amount must be there; blanks at the end may be cut off. */
const LEAST = startOf(18) - 1;
const MOST = startOf(43) - 1;

/**
 * UnionPay merchant file ZM, payments and refunds (DOMAIN §6.8). It has no record of totals: each line must net amount
 * and fee to what it settles. A refund names its payment by trace and time; its order is found in the same file or stands
 * in the field for it, so memory grows by one order number a payment.
 */
export async function* readUnionpay(bytes: ByteSource): StatementEvents {
  const tally = statementTally();
  const orders = new Map<string, string>();
  let account: string | undefined;
  let row = 0;
  for await (const text of textLines(byteText(bytes))) {
    if (text.trim() === "") continue;
    row += 1;
    if (ERRORS.test(text)) throw new FileFault("error_file", { row, detail: "ZME" });
    const fields = fieldsOf(text, row);
    if (row === 1) {
      account = fields.merchant;
      yield { type: "header", header: { format: "unionpay", ...filled({ account }), currency: "CNY" } };
    }
    if (fields.merchant !== account) throw new FileFault("mixed_account", { row, detail: "merchant" });
    const line = lineOf(fields, row, orders);
    tally.add(line);
    yield { type: "line", line };
  }
  if (row === 0) yield { type: "header", header: { format: "unionpay", currency: "CNY" } };
  yield { type: "summary", summary: tally.summary() };
}

const fieldsOf = (text: string, row: number): Fields => {
  if (text.length < LEAST || text.length > MOST) throw new FileFault("bad_row", { row, detail: "width" });
  for (let field = 2; field <= WIDTHS.length && startOf(field) <= text.length; field += 1)
    if (text[startOf(field) - 1] !== " ") throw new FileFault("bad_row", { row, detail: `field ${field}` });
  const of = (field: number): string => text.slice(startOf(field), startOf(field) + (WIDTHS[field - 1] ?? 0)).trim();
  const entries = Object.entries(FIELDS).map(([name, field]) => [name, of(field)]);
  return Object.fromEntries(entries) as Fields;
};

const lineOf = (fields: Fields, row: number, orders: Map<string, string>): StatementLine => {
  const kind = KINDS.get(fields.code);
  if (!kind) throw new FileFault("bad_code", { row, detail: "code" });
  if (fields.query === "" || fields.order === "") throw new FileFault("bad_row", { row, detail: "query" });
  const at = momentOf(fields, row);
  const size = amountOf(fields.amount, { row, column: "amount" });
  const fee = marked(fields.fee, { row, column: "fee", plus: "D" });
  const amount = kind === "payment" ? size : negate(size);
  const settled = marked(fields.settled, { row, column: "settled", plus: "C" });
  mustAgree("settled", { stated: settled, counted: amount - fee });
  const common = { id: fields.query, row, at, on: at.slice(0, 10), amount, fee: fee * 1000n };
  if (kind === "payment") {
    orders.set(`${fields.trace}|${fields.moment}`, fields.order);
    return { ...common, kind, side: "credit", orderNo: fields.order };
  }
  const orderNo = fields.order0 || orders.get(`${fields.trace0}|${fields.moment0}`);
  return { ...common, kind, side: "debit", refundNo: fields.order, ...filled({ orderNo }) };
};

/** MMDDhhmmss has no year: the number of the inquiry begins with the whole moment, its year in four digits or two. */
const momentOf = ({ moment, query }: Fields, row: number): string => {
  const year =
    query.slice(4, 14) === moment ? query.slice(0, 4) : query.slice(2, 12) === moment ? `20${query.slice(0, 2)}` : "";
  const [month, day, hour, minute, second] = moment.match(/../g) ?? [];
  const on = `${year}-${month}-${day}`;
  const time = `${hour}:${minute}:${second}`;
  if (moment.length !== 10 || !isBusinessDate(on) || !isTime(time))
    throw new FileFault("bad_date", { row, detail: "moment" });
  return `${on} ${time}`;
};

type Place = { readonly row: number; readonly column: string };

/** Twelve digits of fen. */
const amountOf = (text: string, { row, column }: Place): Fen => {
  if (!/^\d{12}$/.test(text)) throw new FileFault("bad_amount", { row, detail: column });
  return fen(BigInt(text));
};

/** A mark, C or D, and twelve digits; `plus` is the mark that counts as positive. */
const marked = (text: string, { plus, ...place }: Place & { readonly plus: "C" | "D" }): Fen => {
  const size = amountOf(text.slice(1), place);
  if (text[0] !== "C" && text[0] !== "D") throw new FileFault("bad_code", { row: place.row, detail: place.column });
  return text[0] === plus ? size : negate(size);
};

/**
 * A line of ZME, the file of corrected transactions: 22 fields, in the tenth to twelfth a code, trace and time of the
 * original. What its codes do to the money is not written down for us: it is recognised, and refused by name for a person.
 */
const ERRORS = /^.{3} .{11} .{11} \d{6} \d{10} .{19} \d{12} .{4} .{2} .{2} \d{6} \d{10} /;

/** True when the first line has the shape of this interface, or of its file of errors. */
export const isUnionpay = (text: string): boolean =>
  ERRORS.test(text) || /^[A-Z]\d{2} .{11} .{11} \d{6} \d{10} .{19} \d{12} .{4} .{2} \d{21} /.test(text);
