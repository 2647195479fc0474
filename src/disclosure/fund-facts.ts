import { lastDay } from "../kernel/dates.ts";
import { ZERO } from "../kernel/money.ts";
import type { KnownFund } from "../donations/public.ts";
import { confirmedOf } from "./confirmed.ts";
import { closingOf } from "./home-data.ts";
import type { Books } from "./month.ts";
import type { Disclosure } from "./publication.ts";
import { latestPeriod, shownMonth } from "./published.ts";
import { purposesOf } from "./purposes.ts";

/** What somebody who is about to give may know of a fund: published months only, no small group (UI-3, PII-1, PII-10). */
export const knownFund = (
  deps: { readonly books: Books; readonly disclosure: Disclosure },
  fund: string,
): KnownFund => {
  const period = latestPeriod(deps);
  const open = shownMonth(deps, period);
  const month = open.months.find((each) => each.fund === fund);
  const last = open.lastShown.get(fund);
  const told = last === undefined || last === period ? open : shownMonth(deps, last);
  const paid = told.shown.filter((request) => request.fund === fund);
  return {
    balance: month ? closingOf(month) : ZERO,
    asOf: lastDay(period),
    ...(last === undefined ? {} : { lastAid: last }),
    confirmed: confirmedOf(deps.books, { fund, open: told }),
    paid: purposesOf(paid).shown.flatMap((cell) => cell.paid),
  };
};
