import { lastDay, type Period, periodOf } from "../kernel/dates.ts";
import { type Fen, minus, plus, sum, ZERO } from "../kernel/money.ts";
import type { Request } from "../disbursements/public.ts";
import { type FundMonth, fundTotals } from "./fund-figures.ts";
import { type FundAid, heldBack } from "./held-aid.ts";
import { type Books, monthsOf } from "./month.ts";

/** The months of all funds as the public sees them. */
export type PublicMonths = {
  /** Aid of few households is neither in a fund's aid nor taken from its balances; its equation holds. */
  readonly months: readonly FundMonth[];
  /** What is held back, all funds together: added to the months it gives the books. Undefined when there is none. */
  readonly rest: FundMonth | undefined;
  /** Funds whose aid, or reserve, is in the rest. */
  readonly held: ReadonlySet<string>;
  /** Payments inside the funds' own figures; earlier ones that were held back until now as well. */
  readonly shown: readonly Request[];
  /** Payments of this month that are only in the rest. */
  readonly merged: readonly Request[];
};

/** Code and name of the row of what is held back. */
export const REST = {
  code: "*",
  name: {
    zh: "不满 5 户的救助（各基金合并）",
    en: "Aid to fewer than 5 households (all funds together)",
  },
} as const;

/**
 * The month of every fund without aid that would point at a household (PII-1, PII-9 to PII-11). Such aid stays in the
 * fund's public balance until there is enough of it, and is taken off in one row over all funds: so neither a fund's
 * equation, nor its next opening, nor a total tells it, and all rows still add up to the books.
 */
export const publicMonths = (books: Books, period: Period): PublicMonths => {
  const real = monthsOf(books, period);
  const { before, candidates, after } = heldAid(books, period);
  const reserves = new Set(heldBack(openRequests(books, period)).map(({ fund }) => fund));
  const months = real.map((month): FundMonth => {
    const opening = amountOf(before.get(month.fund));
    const closing = amountOf(after.get(month.fund));
    const reserve = reserves.has(month.fund) ? month.reserved : ZERO;
    return {
      ...month,
      openingRestricted: plus(month.openingRestricted, opening),
      closingRestricted: plus(month.closingRestricted, closing),
      aidPaid: minus(month.aidPaid, minus(closing, opening)),
      aidReturned: ZERO,
      reserved: minus(month.reserved, reserve),
      available: sum([month.available, closing, reserve]),
    };
  });
  const free = candidates.filter(({ fund }) => !after.has(fund));
  return {
    months,
    rest: restOf(real, months),
    held: new Set([...after.keys(), ...reserves]),
    shown: free.flatMap(({ earlier, now }) => [...earlier, ...now]),
    merged: candidates.filter(({ fund }) => after.has(fund)).flatMap(({ now }) => now),
  };
};

type Held = ReadonlyMap<string, readonly Request[]>;

/** Month by month from the first payment, because what is held back in one month is still held in the next (PII-10). */
const heldAid = (books: Books, period: Period) => {
  const paid = [...books.disbursements.requests()].filter(({ paidOn }) => paidOn !== undefined);
  const monthOf = ({ paidOn = "" }: Request): Period => periodOf(paidOn);
  const earlier = [...new Set(paid.map(monthOf))].filter((month) => month < period).sort();
  let [before, after]: [Held, Held] = [new Map(), new Map()];
  let candidates: FundAid<Request>[] = [];
  for (const month of [...earlier, period]) {
    before = after;
    const now = paid.filter((request) => monthOf(request) === month);
    const waiting = before;
    candidates = books.funds.all().map(({ code }) => ({
      fund: code,
      earlier: waiting.get(code) ?? [],
      now: now.filter(({ fund }) => fund === code),
    }));
    after = new Map(heldBack(candidates).map((each) => [each.fund, [...each.earlier, ...each.now]]));
  }
  return { before, candidates, after };
};

/** Approved by the end of the month and not paid by then; what was closed in another way later is left out. */
const openRequests = (books: Books, period: Period): FundAid<Request>[] => {
  const end = lastDay(period);
  const open = [...books.disbursements.requests()].filter(
    ({ approvedOn, paidOn, withdrawnOn }) =>
      approvedOn !== undefined &&
      approvedOn <= end &&
      (paidOn === undefined || paidOn > end) &&
      withdrawnOn === undefined,
  );
  return books.funds
    .all()
    .map(({ code }) => ({ fund: code, earlier: [], now: open.filter(({ fund }) => fund === code) }));
};

const amountOf = (requests: readonly Request[] = []): Fen => sum(requests.map(({ amount }) => amount));

const restOf = (real: readonly FundMonth[], shown: readonly FundMonth[]): FundMonth | undefined => {
  const [all, own] = [fundTotals(real), fundTotals(shown)];
  const columns = Object.entries(all).map(([name, amount]) => [name, minus(amount, own[name as keyof typeof own])]);
  if (columns.every(([, amount]) => amount === ZERO)) return undefined;
  return { ...(Object.fromEntries(columns) as typeof all), fund: REST.code };
};
