import { lastDay } from "../kernel/dates.ts";
import { ZERO } from "../kernel/money.ts";
import type { KnownFund } from "../donations/public.ts";
import { confirmedOf } from "./confirmed.ts";
import { closingOf } from "./home-data.ts";
import type { Books } from "./month.ts";
import type { Disclosure } from "./publication.ts";
import { latestPeriod, shownMonth } from "./published.ts";
import type { PublicMonths } from "./public-months.ts";
import { purposeCells, purposesOf } from "./purposes.ts";
import { mergeSmall, SMALL_GROUP } from "./small-groups.ts";

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
  return {
    balance: month ? closingOf(month) : ZERO,
    asOf: lastDay(period),
    ...(last === undefined ? {} : { lastAid: last }),
    confirmed: confirmedOf(deps.books, { fund, open: told }),
    costsOf: told.period,
    paid: examplesOf(deps.books, { fund, open: told }),
  };
};

/** Aid whose purposes are told: of the fund itself, and for its other purposes of all funds together. */
const examplesOf = (books: Books, { fund, open }: { readonly fund: string; readonly open: PublicMonths }) => {
  const own = purposesOf(open.shown.filter((request) => request.fund === fund)).shown;
  const cells = purposeCells(books.funds.purposes(), open).filter(({ helped }) => helped > 0);
  const others = mergeSmall(cells, SMALL_GROUP).shown.filter(
    ({ code }) => books.funds.fund(fund)?.purposes.includes(code) && !own.some((cell) => cell.code === code),
  );
  return [...own, ...others].flatMap((cell) => cell.paid);
};
