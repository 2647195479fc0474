import { firstDay, lastDay, type Period } from "../kernel/dates.ts";
import { minus, plus, ZERO } from "../kernel/money.ts";
import { accountOf, codeOfPath, isAgencyMoney, type Ledger } from "../ledger/public.ts";
import type { ReportSheet } from "./report-sheet.ts";

/** What takes money out again, or brings back what was paid: the rest came in. */
const PAYING = new Set(["agency.paid_on", "agency.returned", "agency.bounced"]);

/** The box of a report for money held for others: what there was, came in and went out in a month (ACC-9). Money only. */
export const agencyMonth = ({ balances }: Pick<Ledger, "balances">, period: Period): ReportSheet["agency"] => {
  let [opening, received, paid] = [ZERO, ZERO, ZERO];
  for (const { path, on, basis, amount } of balances.movements()) {
    if (on > lastDay(period) || !isAgencyMoney(path) || accountOf(codeOfPath(path), on)?.class !== "money") continue;
    if (on < firstDay(period)) opening = plus(opening, amount);
    else if (PAYING.has(basis)) paid = minus(paid, amount);
    else received = plus(received, amount);
  }
  return { opening, received, paid, closing: minus(plus(opening, received), paid) };
};
