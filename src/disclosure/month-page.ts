import { type Period } from "../kernel/dates.ts";
import { sum } from "../kernel/money.ts";
import { movedIn, nameOf, receivedIn } from "./explain-data.ts";
import { giftsIn } from "./home-data.ts";
import type { Books } from "./month.ts";
import { type AccountLine, type ReportSheet, runningCosts } from "./report-sheet.ts";
import type { MonthPage } from "./report-view.ts";
import { sheetChanges } from "./sheet-changes.ts";

type Figures = Pick<MonthPage, "funds" | "accounts" | "journal" | "corrections">;

/** The figures of a month's page, from the frozen data of its report and nothing else (PDF-8). */
export const monthFiguresOf = (books: Books, sheet: ReportSheet): Figures => ({
  funds: sheet.funds.map((fund) => ({
    code: fund.code,
    name: nameOf(books, fund),
    held: fund.kind === "merged" || fund.name.endsWith(" *"),
    opening: fund.opening,
    received: receivedIn(fund),
    aid: fund.aid,
    running: runningCosts(fund),
    moved: movedIn(fund),
    closing: fund.closing,
  })),
  accounts: sheet.accounts.map((account) => ({
    ...accountName(account),
    book: account.book,
    ...(account.statement === undefined ? {} : { statement: account.statement }),
    outstanding: sum(account.outstanding.map(({ amount }) => amount)),
  })),
  journal: sheet.journal,
  corrections: sheet.corrections,
});

const accountName = ({ account, name }: AccountLine) => {
  const channel = /^1009\/([a-z]+)$/.exec(account)?.[1];
  return channel === undefined ? { account, name } : { account, name, channel };
};

/** What differs between the published data and those of this moment, by fund and column. */
export const knownSince = (
  books: Books,
  { published, now }: { readonly published: ReportSheet; readonly now: Pick<ReportSheet, "funds"> },
) =>
  sheetChanges(published, now).map((change) => ({
    name: change.code === undefined ? undefined : nameOf(books, { code: change.code, name: change.name }),
    column: change.column,
    before: change.before,
    after: change.after,
  }));

/** Gifts of a month that were written after it was closed: counted, gross, in the month whose books hold them. */
export const lateGifts = (books: Books, period: Period): MonthPage["late"] => {
  const late = books.donations.sumsOf(period).filter(({ what, booked }) => what === "settled" && booked !== period);
  return [...new Set(late.map(({ booked }) => booked))].sort().map((booked) => {
    const some = late.filter((each) => each.booked === booked);
    return { booked, count: giftsIn(some), amount: sum(some.map(({ amount }) => amount)) };
  });
};
