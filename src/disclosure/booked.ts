import { type BusinessDate, nextPeriod, type Period, periodOf } from "../kernel/dates.ts";
import type { Ledger } from "../ledger/public.ts";

/** What happened on a day, and the line that says so. */
export type Entry = { readonly on: BusinessDate; readonly line: number };

/**
 * The month whose books hold an entry: its own, or for a late paper the first month that was open when it was written
 * (ACC-16). Published figures go by this month, so what is written later never moves them (PDF-4).
 */
export const bookedIn = ({ periods }: Pick<Ledger, "periods">): ((entry: Entry) => Period) => {
  const closedAt = new Map(periods.all().map(({ period, line }) => [period, line]));
  const wasClosed = (period: Period, line: number): boolean => (closedAt.get(period) ?? line) < line;
  return ({ on, line }) => {
    let period = periodOf(on);
    while (wasClosed(period, line)) period = nextPeriod(period);
    return period;
  };
};
