import type { Draft } from "../journal/chapter.ts";
import type { Line } from "../journal/line.ts";
import { Table } from "../journal/table.ts";
import {
  addDays,
  type BusinessDate,
  businessDate,
  firstDay,
  lastDay,
  nextPeriod,
  type Period,
  periodOf,
} from "../kernel/dates.ts";
import { type Fen, fen, ZERO } from "../kernel/money.ts";
import { type Refusal, refuse } from "../kernel/result.ts";
import type { Balances } from "./balances.ts";
import { CLOSING, closingPostings, isNominal, reopeningPostings } from "./closing.ts";

export type CloseProposal = { readonly period: Period; readonly by: string };
export type ClosedPeriod = { readonly period: Period; readonly by: string; readonly line: number };
export type ReopenProposal = CloseProposal & { readonly reason: string };
/** A month that was opened again: shown to the public with its day and reason. */
export type Reopening = {
  readonly period: Period;
  readonly reason: string;
  readonly on: BusinessDate;
  readonly proposedBy: string;
  readonly by: string;
  readonly line: number;
};

const LAST = "last";

export type Periods = ReturnType<typeof openPeriods>;

/** Which months are closed (LED-6). Months are closed in order and reopened in reverse; a closed one takes no posting. */
export const openPeriods = () => {
  const closed = new Table<ClosedPeriod>("closedPeriods");
  const proposals = new Table<CloseProposal>("closeProposals");
  const reopenProposals = new Table<ReopenProposal>("reopenProposals");
  const reopenings = new Table<Reopening>("reopenings");
  const locks = new Table<Period>("lockedUpTo");
  /** The last closed month locks every day up to its end, those of months in which nothing moved too. */
  const lock = (): void => {
    const last = [...closed.values()]
      .map(({ period }) => period)
      .sort()
      .at(-1);
    if (last === undefined) locks.delete(LAST);
    else locks.set(LAST, last);
  };
  const isClosed = (on: BusinessDate): boolean => periodOf(on) <= (locks.get(LAST) ?? "");
  const reopeningsOf = (period: Period) => [...reopenings.values()].filter((row) => row.period === period);
  return {
    tables: [closed, proposals, reopenProposals, reopenings, locks],
    proposal: (period: Period) => proposals.get(period),
    reopenProposal: (period: Period) => reopenProposals.get(period),
    isClosed,
    all: () => [...closed.values()],
    /** Every time a month was opened again, oldest first. */
    reopenings: () => [...reopenings.values()],
    /** Idempotency key of a step of a month: a month that was opened again closes under a new one. */
    key: (step: "close" | "close-proposal", period: Period): string => {
      const before = reopeningsOf(period).length;
      return before === 0 ? `${step}:${period}` : `${step}:${period}:${before + 1}`;
    },
    /** The day itself while its month is open, else the first day of the next open month (late papers, ACC-16). */
    postingDate: (on: BusinessDate): BusinessDate => {
      const last = locks.get(LAST);
      return last === undefined || periodOf(on) > last ? on : firstDay(nextPeriod(last));
    },
    applyProposed: (line: Line): void => {
      const period = String(line.data.period);
      proposals.set(period, { period, by: line.by });
    },
    applyClosed: (line: Line, index: number): void => {
      const period = String(line.data.period);
      proposals.delete(period);
      closed.set(period, { period, by: line.by, line: index });
      lock();
    },
    applyReopenProposed: (line: Line): void => {
      const { period, reason } = line.data as { period: string; reason: string };
      reopenProposals.set(period, { period, reason, by: line.by });
    },
    applyReopened: (line: Line, index: number): void => {
      const { period, reason, proposed_by: proposedBy } = line.data as ReopenedData;
      reopenProposals.delete(period);
      closed.delete(period);
      lock();
      reopenings.set(String(index), {
        period,
        reason,
        on: businessDate(Date.parse(line.at)),
        proposedBy,
        by: line.by,
        line: index,
      });
    },
  };
};

type ReopenedData = { readonly period: string; readonly reason: string; readonly proposed_by: string };
type Books = { readonly balances: Balances; readonly periods: Periods };
type Step = { readonly period: Period; readonly by: string };

/** The first of the two people of a close: not twice, and not before the month is over in Shanghai. */
export const decideProposeClose = (books: Books, period: Period, now: string): Draft | Refusal => {
  if (books.periods.isClosed(firstDay(period))) return refuse("period_closed", { period });
  if (businessDate(Date.parse(now)) <= lastDay(period)) return refuse("period_not_over", { period });
  return { kind: "close.proposed", data: { period } };
};

/** The second: another person, and not over an earlier month that still moves (ACC-16). */
export const decideClose = (books: Books, { period, by }: Step): Draft | Refusal => {
  if (books.periods.isClosed(firstDay(period))) return refuse("period_closed", { period });
  const proposal = books.periods.proposal(period);
  if (!proposal) return refuse("close_not_proposed", { period });
  if (proposal.by === by) return refuse("same_person", { rule: "ACC-16" });
  const open = earlierOpenPeriod(books, period);
  if (open) return refuse("earlier_period_open", { period: open });
  return {
    kind: CLOSING,
    on: lastDay(period),
    data: { period },
    post: closingPostings(books.balances, period),
  };
};

/** The first of the two people of a reopening, with a reason that the public reads: only the last closed month opens again. */
export const decideProposeReopen = (
  books: Books,
  { period, reason }: { period: Period; reason: string },
): Draft | Refusal => refusalToReopen(books, period) ?? { kind: "reopen.proposed", data: { period, reason } };

/** The second: another person. The closing voucher is taken back, and the month takes postings again (LED-6). */
export const decideReopen = (books: Books, { period, by }: Step): Draft | Refusal => {
  const refusal = refusalToReopen(books, period);
  if (refusal) return refusal;
  const proposal = books.periods.reopenProposal(period);
  if (!proposal) return refuse("reopen_not_proposed", { period });
  if (proposal.by === by) return refuse("same_person", { rule: "LED-6" });
  return {
    kind: "period.reopened",
    on: lastDay(period),
    data: { period, reason: proposal.reason, proposed_by: proposal.by, basis: CLOSING },
    post: reopeningPostings(books.balances, period),
  };
};

const refusalToReopen = ({ periods }: Books, period: Period): Refusal | undefined => {
  if (!periods.isClosed(firstDay(period))) return refuse("period_not_closed", { period });
  const later = periods.all().find((row) => row.period > period);
  return later ? refuse("later_period_closed", { period: later.period, rule: "LED-6" }) : undefined;
};

/** The first month before this one that moved and is not closed: it is closed first (ACC-16). */
export const earlierOpenPeriod = (books: Books, period: Period): Period | undefined => {
  const sums = new Map<string, Fen>();
  for (const { path, on, amount } of books.balances.moved({ to: addDays(firstDay(period), -1) })) {
    if (books.periods.isClosed(on) || !isNominal(path, on)) continue;
    const period = periodOf(on);
    sums.set(period, fen((sums.get(period) ?? ZERO) + (amount < 0n ? -amount : amount)));
  }
  return [...sums]
    .filter(([, moved]) => moved !== 0n)
    .map(([period]) => period)
    .sort()[0];
};
