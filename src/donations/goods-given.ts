import type { Command, Draft } from "../journal/chapter.ts";
import type { Line } from "../journal/line.ts";
import type { BusinessDate } from "../kernel/dates.ts";
import { type Fen, fen, minus, ZERO } from "../kernel/money.ts";
import { type Refusal, refuse } from "../kernel/result.ts";
import { accountPath, credit, debit, releasePostings } from "../ledger/public.ts";
import type { GivenData, PlacedData } from "./facts.ts";
import type { Goods } from "./goods.ts";
import type { Lower } from "./settlement.ts";

/** A part of a lot that went out: to a request, to a household by its reference, or by a signed list (WF-17). Names nobody. */
export type Handout = {
  readonly goods: string;
  readonly on: BusinessDate;
  /** In thousandths of the lot's unit. */
  readonly quantity: bigint;
  readonly purpose: string;
  readonly request?: string;
  readonly household?: string;
  /** Number of the signed list. */
  readonly slip?: string;
  readonly by: string;
  readonly line: number;
};

/** Quantities have at most three decimals; they are counted in thousandths. */
export const thousandths = (quantity: string): bigint => {
  const [whole = "0", part = ""] = quantity.split(".");
  return BigInt(whole) * 1_000n + BigInt(part.padEnd(3, "0"));
};

/** `30`, `2.5`: without the zeros behind the point. */
export const quantityText = (value: bigint): string => {
  const part = String(value % 1_000n)
    .padStart(3, "0")
    .replace(/0+$/, "");
  return `${value / 1_000n}${part === "" ? "" : `.${part}`}`;
};

/** What is left of a lot, in thousandths of its unit, and what that is worth; undefined for a lot of the memo register. */
export const leftOf = (lot: Goods): { readonly quantity: bigint; readonly value: Fen | undefined } => {
  const total = thousandths(lot.quantity);
  const value = lot.value === undefined ? undefined : partOf(lot, { total, upTo: total });
  return { quantity: total - lot.given, value };
};

/**
 * Part of a lot is given out at the lot's value (ACC-10): Dr programme cost, Cr goods, and the release of a restricted fund
 * in the same voucher. The parts of a lot add up to its value to the fen. Refuses more than is left, what may not be used
 * any more, and a purpose that is not the fund's.
 */
export const decideGive = (command: Command, lower: Lower, lot: Goods | undefined): Draft | Refusal => {
  const { goods: no, quantity, purpose, request, household, slip } = command.input as GivenData;
  if (!lot) return refuse("goods_unknown", { goods: no });
  const refusal = refusalToGive(command, lower, lot);
  if (refusal) return refusal;
  const on = lower.ledger.periods.postingDate(command.on);
  const late = on === command.on ? {} : { relates_to: command.on };
  const data = { goods: no, fund: lot.fund, quantity, purpose, ...given({ request, household, slip }), ...late };
  const draft = { kind: "goods.given", on, data };
  const value = partOf(lot, { total: thousandths(lot.quantity), upTo: lot.given + thousandths(quantity) });
  if (value === 0n) return draft;
  const earlier = lower.ledger.balances.fund(lot.fund).earlierRestricted;
  const restricted = lower.funds.fund(lot.fund)?.restriction === "purpose";
  return {
    ...draft,
    post: [
      debit(accountPath("programme", on, lot.fund, purpose), value),
      credit(accountPath("goods", on, lot.fund), value),
      ...(restricted ? releasePostings({ fund: lot.fund, on, amount: value, earlier }) : []),
    ],
  };
};

const refusalToGive = (command: Command, lower: Lower, lot: Goods): Refusal | undefined => {
  const { quantity, purpose } = command.input as GivenData;
  const { no: goods, fund, usableUntil: until } = lot;
  if (!lower.funds.fund(fund)?.purposes.includes(purpose))
    return refuse("wrong_purpose", { rule: "WF-2", purpose, fund });
  const wanted = thousandths(quantity);
  if (wanted <= 0n || lot.given + wanted > thousandths(lot.quantity))
    return refuse("goods_over_lot", { goods, quantity });
  return until !== undefined && until < command.on
    ? refuse("goods_expired", { goods, until, rule: "GIFT-13" })
    : undefined;
};

type Recipient = Pick<Handout, "request" | "household" | "slip">;

/** Only what was said. */
const given = (to: { readonly [field in keyof Recipient]: string | undefined }): Recipient =>
  Object.fromEntries(Object.entries(to).filter(([, value]) => value !== undefined)) as Recipient;

/** Where a lot was put, and until when it may be used. */
export const decidePlace = (command: Command, lot: Goods | undefined): Draft | Refusal =>
  lot ? { kind: "goods.placed", data: command.input } : refuse("goods_unknown", { goods: String(command.input.goods) });

/** The value of what goes out between what went before and `upTo`. */
const partOf = ({ value = ZERO, given }: Goods, { total, upTo }: { total: bigint; upTo: bigint }): Fen =>
  minus(fen((value * upTo) / total), fen((value * given) / total));

export const givenFrom = (lot: Goods, line: Line): Goods =>
  Object.freeze({ ...lot, given: lot.given + thousandths((line.data as GivenData).quantity) });

export const placedFrom = (lot: Goods, line: Line): Goods => {
  const { place, usable_until: usableUntil } = line.data as PlacedData;
  return Object.freeze({ ...lot, place, ...(usableUntil === undefined ? {} : { usableUntil }) });
};

export const handoutFrom = (line: Line, index: number): Handout => {
  const { goods, quantity, purpose, request, household, slip, relates_to: relatesTo } = line.data as GivenData;
  return Object.freeze({
    goods,
    on: relatesTo ?? line.on,
    quantity: thousandths(quantity),
    purpose,
    ...given({ request, household, slip }),
    by: line.by,
    line: index,
  });
};
