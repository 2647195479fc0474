import { lastDay, nextPeriod } from "../kernel/dates.ts";
import { type Fen, sum } from "../kernel/money.ts";
import type { Request } from "../disbursements/public.ts";
import type { Books } from "./month.ts";
import type { PublicMonths } from "./public-months.ts";
import { mayBeShown, mayStandBeside } from "./small-groups.ts";

/** What recipients of a fund's shown aid confirmed, in fen; `few`: the confirmed or the rest point at somebody. */
export type Confirmed = { readonly paid: Fen; readonly confirmed: Fen; readonly few: boolean };

/**
 * Two looks: at the end of the month, and at the end of the next one once it is closed. A share that moved with every
 * single confirmation would tell the amount of one household (PII-10), so the second look counts only if what came
 * between them does not point at somebody.
 */
export const confirmedOf = (
  { ledger }: Pick<Books, "ledger">,
  { fund, open }: { readonly fund: string; readonly open: PublicMonths },
): Confirmed => {
  const paid = open.shown.filter((request) => request.fund === fund);
  const looks = [open.period, nextPeriod(open.period)].filter((period) => ledger.periods.isClosed(lastDay(period)));
  let seen: readonly Request[] = [];
  let few = false;
  for (const day of looks.map(lastDay)) {
    const now = paid.filter(({ confirmedOn }) => confirmedOn !== undefined && confirmedOn <= day);
    few = ![
      [now, seen],
      [paid, now],
    ].every(([one = [], other = []]) => mayStandBeside(one, other));
    few ||= now.length > 0 && !mayBeShown(now);
    if (!few) seen = now;
  }
  return { paid: amountOf(paid), confirmed: amountOf(seen), few };
};

const amountOf = (requests: readonly Request[]): Fen => sum(requests.map(({ amount }) => amount));
