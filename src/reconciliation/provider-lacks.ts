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
  const billed = new Set(
    book
      .unbilledDays()
      .filter(({ account, on }) => billsOf(book, account, on).length > 0)
      .map(({ account, on }) => `${account}|${on}`),
  );
  if (billed.size === 0) return [];
  return [...book.unbilled()]
    .filter(({ account, on }) => billed.has(`${account}|${on}`))
    .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : a.line - b.line));
};

/** The bills of a provider that cover a day and were fetched after it. */
export const billsOf = (book: StatementBook, account: string, on: BusinessDate): Statement[] => {
  const [row] = book.rowsOn(account, on);
  const covers = ({ digest, from, to }: Statement): boolean =>
    digest === row?.statement || (from !== undefined && to !== undefined && from <= on && on <= to);
  return book.statements().filter((bill) => bill.account === account && bill.since > on && covers(bill));
};

/** REC-11: bookings of these months that the provider's bill has not, as `<account> <day> <gift>`. */
export const lacksOf = (book: StatementBook, periods: readonly Period[]): string[] => {
  const asked = new Set(periods);
  return unbilledOf(book)
    .filter(({ bookedOn }) => asked.has(periodOf(bookedOn)))
    .map(({ account, on, key }) => `${account} ${on} ${key}`);
};
