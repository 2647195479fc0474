import type { BusinessDate } from "../kernel/dates.ts";
import { type Fen, formatYuan, minus, plus, ZERO } from "../kernel/money.ts";
import type { JsonObject } from "../kernel/result.ts";
import { type Balances, type FundBalance, moneyOf } from "./balances.ts";
import { accountOf, carriedPath } from "./chart-of-accounts.ts";
import { codeOfPath, firstDimension } from "./posting.ts";

export type BalancesOn = {
  /** Debit balances by path, in the chart of the day; no zeros. */
  readonly accounts: readonly { readonly account: string; readonly balance: Fen }[];
  readonly funds: readonly ({ readonly fund: string } & FundBalance)[];
};

/** What was true at the end of a day, as the given books know it (two times: the day, and the line they reach to). */
export const balancesOn = (balances: Pick<Balances, "moved" | "fundOn">, on: BusinessDate): BalancesOn => {
  const sums = new Map<string, Fen>();
  const funds = new Set<string>();
  for (const movement of balances.moved({ to: on })) {
    const path = carriedPath(movement.path, { from: movement.on, to: on });
    sums.set(path, plus(sums.get(path) ?? ZERO, movement.amount));
    const fund = firstDimension(path);
    if (fund !== undefined && accountOf(codeOfPath(path), on)?.class.includes("estricted")) funds.add(fund);
  }
  return {
    accounts: [...sums]
      .filter(([, balance]) => balance !== 0n)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([account, balance]) => ({ account, balance })),
    funds: [...funds].sort().map((fund) => ({ fund, ...balances.fundOn(fund, on) })),
  };
};

/** As JSON: yuan strings, debit positive; a fund's money without its goods. */
export const balancesJson = ({ accounts, funds }: BalancesOn): JsonObject => ({
  accounts: accounts.map(({ account, balance }) => ({ account, balance: formatYuan(balance) })),
  funds: funds.map(({ fund, ...balance }) => ({
    fund,
    unrestricted: formatYuan(balance.unrestricted),
    restricted: formatYuan(balance.restricted),
    goods: formatYuan(balance.goods),
    money: formatYuan(moneyOf(balance)),
    reserved: formatYuan(balance.reserved),
    free: formatYuan(minus(moneyOf(balance), balance.reserved)),
  })),
});
