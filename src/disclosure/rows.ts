import { type Period, periodOf } from "../kernel/dates.ts";
import { type Fen, formatYuan, plus, ZERO } from "../kernel/money.ts";
import type { JsonObject } from "../kernel/result.ts";
import type { Request } from "../disbursements/public.ts";
import type { GiftSum } from "../donations/public.ts";
import { SMALL_GROUP } from "./small-groups.ts";

/** Aid of one fund for one purpose: payments that were not returned, and the distinct people they helped. */
export type AidRow = {
  readonly fund: string;
  readonly purpose: string;
  readonly payments: number;
  readonly beneficiaries: number;
  readonly amount: Fen;
};
/** Gifts to one fund from one kind of donor by one way; `online` is every wallet and card. */
export type IncomeRow = {
  readonly fund: string;
  readonly donorType: string;
  readonly way: "online" | "bank";
  readonly gifts: number;
  readonly gross: Fen;
};

/** Rows of the period by day of payment, before any masking: for the books, never for the public (PII-1). */
export const aidRows = (requests: Iterable<Request>, period: Period): AidRow[] => {
  const groups = new Map<
    string,
    { fund: string; purpose: string; payments: number; people: Set<string>; amount: Fen }
  >();
  for (const request of requests) {
    if (request.paidOn === undefined || periodOf(request.paidOn) !== period || request.state === "returned") continue;
    const key = `${request.fund}|${request.purpose}`;
    const group = groups.get(key) ?? {
      fund: request.fund,
      purpose: request.purpose,
      payments: 0,
      people: new Set<string>(),
      amount: ZERO,
    };
    group.payments += 1;
    group.people.add(request.beneficiary);
    group.amount = plus(group.amount, request.amount);
    groups.set(key, group);
  }
  return sorted(groups).map(({ people, ...row }) => ({ ...row, beneficiaries: people.size }));
};

/** The rows of sums of gifts, before any masking. */
export const incomeRows = (sums: readonly GiftSum[]): IncomeRow[] => {
  const groups = new Map<
    string,
    { fund: string; donorType: string; way: "online" | "bank"; gifts: number; gross: Fen }
  >();
  for (const { via, fund, donorType, count, amount } of sums) {
    const way = via === "bank" ? "bank" : "online";
    const key = `${fund}|${donorType}|${way}`;
    const group = groups.get(key) ?? { fund, donorType, way, gifts: 0, gross: ZERO };
    group.gifts += count;
    group.gross = plus(group.gross, amount);
    groups.set(key, group);
  }
  return sorted(groups);
};

export const aidRowsJson = (rows: readonly AidRow[]): JsonObject[] =>
  rows.map(({ amount, ...row }) => ({
    ...row,
    amount: formatYuan(amount),
    small_group: row.beneficiaries < SMALL_GROUP,
  }));

export const incomeRowsJson = (rows: readonly IncomeRow[]): JsonObject[] =>
  rows.map(({ donorType, gross, ...row }) => ({
    ...row,
    donor_type: donorType,
    gross: formatYuan(gross),
    small_group: row.gifts < SMALL_GROUP,
  }));

const sorted = <Group>(groups: ReadonlyMap<string, Group>): Group[] =>
  [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
