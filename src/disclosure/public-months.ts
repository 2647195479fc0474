import type { Period } from "../kernel/dates.ts";
import { type Fen, minus, plus, sum, ZERO } from "../kernel/money.ts";
import { keepAnswers } from "../platform/kept.ts";
import type { Request } from "../disbursements/public.ts";
import { bookedIn } from "./booked.ts";
import { type FundMonth, fundTotals } from "./fund-figures.ts";
import { type FundAid, heldBack } from "./held-aid.ts";
import { type Books, monthsOf } from "./month.ts";

/** The months of all funds as the public sees them. */
export type PublicMonths = {
  readonly period: Period;
  /** Aid of few households is neither in a fund's aid nor taken from its balances; its equation holds. */
  readonly months: readonly FundMonth[];
  /** What is held back, all funds together: added to the months it gives the books. Undefined when there is none. */
  readonly rest: FundMonth | undefined;
  /** Funds whose aid, or reserve, is in the rest. */
  readonly held: ReadonlySet<string>;
  /** All payments of the month, as the books have them. */
  readonly paid: readonly Request[];
  /** Those inside the funds' own figures. */
  readonly shown: readonly Request[];
  /** Those that are only in the rest. */
  readonly merged: readonly Request[];
  /** Approved and not paid at the end of the month; and those of them that stand with their fund. */
  readonly open: readonly Request[];
  readonly openShown: readonly Request[];
  /** Approved in the books of the month. */
  readonly approved: readonly Request[];
  /** The last month in which aid of a fund was shown as its own. */
  readonly lastShown: ReadonlyMap<string, Period>;
  /** Names of sums that are told one level up only, because of what was published before (PII-10). */
  readonly untold: ReadonlySet<string>;
};

/** Code and name of the row of what is held back. */
export const REST = {
  code: "*",
  name: {
    zh: "不满 5 户的救助（各基金合并）",
    en: "Aid to fewer than 5 households (all funds together)",
  },
} as const;

/** Name of the sum of what a fund promised. */
export const reserveSum = (fund: string): string => `reserved/${fund}`;

/**
 * The month of every fund without aid that would point at a household (PII-1, PII-9 to PII-11). Such aid stays in the
 * fund's public balance and is taken off in one row over all funds, for good: a later month that took it off the fund
 * would tell it by subtraction. All rows still add up to the books.
 */
export const publicMonths = (books: Books, period: Period, untold: ReadonlySet<string>): PublicMonths => {
  const real = monthsOf(books, period);
  const { before, now, held, lastShown, open, approved } = aidOf(books, period);
  const few = new Set(heldBack(open).map(({ fund }) => fund));
  const reserved = new Set(
    open
      .filter(({ fund, paid }) => paid.length > 0 && (few.has(fund) || untold.has(reserveSum(fund))))
      .map(({ fund }) => fund),
  );
  const months = real.map((month): FundMonth => {
    const earlier = before.get(month.fund) ?? ZERO;
    const here = amountOf(held.find(({ fund }) => fund === month.fund)?.paid);
    const reserve = reserved.has(month.fund) ? month.reserved : ZERO;
    return {
      ...month,
      openingRestricted: plus(month.openingRestricted, earlier),
      closingRestricted: sum([month.closingRestricted, earlier, here]),
      aidPaid: minus(month.aidPaid, here),
      aidReturned: ZERO,
      reserved: minus(month.reserved, reserve),
      available: sum([month.available, earlier, here, reserve]),
    };
  });
  const merged = held.flatMap(({ paid }) => paid);
  const isMerged = new Set(merged);
  const paid = now.flatMap((fund) => fund.paid);
  const opened = open.flatMap((fund) => fund.paid);
  return {
    period,
    months,
    rest: restOf(real, months),
    held: new Set([...before.keys(), ...held.map(({ fund }) => fund), ...reserved]),
    paid,
    shown: paid.filter((request) => !isMerged.has(request)),
    merged,
    open: opened,
    openShown: opened.filter(({ fund }) => !reserved.has(fund)),
    approved: approved.flatMap((fund) => fund.paid),
    lastShown,
    untold,
  };
};

