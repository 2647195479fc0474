import type { Posting } from "../journal/line.ts";
import { type BusinessDate, firstDay, lastDay, type Period } from "../kernel/dates.ts";
import { type Fen, negate, plus, ZERO } from "../kernel/money.ts";
import type { Balances } from "./balances.ts";
import { accountOf } from "./chart-of-accounts.ts";
import type { Movement } from "./movements.ts";
import { accountPath, codeOfPath, credit, debit, firstDimension } from "./posting.ts";

/** The kind of a closing voucher, and the basis of all that it moves. */
export const CLOSING = "period.closed";

type Read = Pick<Balances, "moved">;

/**
 * The closing voucher of a month (ACC-16 steps 3 to 5): restricted income → 3102, all other income, all cost and what is
 * left of earlier years → 3101, fund by fund.
 */
export const closingPostings = (balances: Read, period: Period): Posting[] => {
  const on = lastDay(period);
  const nominal = sumsOf(balances, period, ({ path }) => isNominal(path, on));
  const targets = new Map<string, Fen>();
  const postings: Posting[] = [];
  for (const [path, amount] of nominal) {
    const target = targetOf(path, on);
    if (!target) continue;
    postings.push(credit(path, amount));
    targets.set(target, plus(targets.get(target) ?? ZERO, amount));
  }
  for (const [target, amount] of targets) if (amount !== 0n) postings.push(debit(target, amount));
  return postings;
};

/** The mirror image of what the closing vouchers of a month hold together. */
export const reopeningPostings = (balances: Read, period: Period): Posting[] => {
  const closed = sumsOf(balances, period, ({ basis }) => basis === CLOSING);
  return closed.map(([path, amount]) => debit(path, negate(amount)));
};

/** True for an account that a close empties. */
export const isNominal = (path: string, on: BusinessDate): boolean => targetOf(path, on) !== undefined;

/** Sums of the movements of a month that a test picks, by path, sorted; without those that are nought. */
const sumsOf = (balances: Read, period: Period, picks: (movement: Movement) => boolean): (readonly [string, Fen])[] => {
  const sums = new Map<string, Fen>();
  for (const movement of balances.moved({ from: firstDay(period), to: lastDay(period) })) {
    if (picks(movement)) sums.set(movement.path, plus(sums.get(movement.path) ?? ZERO, movement.amount));
  }
  return [...sums].filter(([, amount]) => amount !== 0n).sort(([a], [b]) => (a < b ? -1 : 1));
};

const targetOf = (path: string, on: BusinessDate): string | undefined => {
  const fund = firstDimension(path);
  const account = accountOf(codeOfPath(path), on);
  if (!fund || !account) return undefined;
  if (account.class === "restrictedIncome") return accountPath("restrictedNetAssets", on, fund);
  const toUnrestricted =
    account.class === "unrestrictedIncome" || account.class === "cost" || account.key === "priorYearAdjustment";
  return toUnrestricted ? accountPath("unrestrictedNetAssets", on, fund) : undefined;
};
