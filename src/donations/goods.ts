import type { Command, Draft } from "../journal/chapter.ts";
import type { Line } from "../journal/line.ts";
import type { BusinessDate } from "../kernel/dates.ts";
import { type Fen, fen } from "../kernel/money.ts";
import { type Refusal, refuse } from "../kernel/result.ts";
import { accountPath, credit, debit } from "../ledger/public.ts";
import type { DonorType, Evidence, GoodsData } from "./facts.ts";
import type { Lower } from "./settlement.ts";

/** A lot of donated goods. `value` is the booked value in fen; without it the lot stands in the memo register only. */
export type Goods = {
  readonly no: string;
  readonly fund: string;
  readonly donor: string;
  readonly donorType: DonorType;
  readonly item: string;
  readonly unit: string;
  readonly quantity: string;
  readonly evidence: Evidence;
  readonly value?: Fen;
  /** What was given out of it, in thousandths of its unit (ACC-10). */
  readonly given: bigint;
  /** Where it lies, and until when it may be used (GIFT-13); told when it is put away. */
  readonly place?: string;
  readonly usableUntil?: BusinessDate;
  readonly receivedOn: BusinessDate;
  readonly publishConsent: boolean;
  readonly receiptWanted: boolean;
  readonly line: number;
};

/** Books a lot at the value its evidence shows (GIFT-10), else keeps it without an amount (GIFT-12). Refuses a known lot with other content. */
export const decideGoods = (
  command: Command,
  lower: Lower,
  known: (no: string) => Goods | undefined,
): Draft | Refusal => {
  const data = command.input as GoodsData;
  const fund = lower.funds.fund(data.fund);
  if (!fund) return refuse("fund_unknown", { fund: data.fund });
  if (known(data.goods)) return refuse("order_changed", { ref: data.goods });
  const booked = data.evidence !== "none" && data.value !== undefined;
  const on = lower.ledger.periods.postingDate(command.on);
  const late = on === command.on ? {} : { relates_to: command.on };
  if (!booked) return { kind: "goods.accepted", on, data: { ...data, ...late, booked } };
  const value = fen(BigInt(data.value));
  if (value <= 0n) return refuse("amount_not_positive", { ref: data.goods });
  const income = fund.restriction === "none" ? "unrestrictedDonations" : "restrictedDonations";
  return {
    kind: "goods.accepted",
    on,
    data: { ...data, ...late, booked },
    post: [debit(accountPath("goods", on, fund.code), value), credit(accountPath(income, on, fund.code), value)],
  };
};

export const goodsFrom = (line: Line, index: number): Goods => {
  const data = line.data as GoodsData;
  return Object.freeze({
    no: data.goods,
    fund: data.fund,
    donor: data.donor,
    donorType: data.donor_type,
    item: data.item,
    unit: data.unit,
    quantity: data.quantity,
    evidence: data.evidence,
    ...(data.booked && data.value !== undefined ? { value: fen(BigInt(data.value)) } : {}),
    given: 0n,
    receivedOn: data.relates_to ?? line.on,
    publishConsent: data.publish_consent,
    receiptWanted: data.receipt_wanted,
    line: index,
  });
};
