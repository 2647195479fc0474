/** Business dates are `YYYY-MM-DD` in Asia/Shanghai; a period is a month `YYYY-MM`, half open (PIT-41). */
export type BusinessDate = string;
export type Period = string;

const shanghai = new Intl.DateTimeFormat("en-CA", {
  timeZone: "Asia/Shanghai",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
});

/** The day in Shanghai on which an instant (a Date or epoch milliseconds) falls. */
export const businessDate = (instant: Date | number): BusinessDate => shanghai.format(instant);

/** The instant of midnight in Shanghai that opens the day, epoch milliseconds. */
export const startOfDay = (day: BusinessDate): number => Date.parse(`${day}T00:00:00+08:00`);

/** True for a date that exists: 2026-02-30 does not. */
export const isBusinessDate = (text: string): boolean => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const instant = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(text);
};

export const isPeriod = (text: string): boolean => /^\d{4}-(0[1-9]|1[0-2])$/.test(text);
export const periodOf = (day: BusinessDate): Period => day.slice(0, 7);
export const firstDay = (period: Period): BusinessDate => `${period}-01`;

export const addDays = (day: BusinessDate, days: number): BusinessDate =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** Same day number `months` later, or the last day of that month when it is missing (DOMAIN §0). */
const addMonths = (day: BusinessDate, months: number): BusinessDate => {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const index = year * 12 + month - 1 + months;
  const last = new Date(Date.UTC(Math.floor(index / 12), (index % 12) + 1, 0)).getUTCDate();
  const text = (value: number, width: number) => String(value).padStart(width, "0");
  return `${text(Math.floor(index / 12), 4)}-${text((index % 12) + 1, 2)}-${text(Math.min(date, last), 2)}`;
};

export const nextPeriod = (period: Period): Period => periodOf(addMonths(firstDay(period), 1));
export const lastDay = (period: Period): BusinessDate => addDays(firstDay(nextPeriod(period)), -1);

/** Whole days from one date to another; negative when `to` is earlier. */
export const daysBetween = (range: { from: BusinessDate; to: BusinessDate }): number =>
  Math.round((Date.parse(`${range.to}T00:00:00Z`) - Date.parse(`${range.from}T00:00:00Z`)) / 86_400_000);
