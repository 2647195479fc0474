import { isPeriod } from "../kernel/dates.ts";
import { type Words, yearMonth } from "../platform/display.ts";
import type { Notice, Notices } from "../platform/notice.ts";
import type { Ledger } from "./ledger.ts";
import type { BooksPage } from "./views.ts";
import type { Voucher } from "./voucher.ts";

type Books = {
  readonly ledger: Ledger;
  readonly me: string;
  readonly words: Words;
  /** What must be done before a month can be closed: `rules` is told only when nothing by rule is open. */
  readonly checklist: (period: string) => BooksPage["checklist"];
};

const BY_RULE = ["fees_posted", "releases_posted"];

/** The sentences of the page of the books: of a voucher by its id, of a month by its name. */
export const booksNotices = ({ ledger, me, words, checklist }: Books): Notices => {
  const { vouchers, periods } = ledger;
  const voucher = (key: string, isSo: (voucher: Voucher) => boolean) => (id: string) => {
    const found = vouchers.get(id);
    if (!found || !isSo(found)) return undefined;
    const text = words.t(`done.books.${key}`, { text: found.text, number: found.number ?? "" });
    return { text, next: { href: "#h-vouchers", word: words.t("done.books.to_vouchers") } };
  };
  const month = (key: string, isSo: (period: string) => boolean, next?: (period: string) => Notice["next"]) => {
    return (period: string): Notice | undefined => {
      if (!isPeriod(period) || !isSo(period)) return undefined;
      const step = next?.(period);
      return { text: words.t(`done.books.${key}`, { month: yearMonth(words, period) }), ...(step && { next: step }) };
    };
  };
  const isClosed = (period: string): boolean => periods.all().some((row) => row.period === period);
  const toClose = () => ({ href: "#h-close", word: words.t("done.books.to_close") });
  const toSheets = (period: string) => ({
    href: `/desk/books/sheets/statements?period=${period}`,
    word: words.t("done.books.to_sheets"),
  });
  return {
    proposed: voucher("proposed", ({ state, maker }) => state === "proposed" && maker === me),
    posted: voucher("posted", ({ number }) => number !== undefined),
    withdrawn: voucher("withdrawn", ({ state }) => state === "withdrawn"),
    attached: voucher("attached", ({ attachments }) => attachments.length > 0),
    rules: month(
      "rules",
      (period) => checklist(period).every(({ code, done }) => done || !BY_RULE.includes(code)),
      toClose,
    ),
    close_proposed: month("close_proposed", (period) => periods.proposal(period)?.by === me),
    closed: month("closed", isClosed, toSheets),
    reopen_proposed: month("reopen_proposed", (period) => periods.reopenProposal(period)?.by === me),
    reopened: month(
      "reopened",
      (period) => !isClosed(period) && periods.reopenings().some((row) => row.period === period),
      toClose,
    ),
  };
};
