import type { BusinessDate } from "../kernel/dates.ts";
import { type Fen, formatYuan, negate, plus, sum, ZERO } from "../kernel/money.ts";
import type { JsonObject } from "../kernel/result.ts";
import type { Balances } from "./balances.ts";
import { accountOf, carriedPath } from "./chart-of-accounts.ts";
import { codeOfPath } from "./posting.ts";

export type TrialBalanceRow = { readonly account: string; readonly debit: Fen; readonly credit: Fen };
export type TrialBalance = {
  readonly rows: readonly TrialBalanceRow[];
  readonly totalDebit: Fen;
  readonly totalCredit: Fen;
};

/**
 * Accounts with a balance at the end of a day, sorted as text: money accounts by bank or wallet, all others by code;
 * budget accounts are left out. A code is the one of that day: what stood on 1701 in 2025 stands on 1801 in 2026 (ACC-0).
 * `view` leaves closing vouchers in or out.
 */
export const trialBalance = (
  balances: Pick<Balances, "moved">,
  at: { readonly on: BusinessDate; readonly view: "before_close" | "after_close" },
): TrialBalance => {
  const sums = new Map<string, Fen>();
  for (const movement of balances.moved({ to: at.on })) {
    if (
      at.view === "before_close" &&
      movement.basis === "period.closed" &&
      movement.on.slice(0, 7) === at.on.slice(0, 7)
    )
      continue;
    const path = carriedPath(movement.path, { from: movement.on, to: at.on });
    const account = shownAccount(path, at.on);
    if (account !== undefined) sums.set(account, plus(sums.get(account) ?? ZERO, movement.amount));
  }
  const rows = [...sums]
    .filter(([, amount]) => amount !== 0n)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([account, amount]) => ({
      account,
      debit: amount > 0n ? amount : ZERO,
      credit: amount < 0n ? negate(amount) : ZERO,
    }));
  return { rows, totalDebit: sum(rows.map((row) => row.debit)), totalCredit: sum(rows.map((row) => row.credit)) };
};

export const trialBalanceJson = (balance: TrialBalance): JsonObject => ({
  rows: balance.rows.map(({ account, debit, credit }) => ({
    account,
    debit: formatYuan(debit),
    credit: formatYuan(credit),
  })),
  total_debit: formatYuan(balance.totalDebit),
  total_credit: formatYuan(balance.totalCredit),
});

/** How the trial balance names what a path belongs to: a money account by itself, else the code; undefined for a reservation. */
export const shownAccount = (path: string, on: BusinessDate): string | undefined => {
  const code = codeOfPath(path);
  const account = accountOf(code, on);
  if (account?.class === "budget") return undefined;
  if (account?.class !== "money") return code;
  return path.split("/").slice(0, 2).join("/");
};
