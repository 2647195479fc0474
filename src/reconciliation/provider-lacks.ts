import { type BusinessDate, daysBetween, type Period, periodOf } from "../kernel/dates.ts";
import type { StatementBook } from "./statement-book.ts";
import type { Statement } from "./statement-facts.ts";
import type { Unbilled } from "./unbilled.ts";

/** A booking that the provider's bill of its day does not have (REC-11): a case with an age in days from its day. */
export type ProviderLack = { readonly booking: Unbilled; readonly days: number };

/** What the books have from a provider and its bill of that day has not, oldest first. */
export const providerLacks = (book: StatementBook, today: BusinessDate): ProviderLack[] =>
  unbilledOf(book).map((booking) => ({ booking, days: Math.max(0, daysBetween({ from: booking.on, to: today })) }));

/**
 * Bookings of days whose bill is in. A bill that was fetched on the day itself may lack what came after it: only one of a
 * later day speaks for it.
 */
const unbilledOf = (book: StatementBook): Unbilled[] => {
  const billed = new Set<string>();
  for (const bill of book.statements())
    for (const on of book.unbilledDays(bill.account))
      if (speaksFor(book, bill, on)) billed.add(`${bill.account}|${on}`);
  if (billed.size === 0) return [];
  return [...book.unbilled()]
    .filter(({ account, on }) => billed.has(`${account}|${on}`))
    .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : a.line - b.line));
};

/** The bills of a provider that cover a day and were fetched after it. */
export const billsOf = (book: StatementBook, account: string, on: BusinessDate): Statement[] =>
  book.statements().filter((bill) => bill.account === account && speaksFor(book, bill, on));

const speaksFor = (book: StatementBook, bill: Statement, on: BusinessDate): boolean => {
  const { account, since, digest, from, to } = bill;
  if (since <= on) return false;
  if (from !== undefined && to !== undefined && from <= on && on <= to) return true;
  const [row] = book.rowsOn(account, on);
  return digest === row?.statement;
};

/** REC-11: bookings of these months that the provider's bill has not, as `<account> <day> <gift>`. */
export const lacksOf = (book: StatementBook, periods: readonly Period[]): string[] => {
  const asked = new Set(periods);
  return unbilledOf(book)
    .filter(({ bookedOn }) => asked.has(periodOf(bookedOn)))
    .map(({ account, on, key }) => `${account} ${on} ${key}`);
};
