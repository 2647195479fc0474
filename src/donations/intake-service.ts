import { limits } from "../../config/limits.ts";
import type { Command, Outcome, RowAnswer } from "../journal/chapter.ts";
import type { BusinessDate } from "../kernel/dates.ts";
import { idFrom } from "../kernel/ids.ts";
import type { Fen } from "../kernel/money.ts";
import { isRefusal, type JsonObject, type Refusal, refuse } from "../kernel/result.ts";
import type { Person } from "../people/public.ts";
import type { DonorType, Evidence, Via } from "./facts.ts";
import type { DonationDeps } from "./ports.ts";

type Donor = {
  readonly donorName?: string;
  readonly donorType: DonorType;
  readonly creditCode?: string;
  readonly phone?: string;
  readonly email?: string;
};
type MoneyRow = Donor & {
  readonly amount: Fen;
  readonly fund: string;
  readonly purpose?: string;
  readonly publishConsent: boolean;
  readonly receiptWanted: boolean;
};

/** A row of a platform's donor list, or a card charge: `on` is the day of payment. */
export type OrderRow = MoneyRow & {
  readonly orderNo: string;
  readonly on: BusinessDate;
  readonly anonymous: boolean;
  readonly channel: "wechat" | "alipay" | "unionpay" | "stripe";
};
export type PromiseRow = MoneyRow & { readonly donationCode: string; readonly promisedOn: BusinessDate };
export type GoodsRow = Donor & {
  readonly goodsNo: string;
  readonly receivedOn: BusinessDate;
  readonly fund: string;
  readonly item: string;
  readonly unit: string;
  readonly quantity: string;
  readonly evidenceType: Evidence;
  readonly evidenceRef?: string;
  readonly value?: Fen;
  readonly publishConsent: boolean;
  readonly receiptWanted: boolean;
};
export type WithdrawalRow = { readonly gift: string; readonly withdrawnOn: BusinessDate };
export type PriorGiftRow = {
  readonly orderNo: string;
  readonly on: BusinessDate;
  readonly fund: string;
  readonly amount: Fen;
  readonly donorType: DonorType;
  readonly channel: string;
  readonly receiptIssued: boolean;
};

type IntakeDeps = Pick<DonationDeps, "submit" | "people">;

/**
 * What arrives by file. Each row is a command under its natural key, so the same file again changes nothing; a known row
 * with other content is refused (`order_changed`). The answers stand in the order of the rows.
 */
export const intakeService = (deps: IntakeDeps) => ({
  importPlatform: (rows: readonly OrderRow[], by: string) => take(deps, rows.map(orderEntry), by),
  /** Card charges of a processor's list; reconciliation settles them. */
  importCharges: (rows: readonly OrderRow[], by: string) => take(deps, rows.map(orderEntry), by),
  importPromises: (rows: readonly PromiseRow[], by: string) => take(deps, rows.map(promiseEntry), by),
  importGoods: (rows: readonly GoodsRow[], by: string) => take(deps, rows.map(goodsEntry), by),
  withdraw: (rows: readonly WithdrawalRow[], by: string) => take(deps, rows.map(withdrawalEntry), by),
  /** Gifts of before the opening that may still be refunded. */
  carryPrior: (rows: readonly PriorGiftRow[], by: string) => take(deps, rows.map(priorEntry), by),
  /** One card charge: a pledge under its order number; reconciliation settles it. */
  cardGift: async (row: OrderRow, by: string): Promise<RowAnswer> => {
    const [answer] = await take(deps, [orderEntry(row)], by);
    return answer ?? refuse("order_changed", { ref: row.orderNo });
  },
});

export type IntakeService = ReturnType<typeof intakeService>;

type Entry = {
  readonly command: Omit<Command, "by">;
  readonly person?: readonly [id: string, person: Person];
};

/**
 * Personal data first, then the lines, in the order of the rows; what was refused leaves only sealed data behind. While the
 * lines of some rows are written, the people of the next ones are kept.
 */
