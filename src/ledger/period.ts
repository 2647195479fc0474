import type { Draft } from "../journal/chapter.ts";
import type { Line, Posting } from "../journal/line.ts";
import { Table } from "../journal/table.ts";
import {
  type BusinessDate,
  businessDate,
  firstDay,
  lastDay,
  nextPeriod,
  type Period,
  periodOf,
} from "../kernel/dates.ts";
import { type Fen, fen, plus, ZERO } from "../kernel/money.ts";
import { type Refusal, refuse } from "../kernel/result.ts";
import type { Balances } from "./balances.ts";
import { accountOf } from "./chart-of-accounts.ts";
import { accountPath, codeOfPath, credit, debit, firstDimension } from "./posting.ts";

export type CloseProposal = { readonly period: Period; readonly by: string };
export type ClosedPeriod = { readonly period: Period; readonly by: string; readonly line: number };

export type Periods = ReturnType<typeof openPeriods>;

/** Which months are closed (LED-6). Months are closed in order; a date in a closed month takes no posting. */
export const openPeriods = () => {
  const closed = new Table<ClosedPeriod>("closedPeriods");
  const proposals = new Table<CloseProposal>("closeProposals");
  return {
    tables: [closed, proposals],
    proposal: (period: Period) => proposals.get(period),
    applyProposed: (line: Line): void => {
      const period = String(line.data.period);
      proposals.set(period, { period, by: line.by });
    },
    isClosed: (on: BusinessDate): boolean => closed.has(periodOf(on)),
    all: () => [...closed.values()],
    /** The day itself while its month is open, else the first day of the next open month (late papers, ACC-16). */
    postingDate: (on: BusinessDate): BusinessDate => {
      if (!closed.has(periodOf(on))) return on;
      let period = periodOf(on);
      while (closed.has(period)) period = nextPeriod(period);
      return firstDay(period);
    },
    applyClosed: (line: Line, index: number): void => {
      const period = String(line.data.period);
      closed.set(period, { period, by: line.by, line: index });
    },
  };
};

/** The closing voucher of a month (ACC-16 steps 3 to 5): restricted income → 3102, all other income and all cost → 3101. */
const closingPostings = (balances: Balances, period: Period): Posting[] => {
  const on = lastDay(period);
  const nominal = nominalBalances(balances, on);
  const targets = new Map<string, Fen>();
  const postings: Posting[] = [];
  for (const [path, amount] of [...nominal].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const target = targetOf(path, on);
    if (!target || amount === 0n) continue;
    postings.push(credit(path, amount));
    targets.set(target, plus(targets.get(target) ?? ZERO, amount));
  }
  for (const [target, amount] of targets) if (amount !== 0n) postings.push(debit(target, amount));
  return postings;
};

/** What stands on every account that a close empties, up to a day. */
const nominalBalances = (balances: Balances, on: BusinessDate): ReadonlyMap<string, Fen> => {
  const nominal = new Map<string, Fen>();
  for (const movement of balances.movements()) {
    if (movement.on > on || !targetOf(movement.path, on)) continue;
    nominal.set(movement.path, plus(nominal.get(movement.path) ?? ZERO, movement.amount));
  }
  return nominal;
};

type Books = { readonly balances: Balances; readonly periods: Periods };

/** The first of the two people of a close: not twice, and not before the month is over in Shanghai. */
export const decideProposeClose = (books: Books, period: Period, now: string): Draft | Refusal => {
  if (books.periods.isClosed(firstDay(period))) return refuse("period_closed", { period });
  if (businessDate(Date.parse(now)) <= lastDay(period)) return refuse("period_not_over", { period });
  return { kind: "close.proposed", data: { period } };
};

/** The second: another person, and not over an earlier month that still moves (ACC-16). */
export const decideClose = (books: Books, close: { readonly period: Period; readonly by: string }): Draft | Refusal => {
  const { period, by } = close;
  if (books.periods.isClosed(firstDay(period))) return refuse("period_closed", { period });
  const proposal = books.periods.proposal(period);
  if (!proposal) return refuse("close_not_proposed", { period });
  if (proposal.by === by) return refuse("same_person", { rule: "ACC-16" });
  const open = earliestOpenMovement(books, firstDay(period));
  if (open) return refuse("earlier_period_open", { period: open });
  return {
    kind: "period.closed",
    on: lastDay(period),
    data: { period },
    post: closingPostings(books.balances, period),
  };
};

const targetOf = (path: string, on: BusinessDate): string | undefined => {
  const fund = firstDimension(path);
  const account = accountOf(codeOfPath(path), on);
  if (!fund || !account) return undefined;
  if (account.class === "restrictedIncome") return accountPath("restrictedNetAssets", on, fund);
  if (account.class === "unrestrictedIncome" || account.class === "cost")
    return accountPath("unrestrictedNetAssets", on, fund);
  return undefined;
};

const earliestOpenMovement = (books: Books, before: BusinessDate): Period | undefined => {
  const sums = new Map<string, Fen>();
  for (const movement of books.balances.movements()) {
    if (movement.on >= before || books.periods.isClosed(movement.on) || !targetOf(movement.path, movement.on)) continue;
    const period = periodOf(movement.on);
    sums.set(period, fen((sums.get(period) ?? ZERO) + (movement.amount < 0n ? -movement.amount : movement.amount)));
  }
  return [...sums]
    .filter(([, moved]) => moved !== 0n)
    .map(([period]) => period)
    .sort()[0];
};
