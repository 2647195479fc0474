import type { BusinessDate } from "../kernel/dates.ts";
import type { Bilingual } from "../platform/display.ts";

/** What forbids erasing: a voucher that the data belong to, or a receipt that was given out. */
export type BoundBy = "voucher" | "receipt";

/** How long something is kept, counted from the end of its year; the newest rule first. */
type RetentionRule = { readonly validFrom: BusinessDate; readonly years: number; readonly source: Bilingual };

/** ACC-15. */
const RETENTION: { readonly [by in BoundBy]: readonly [RetentionRule, ...RetentionRule[]] } = {
  voucher: [
    {
      validFrom: "2016-01-01",
      years: 30,
      source: { zh: "《会计档案管理办法》附表一", en: "Measures for Accounting Archives, annex 1" },
    },
  ],
  receipt: [
    {
      validFrom: "2013-01-01",
      years: 5,
      source: { zh: "《财政票据管理办法》，存根", en: "Measures for Fiscal Bills, stubs" },
    },
  ],
};

export type Bound = {
  readonly by: BoundBy;
  /** The last day on which the data must be kept. */
  readonly until: BusinessDate;
  readonly years: number;
  readonly source: Bilingual;
};

/** Until when something of a day is kept. A day before all rules falls under the newest. */
const boundOf = (by: BoundBy, on: BusinessDate): Bound => {
  const { years, source } = RETENTION[by].find(({ validFrom }) => validFrom <= on) ?? RETENTION[by][0];
  return { by, until: `${Number(on.slice(0, 4)) + years}-12-31`, years, source };
};

/** The bound that ends last; undefined when nothing forbids erasing. */
export const lastBound = (days: { readonly [by in BoundBy]: readonly BusinessDate[] }): Bound | undefined =>
  (["voucher", "receipt"] as const)
    .flatMap((by) => days[by].map((on) => boundOf(by, on)))
    .sort((a, b) => (a.until < b.until ? 1 : a.until > b.until ? -1 : 0))[0];
