import { type Fen, fen, sum, ZERO } from "../kernel/money.ts";
import { type ByteSource, decodedText } from "../platform/byte-text.ts";
import { FileFault } from "../platform/file-fault.ts";
import { jsonListParts } from "./json-list.ts";
import { filled } from "./statement-cells.ts";
import type { ChargeGift, StatementEvents, StatementKind, StatementLine } from "./statement-line.ts";
import { sideOf, statementTally } from "./statement-tally.ts";

type Fields = Readonly<Record<string, unknown>>;

/** By `reporting_category`, never by `type`; a category that is not here is refused rather than guessed. */
const KINDS: ReadonlyMap<string, StatementKind> = new Map([
  ["charge", "charge"],
  ["refund", "refund"],
  ["dispute", "dispute"],
  ["fee", "fee"],
  ["payout", "payout"],
]);

/**
 * List of balance transactions of the card processor, `source` expanded (DOMAIN §6.4). Checks amount − fee = net of every line, and that
 * every payout is the sum of what it pays (REC-2). The list must be whole (`has_more` false).
 */
export async function* readStripeBalance(bytes: ByteSource): StatementEvents {
  const tally = statementTally();
  const payouts = payoutSums();
  let currency: string | undefined;
  let row = 0;
  for await (const part of jsonListParts(decodedText(bytes))) {
    if (part.type === "envelope") {
      checkEnvelope(fieldsOf(part.value));
      payouts.check();
      if (currency === undefined) yield { type: "header", header: { format: "stripe-balance", currency: "CNY" } };
      yield { type: "summary", summary: tally.summary() };
      continue;
    }
    row += 1;
    const fields = fieldsOf(part.value);
    const lineCurrency = textOf(fields.currency).toUpperCase();
    if (currency === undefined) {
      currency = lineCurrency;
      yield { type: "header", header: { format: "stripe-balance", currency } };
    }
    if (lineCurrency !== currency) throw new FileFault("mixed_currency", { row });
    const line = lineOf(fields, row);
    tally.add(line);
    payouts.add(line);
    yield { type: "line", line };
  }
}

const checkEnvelope = (envelope: Fields): void => {
  if (envelope.object !== "list" || !Array.isArray(envelope.data)) throw new FileFault("not_recognised");
  if (envelope.has_more !== undefined && envelope.has_more !== false)
    throw new FileFault("truncated", { detail: "has_more" });
};

const lineOf = (fields: Fields, row: number): StatementLine => {
  const id = textOf(fields.id);
  const kind = KINDS.get(textOf(fields.reporting_category));
  if (id === "") throw new FileFault("bad_row", { row, detail: "id" });
  if (!kind) throw new FileFault("bad_code", { row, detail: "reporting_category" });
  const amount = fenOf(fields.amount, { row, column: "amount" });
  const fee = fenOf(fields.fee, { row, column: "fee" });
  if (amount - fee !== fenOf(fields.net, { row, column: "net" }))
    throw new FileFault("summary_mismatch", { row, detail: "net" });
  const created = secondsOf(fields.created ?? fields.available_on, { row, column: "created" });
  const at = shanghaiTime(created);
  return {
    id,
    row,
    at,
    on: at.slice(0, 10),
    kind,
    side: sideOf(amount),
    amount,
    fee: fee * 1000n,
    created,
    availableOn: secondsOf(fields.available_on, { row, column: "available_on" }),
    ...sourceOf(kind, fields.source),
    ...filled({ narrative: textOf(fields.description) }),
  };
};

/** What the expanded source tells: of a charge its gift, of a refund or dispute its charge, of a payout its trace id. */
const sourceOf = (kind: StatementKind, value: unknown): Partial<StatementLine> => {
  const source = fieldsOf(value);
  const id = typeof value === "string" ? value : textOf(source.id);
  if (kind === "charge") {
    const gift = giftOf(source);
    return { ...filled({ charge: id }), ...(gift ? { gift, orderNo: gift.orderNo } : {}) };
  }
  if (kind === "refund") return filled({ charge: chargeOf(source), refundNo: id });
  if (kind === "dispute") return filled({ charge: chargeOf(source) });
  if (kind === "payout") return filled({ payout: id, traceId: textOf(fieldsOf(source.trace_id).value) });
  return {};
};

const chargeOf = (source: Fields): string => textOf(source.charge) || textOf(fieldsOf(source.charge).id);

/** The gift of a charge; none when its metadata does not say order, fund and kind of donor: a person must look. Unsaid consent is none. */
const giftOf = (charge: Fields): ChargeGift | undefined => {
  const said = fieldsOf(charge.metadata);
  const donor = fieldsOf(charge.billing_details);
  const [orderNo, fund, donorType] = [textOf(said.order_no), textOf(said.fund), textOf(said.donor_type)];
  if (orderNo === "" || fund === "" || (donorType !== "person" && donorType !== "enterprise")) return undefined;
  return {
    orderNo,
    fund,
    donorType,
    anonymous: said.anonymous !== "no",
    publishConsent: said.publish_consent === "yes",
    receiptWanted: said.receipt_wanted === "yes",
    ...filled({ purpose: textOf(said.purpose), donorName: textOf(donor.name), donorEmail: textOf(donor.email) }),
  };
};

/**
 * An automatic payout sums every transaction that is not a payout, was available when it was made, and is in no earlier payout.
 * Kept as one sum a moment of availability, so that memory does not grow with the lines.
 */
const payoutSums = () => {
  const byAvailability = new Map<number, Fen>();
  const payouts: { created: number; amount: Fen; row: number }[] = [];
  return {
    add: (line: StatementLine): void => {
      const { created = 0, availableOn = 0, amount, fee, row } = line;
      if (line.kind === "payout") payouts.push({ created, amount, row });
      else byAvailability.set(availableOn, fen((byAvailability.get(availableOn) ?? ZERO) + amount - fee / 1000n));
    },
    check: (): void => {
      payouts.sort((a, b) => a.created - b.created);
      let before = Number.NEGATIVE_INFINITY;
      for (const { created, amount, row } of payouts) {
        const paid = [...byAvailability].filter(([moment]) => moment > before && moment <= created);
        const counted = sum(paid.map(([, net]) => net));
        if (counted !== -amount) throw new FileFault("summary_mismatch", { row, detail: "payout" });
        before = created;
      }
    },
  };
};

const fieldsOf = (value: unknown): Fields => (typeof value === "object" && value !== null ? (value as Fields) : {});
const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

const fenOf = (value: unknown, place: { row: number; column: string }): Fen => {
  if (typeof value !== "number" || !Number.isSafeInteger(value))
    throw new FileFault("bad_amount", { row: place.row, detail: place.column });
  return fen(BigInt(value));
};

/** Whole seconds between 2000 and 2100. */
const secondsOf = (value: unknown, place: { row: number; column: string }): number => {
  const isMoment =
    typeof value === "number" && Number.isSafeInteger(value) && value > 946_684_800 && value < 4_102_444_800;
  if (!isMoment) throw new FileFault("bad_date", { row: place.row, detail: place.column });
  return value;
};

/** Shanghai has kept UTC+8 without summer time since 1991. */
const shanghaiTime = (seconds: number): string =>
  new Date((seconds + 28_800) * 1000).toISOString().slice(0, 19).replace("T", " ");

/** True when the text begins as such a list does. */
export const isStripeBalance = (text: string): boolean =>
  /^\s*\{/.test(text) && text.includes('"balance_transaction"') && text.includes('"data"');
