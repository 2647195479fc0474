import { formatYuan, ZERO } from "../kernel/money.ts";
import { type FundBalance, moneyOf } from "../ledger/public.ts";
import type { Fund } from "./fund.ts";

/** LED-2: no fund holds less money than its floor: nought, or the principal of an endowment. */
export const floorFaults = (
  funds: readonly Pick<Fund, "code" | "principal">[],
  balanceOf: (fund: string) => FundBalance,
): string[] =>
  funds.flatMap(({ code, principal = ZERO }) => {
    const money = moneyOf(balanceOf(code));
    return money < principal ? [`LED-2 ${code} holds ${formatYuan(money)}, its floor is ${formatYuan(principal)}`] : [];
  });
