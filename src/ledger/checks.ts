import type { Line } from "../journal/line.ts";
import { type Fen, formatYuan, minus, plus, sum, ZERO } from "../kernel/money.ts";
import type { Balances, FundBalance } from "./balances.ts";
import { basisOf } from "./movements.ts";
import { codeOfPath, postingAmount } from "./posting.ts";
import type { Voucher } from "./voucher.ts";

type Read = Pick<Balances, "accounts" | "byDay">;

/** LED-10: the balance of every account is the sum of its movements. */
export const balanceFaults = (balances: Read): string[] => {
  const sums = new Map([...balances.accounts()].map(([path]) => [path, ZERO]));
  for (const { path, amount } of balances.byDay()) sums.set(path, plus(sums.get(path) ?? ZERO, amount));
  const stored = new Map(balances.accounts());
  return [...sums]
    .filter(([path, total]) => (stored.get(path) ?? ZERO) !== total)
    .map(([path, total]) => `LED-10 ${path} is ${formatYuan(stored.get(path) ?? ZERO)}, moved ${formatYuan(total)}`);
};

/**
 * LED-10: what the ledger keeps of each account, day and reason is the sum over the lines, and each month the sum of its
 * days. Lines are given one by one.
 */
export const openPostingSums = () => {
  const sums = new Map<string, Fen>();
  const keyOf = (path: string, on: string, basis: string): string => `${path} ${on} ${basis}`;
  return {
    add: (line: Pick<Line, "post" | "on" | "kind" | "data">): void => {
      for (const posting of line.post) {
        const key = keyOf(posting[0], line.on, basisOf(line));
        sums.set(key, plus(sums.get(key) ?? ZERO, postingAmount(posting)));
      }
    },
    size: () => sums.size,
    faults: (balances: Pick<Balances, "byMonth">): string[] => {
      const faults: string[] = [];
      const rest = new Map(sums);
      for (const { path, basis, on: last, days, amount } of balances.byMonth()) {
        if (amount !== sum(days.map((day) => day.amount)))
          faults.push(`LED-10 ${path} ${last.slice(0, 7)} ${basis} is not the sum of its days`);
        for (const day of days) {
          const key = keyOf(path, day.on, basis);
          const posted = rest.get(key) ?? ZERO;
          if (posted !== day.amount)
            faults.push(`LED-10 ${key} is ${formatYuan(day.amount)}, posted ${formatYuan(posted)}`);
          rest.delete(key);
        }
      }
      return [...faults, ...[...rest.keys()].map((key) => `LED-10 ${key} is missing`)];
    },
  };
};

type Restricted = Pick<Balances, "accounts"> & {
  readonly fund: (code: string) => Pick<FundBalance, "earlierRestricted">;
};

/** LED-3: what `funds` hold of 3102 is what the ledger holds there. */
export const restrictedFaults = (balances: Restricted, funds: readonly string[]): string[] => {
  let held = ZERO;
  for (const code of funds) held = plus(held, balances.fund(code).earlierRestricted);
  let account = ZERO;
  for (const [path, amount] of balances.accounts()) if (codeOfPath(path) === "3102") account = minus(account, amount);
  return held === account ? [] : [`LED-3 funds hold ${formatYuan(held)}, 3102 ${formatYuan(account)}`];
};

/** LED-5: the numbers of posted vouchers of a month are 1, 2, 3 … each once. */
export const voucherFaults = (vouchers: Iterable<Pick<Voucher, "id" | "number" | "state">>): string[] => {
  const faults: string[] = [];
  const byMonth = new Map<string, number[]>();
  for (const { id, number, state } of vouchers) {
    if (number === undefined) {
      if (state !== "proposed") faults.push(`LED-5 ${id} is ${state} without a number`);
      continue;
    }
    const month = number.slice(0, number.lastIndexOf("-"));
    byMonth.set(month, [...(byMonth.get(month) ?? []), Number(number.slice(month.length + 1))]);
  }
  for (const [month, numbers] of byMonth) {
    const at = numbers.sort((a, b) => a - b).findIndex((number, i) => number !== i + 1);
    if (at >= 0) faults.push(`LED-5 ${month}: number ${at + 1} is missing or stands twice`);
  }
  return faults;
};
