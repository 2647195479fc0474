import { addDays, type BusinessDate, periodOf } from "../kernel/dates.ts";

/** A payout comes on the first business day after its batch, and is late after the third (REC-10, T+1 to T+3). */
export const PAYOUT_DAYS = 3;

export type IsBusinessDay = (day: BusinessDate) => boolean;

/**
 * Business days by the dated calendar of the federation, in which a Sunday may be worked and a Monday free. A month of
 * which it names no day is not in it: there Saturdays and Sundays are free.
 */
export const businessDays = (nonBusinessDays: readonly BusinessDate[]): IsBusinessDay => {
  const free = new Set(nonBusinessDays);
  const months = new Set(nonBusinessDays.map(periodOf));
  return (day) => (months.has(periodOf(day)) ? !free.has(day) : !isWeekend(day));
};

const isWeekend = (day: BusinessDate): boolean => [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());

/** The n-th business day after a day. */
export const businessDayAfter = (day: BusinessDate, count: number, isBusinessDay: IsBusinessDay): BusinessDate => {
  let at = day;
  for (let left = count; left > 0; ) {
    at = addDays(at, 1);
    if (isBusinessDay(at)) left -= 1;
  }
  return at;
};