type Aid = ReturnType<typeof heldAid> & {
  readonly open: readonly FundAid<Request>[];
  readonly approved: readonly FundAid<Request>[];
};
const keptAid = keepAnswers<Aid>();

/** What the requests of all months say of one, kept until a request changes or a month is closed or opened again. */
const aidOf = (books: Books, period: Period): Aid => {
  const closed = books.ledger.periods.all().map(({ period: month, line }) => `${month}@${line}`);
  const version = [books.disbursements.changedAt(), ...closed].join();
  return keptAid({ owner: books.disbursements, version, key: period }, () => ({
    ...heldAid(books, period),
    open: openRequests(books, period),
    approved: approvedRequests(books, period),
  }));
};

/** What is held back of each month up to this one: decided month by month, so that no later one changes it (PII-10). */
const heldAid = (books: Books, period: Period) => {
  const bookedOf = bookedIn(books.ledger);
  const byMonth = new Map<Period, Request[]>();
  for (const request of books.disbursements.requests()) {
    if (request.paidOn === undefined) continue;
    const month = bookedOf({ on: request.paidOn, line: request.paidLine ?? 0 });
    if (month > period) continue;
    const some = byMonth.get(month);
    if (some) some.push(request);
    else byMonth.set(month, [request]);
  }
  const before = new Map<string, Fen>();
  const lastShown = new Map<string, Period>();
  const told = (month: Period, funds: readonly FundAid<Request>[]): FundAid<Request>[] => {
    const held = heldBack(funds);
    for (const fund of funds) if (fund.paid.length > 0 && !held.includes(fund)) lastShown.set(fund.fund, month);
    return held;
  };
  for (const month of [...byMonth.keys()].filter((each) => each < period).sort())
    for (const { fund, paid } of told(month, byFund(books, byMonth.get(month))))
      before.set(fund, plus(before.get(fund) ?? ZERO, amountOf(paid)));
  const now = byFund(books, byMonth.get(period));
  return { before, now, held: told(period, now), lastShown };
};

/** Every fund with its own of some requests, in federation order. */
const byFund = (books: Books, requests: readonly Request[] = []): FundAid<Request>[] => {
  const paid = new Map<string, Request[]>(books.funds.all().map(({ code }) => [code, []]));
  for (const request of requests) paid.get(request.fund)?.push(request);
  return [...paid].map(([fund, some]) => ({ fund, paid: some }));
};

/** Approved in this month's books or before, and neither paid nor withdrawn in them. */
const openRequests = (books: Books, period: Period): FundAid<Request>[] => {
  const bookedOf = bookedIn(books.ledger);
  const done = (request: Request, name: "decide" | "pay" | "withdraw"): boolean =>
    request.acts.some((act) => act.act === name && bookedOf(act) <= period);
  const open = [...books.disbursements.requests()].filter(
    (request) =>
      request.approvedOn !== undefined &&
      done(request, "decide") &&
      !done(request, "pay") &&
      !done(request, "withdraw"),
  );
  return byFund(books, open);
};

/** Approved, and the decision booked, in this month's books. */
const approvedRequests = (books: Books, period: Period): FundAid<Request>[] => {
  const bookedOf = bookedIn(books.ledger);
  const approved = [...books.disbursements.requests()].filter((request) => {
    const act = request.acts.findLast((each) => each.act === "decide");
    return request.approvedOn !== undefined && act !== undefined && bookedOf(act) === period;
  });
  return byFund(books, approved);
};

const amountOf = (requests: readonly Request[] = []): Fen => sum(requests.map(({ amount }) => amount));

const restOf = (real: readonly FundMonth[], shown: readonly FundMonth[]): FundMonth | undefined => {
  const [all, own] = [fundTotals(real), fundTotals(shown)];
  const columns = Object.entries(all).map(([name, amount]) => [name, minus(amount, own[name as keyof typeof own])]);
  if (columns.every(([, amount]) => amount === ZERO)) return undefined;
  return { ...(Object.fromEntries(columns) as typeof all), fund: REST.code };
};
