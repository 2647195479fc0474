import { limits } from "../../config/limits.ts";
import type { Command, Outcome, RowTaken } from "../journal/chapter.ts";
import type { BusinessDate } from "../kernel/dates.ts";
import { idFrom } from "../kernel/ids.ts";
import type { Fen } from "../kernel/money.ts";
import { isRefusal, type JsonObject, type Refusal, refuse } from "../kernel/result.ts";
import type { Person } from "../people/public.ts";
import { slices, workAhead } from "../platform/ahead.ts";
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

type IntakeDeps = Pick<DonationDeps, "submit" | "people" | "donations">;

/**
 * What arrives by file. Each row is a command under its natural key, so the same file again changes nothing; a known row
 * with other content is refused (`order_changed`). The answers stand in the order of the rows.
 */
export const intakeService = (deps: IntakeDeps) => ({
  importPlatform: (rows: readonly OrderRow[], by: string, done?: Done) =>
    take(deps, { rows, entryOf: orderEntry, by, done }),
  /** Card charges of a processor's list; reconciliation settles them. */
  importCharges: (rows: readonly OrderRow[], by: string) => take(deps, { rows, entryOf: orderEntry, by }),
  importPromises: (rows: readonly PromiseRow[], by: string, done?: Done) =>
    take(deps, { rows, entryOf: promiseEntry, by, done }),
  importGoods: (rows: readonly GoodsRow[], by: string) => take(deps, { rows, entryOf: goodsEntry, by }),
  withdraw: (rows: readonly WithdrawalRow[], by: string) => take(deps, { rows, entryOf: withdrawalEntry, by }),
  /** Gifts of before the opening that may still be refunded. */
  carryPrior: (rows: readonly PriorGiftRow[], by: string) => take(deps, { rows, entryOf: priorEntry, by }),
  /** One card charge: a pledge under its order number; reconciliation settles it. */
  cardGift: async (row: OrderRow, by: string): Promise<RowTaken> => {
    const [answer] = await take(deps, { rows: [row], entryOf: orderEntry, by });
    return answer ?? refuse("order_changed", { ref: row.orderNo });
  },
});

export type IntakeService = ReturnType<typeof intakeService>;

type Kept = readonly [id: string, person: Person];
type Entry = { readonly command: Omit<Command, "by">; readonly person?: Kept };

type Taking<Row> = {
  readonly rows: readonly Row[];
  readonly entryOf: (row: Row) => Entry;
  readonly by: string;
  readonly done?: Done | undefined;
};
/** Hears how many rows are done. */
type Done = (rows: number) => void;

/**
 * Personal data first, then the lines, in the order of the rows. While the lines of some rows are written, the people of the
 * next ones are kept; what is refused leaves only sealed data behind. Of a row that the books or this file had before, the
 * line decides first: a refused one changes nothing of the donor of the one that stands.
 */
const take = async <Row>(deps: IntakeDeps, { rows, entryOf, by, done }: Taking<Row>): Promise<readonly RowTaken[]> => {
  const seen = new Set<string>();
  const keep = async (some: readonly Row[]): Promise<readonly Taken[]> => {
    const taken = some.map((row): Taken => {
      const { command, person } = entryOf(row);
      if (person === undefined) return { command };
      const isKnown = seen.has(person[0]) || hasBefore(deps, command);
      seen.add(person[0]);
      return isKnown ? { command, after: person } : { command, before: person };
    });
    await deps.people.keepMany(taken.flatMap(({ before }) => (before ? [before] : [])));
    return taken;
  };
  const answers: RowTaken[] = [];
  for await (const taken of workAhead(slices(rows, limits.importRowsAtOnce), keep, KEPT_AHEAD)) {
    const outcomes = await Promise.all(taken.map(({ command }) => deps.submit({ ...command, by })));
    const stands = (_row: Taken, i: number): boolean => !isRefusal(outcomes[i]);
    await deps.people.keepMany(taken.filter(stands).flatMap(({ after }) => (after ? [after] : [])));
    for (const outcome of outcomes) answers.push(answerOf(outcome));
    done?.(answers.length);
  }
  return answers;
};

/** A row on its way: its person is kept before its line, or after it. */
type Taken = Pick<Entry, "command"> & { readonly before?: Kept; readonly after?: Kept };

const hasBefore = ({ donations }: IntakeDeps, { input }: Entry["command"]): boolean =>
  donations.byRef(String(input.ref)) !== undefined || donations.goodsLot(String(input.goods)) !== undefined;

/** Slices of rows whose people are on their way into the vault while lines are written. */
const KEPT_AHEAD = 2;

const answerOf = (outcome: Outcome | Refusal): RowTaken => {
  if (!isRefusal(outcome)) return { index: outcome.index, repeated: outcome.repeated };
  return outcome.refused === "key_reused" ? refuse("order_changed") : outcome;
};

type Order = { readonly key: string; readonly ref: string; readonly on: BusinessDate; readonly via: Via };

const pledgeEntry = ({ key, ref, on, via }: Order, row: MoneyRow & { readonly anonymous: boolean }): Entry => {
  const donor = idFrom("P", `gift:${ref}`);
  const input: JsonObject = {
    gift: idFrom("D", `gift:${ref}`),
    ref,
    via,
    fund: row.fund,
    amount: row.amount.toString(),
    donor,
    donor_type: row.donorType,
    anonymous: row.anonymous,
    publish_consent: row.publishConsent,
    receipt_wanted: row.receiptWanted,
    ...(row.purpose === undefined ? {} : { purpose: row.purpose }),
  };
  return { command: { name: "donations.pledge", key, on, input }, person: [donor, personOf(row)] };
};

const orderEntry = (row: OrderRow): Entry =>
  pledgeEntry({ key: `order:${row.orderNo}`, ref: row.orderNo, on: row.on, via: row.channel }, row);

const promiseEntry = (row: PromiseRow): Entry =>
  pledgeEntry(
    { key: `promise:${row.donationCode}`, ref: row.donationCode, on: row.promisedOn, via: "bank" },
    { ...row, anonymous: false },
  );

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
