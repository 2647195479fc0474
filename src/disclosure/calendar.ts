import { addDays, type BusinessDate, firstDay, nextPeriod, type Period } from "../kernel/dates.ts";

/** When the month's report is due: so many days into the next month. The federation's own promise (`set`), dated data. */
const MONTHLY: readonly { readonly validFrom: Period; readonly dueDay: number }[] = [
  { validFrom: "2020-01", dueDay: 15 },
];

/** One month's duty: when it falls due, and what became of it. */
export type Duty = {
  readonly period: Period;
  readonly by: BusinessDate;
  readonly publishedOn?: BusinessDate;
  readonly state: "on_time" | "late" | "overdue" | "waiting";
};

/** The last good day for a month's report. */
export const dueDay = (period: Period): BusinessDate => {
  const rule = MONTHLY.filter(({ validFrom }) => validFrom <= period).at(-1) ?? MONTHLY[0];
  return addDays(firstDay(nextPeriod(period)), (rule?.dueDay ?? 1) - 1);
};

/**
 * The duty of every month from the first to the one that is running, newest first (DISC-8). A month that is due and not
 * published is overdue from the next day on; it counts as late, like one that was published late.
 */
export const dutiesOf = (asked: {
  readonly first: Period;
  readonly today: BusinessDate;
  /** First publication of a month. */
  readonly publishedOn: (period: Period) => BusinessDate | undefined;
}): Duty[] => {
  const duties: Duty[] = [];
  for (let period = asked.first; firstDay(period) <= asked.today; period = nextPeriod(period)) {
    const by = dueDay(period);
    const on = asked.publishedOn(period);
    if (on !== undefined) duties.unshift({ period, by, publishedOn: on, state: on <= by ? "on_time" : "late" });
    else duties.unshift({ period, by, state: asked.today > by ? "overdue" : "waiting" });
  }
  return duties;
};

/** The oldest duty that is overdue, else the one that falls due next. */
export const nextOf = (duties: readonly Duty[]) => {
  const [overdue, waiting] = (["overdue", "waiting"] as const).map((state) => {
    const duty = duties.filter((each) => each.state === state).at(-1);
    return duty && { period: duty.period, by: duty.by, state };
  });
  return overdue ?? waiting;
};

/** How many duties have fallen due or are done, and how many of them in time. */
export const onTimeOf = (duties: readonly Duty[]): { readonly due: number; readonly onTime: number } => ({
  due: duties.filter(({ state }) => state !== "waiting").length,
  onTime: duties.filter(({ state }) => state === "on_time").length,
});
