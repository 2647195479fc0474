import { type BusinessDate, daysBetween } from "../kernel/dates.ts";
import { absolute, divideHalfUp, type Fen, fen, minus, sum } from "../kernel/money.ts";
import { isUnpaid, unpaidDays } from "./payout.ts";
import { businessDayAfter, businessDays, PAYOUT_DAYS } from "./payout-window.ts";
import type { StatementBook } from "./statement-book.ts";

/** A payout that should have reached the bank and has not (REC-10): `days` counts from the day of its batch. */
export type LatePayout = {
  readonly account: string;
  /** The day of a wallet, the payout id of cards. */
  readonly batch: string;
  readonly on: BusinessDate;
  /** The last day on which it was in time. */
  readonly due: BusinessDate;
  readonly amount: Fen;
  readonly days: number;
};

type Asked = {
  readonly merchants: readonly { readonly account: string; readonly channel: string }[];
  readonly nonBusinessDays: readonly BusinessDate[];
  readonly today: BusinessDate;
};

const CARDS = "stripe";

/** Payouts that are later than T+3 business days, oldest first. A batch that comes to nothing or less is never paid. */
export const latePayouts = (book: StatementBook, { merchants, nonBusinessDays, today }: Asked): LatePayout[] => {
  const isBusinessDay = businessDays(nonBusinessDays);
  const late = (some: Omit<LatePayout, "due" | "days">): LatePayout[] => {
    const due = businessDayAfter(some.on, PAYOUT_DAYS, isBusinessDay);
    return due < today && some.amount > 0n ? [{ ...some, due, days: daysBetween({ from: some.on, to: today }) }] : [];
  };
  const wallets = merchants
    .filter(({ channel }) => channel !== CARDS)
    .flatMap(({ account }) =>
      unpaidDays(book, account)
        .filter((day) => day < today)
        .flatMap((day) => late({ account, batch: day, on: day, amount: netOfDay(book, account, day) })),
    );
  return [...wallets, ...cardPayouts(book).flatMap(late)].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
};

const netOfDay = (book: StatementBook, account: string, day: BusinessDate): Fen => {
  const { amount, fee } = book.daySum(account, day);
  const transit = book.transit(account, day);
  return sum([minus(amount, fen(divideHalfUp(fee, 1000n))), ...(transit ? [transit.net] : [])]);
};

/** Card payouts that the list of the provider has and no bank row is. */
const cardPayouts = (book: StatementBook): Omit<LatePayout, "due" | "days">[] =>
  [...book.payoutTraces()].flatMap(([, key]) => {
    const row = book.row(key);
    if (!row) return [];
    const { account, on, payout: batch = row.id } = row;
    return isUnpaid(book, { account, name: batch }) ? [{ account, batch, on, amount: absolute(row.amount) }] : [];
  });