const take = async (deps: IntakeDeps, entries: readonly Entry[], by: string): Promise<readonly RowAnswer[]> => {
  const answers: RowAnswer[] = [];
  const rowsAt = (from: number) => entries.slice(from, from + limits.importRowsAtOnce);
  const keep = (from: number): Promise<void> => {
    const kept = deps.people.keepMany(rowsAt(from).flatMap(({ person }) => (person === undefined ? [] : [person])));
    kept.catch(() => undefined);
    return kept;
  };
  let kept = keep(0);
  for (let from = 0; from < entries.length; from += limits.importRowsAtOnce) {
    await kept;
    kept = keep(from + limits.importRowsAtOnce);
    const outcomes = await Promise.all(rowsAt(from).map(({ command }) => deps.submit({ ...command, by })));
    for (const outcome of outcomes) answers.push(answerOf(outcome));
  }
  return answers;
};

const answerOf = (outcome: Outcome | Refusal): RowAnswer =>
  isRefusal(outcome) && outcome.refused === "key_reused" ? refuse("order_changed") : outcome;

const pledgeEntry = (key: string, on: BusinessDate, input: JsonObject, donor: Donor): Entry => {
  const ref = String(input.ref);
  const id = idFrom("P", `gift:${ref}`);
  return {
    command: { name: "donations.pledge", key, on, input: { ...input, gift: idFrom("D", `gift:${ref}`), donor: id } },
    person: [id, personOf(donor)],
  };
};

const moneyInput = (row: MoneyRow): JsonObject => ({
  fund: row.fund,
  amount: row.amount.toString(),
  donor_type: row.donorType,
  publish_consent: row.publishConsent,
  receipt_wanted: row.receiptWanted,
  ...(row.purpose === undefined ? {} : { purpose: row.purpose }),
});

const orderEntry = (row: OrderRow): Entry => {
  const input = { ...moneyInput(row), ref: row.orderNo, via: row.channel satisfies Via, anonymous: row.anonymous };
  return pledgeEntry(`order:${row.orderNo}`, row.on, input, row);
};

const promiseEntry = (row: PromiseRow): Entry => {
  const input = { ...moneyInput(row), ref: row.donationCode, via: "bank", anonymous: false };
  return pledgeEntry(`promise:${row.donationCode}`, row.promisedOn, input, row);
};

const goodsEntry = (row: GoodsRow): Entry => {
  const id = idFrom("P", `goods:${row.goodsNo}`);
  const input: JsonObject = {
    goods: row.goodsNo,
    fund: row.fund,
    donor: id,
    donor_type: row.donorType,
    item: row.item,
    unit: row.unit,
    quantity: row.quantity,
    evidence: row.evidenceType,
    ...(row.evidenceRef === undefined ? {} : { evidence_ref: row.evidenceRef }),
    ...(row.value === undefined ? {} : { value: row.value.toString() }),
    publish_consent: row.publishConsent,
    receipt_wanted: row.receiptWanted,
  };
  const command = { name: "donations.acceptGoods", key: `goods:${row.goodsNo}`, on: row.receivedOn, input };
  return { command, person: [id, personOf(row)] };
};

const withdrawalEntry = (row: WithdrawalRow): Entry => ({
  command: {
    name: "donations.withdraw",
    key: `withdraw:${row.gift}`,
    on: row.withdrawnOn,
    input: { ref: row.gift },
  },
});

const priorEntry = (row: PriorGiftRow): Entry => ({
  command: {
    name: "donations.carry",
    key: `prior:${row.orderNo}`,
    on: row.on,
    input: {
      gift: idFrom("D", `gift:${row.orderNo}`),
      ref: row.orderNo,
      via: row.channel,
      fund: row.fund,
      amount: row.amount.toString(),
      donor_type: row.donorType,
      anonymous: false,
      publish_consent: false,
      receipt_wanted: row.receiptIssued,
      receipt_issued: row.receiptIssued,
    },
  },
});

const personOf = ({ donorName = "", phone, email, creditCode }: Donor): Person => ({
  name: donorName,
  ...(phone === undefined ? {} : { phone }),
  ...(email === undefined ? {} : { email }),
  ...(creditCode === undefined ? {} : { idNumber: creditCode }),
});
