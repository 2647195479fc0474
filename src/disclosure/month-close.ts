import { lastDay, type Period, periodOf } from "../kernel/dates.ts";
import { type Refusal, refuse } from "../kernel/result.ts";
import { earlierOpenPeriod, tieFaults, trialBalance } from "../ledger/public.ts";
import { accountFigures, lacksOf } from "../reconciliation/public.ts";
import { type Books, figureBooks } from "./month.ts";

export type CloseItem = { readonly code: string; readonly done: boolean; readonly open: readonly string[] };

/** What is still open of one point of the list; nothing when it is done. */
type Point = { readonly code: string; readonly open: (books: Books, period: Period) => readonly string[] };

const POINTS: readonly Point[] = [
  { code: "earlier_closed", open: ({ ledger }, period) => [earlierOpenPeriod(ledger, period) ?? []].flat() },
  {
    // A bank account without a statement up to the end of the month would agree with itself.
    code: "statements_imported",
    open: (books, period) => {
      const { accounts, channels, book } = figureBooks(books);
      const wallets = new Set(channels.map(({ account }) => account));
      const reached = (account: string): boolean =>
        book
          .statements()
          .some((item) => item.account === account && item.closing !== undefined && (item.to ?? "") >= lastDay(period));
      return accounts.map(({ account }) => account).filter((account) => !wallets.has(account) && !reached(account));
    },
  },
  {
    code: "rows_looked_at",
    open: ({ reconciliation }, period) =>
      [...reconciliation.book.waiting()]
        .filter((row) => periodOf(row.on) === period && row.state.is === "open")
        .map((row) => `${row.account} ${row.id}`),
  },
  { code: "provider_cases", open: ({ reconciliation }, period) => lacksOf(reconciliation.book, [period]) },
  {
    code: "no_unexplained",
    open: (books, period) =>
      accountFigures(figureBooks(books), lastDay(period))
        .filter((row) => row.unexplained !== "0.00")
        .map((row) => `${String(row.account)} ${String(row.unexplained)}`),
  },
  {
    // An order that waits for its second person; approved and released money is reserved and may wait (LED-4).
    code: "cases_settled",
    open: ({ disbursements }, period) =>
      [...disbursements.requests()]
        .filter(
          ({ state, orderedOn }) => state === "ordered" && orderedOn !== undefined && orderedOn <= lastDay(period),
        )
        .map(({ no }) => no),
  },
  { code: "receipts_issued", open: (books, period) => missingReceipts(books, period) },
  { code: "fees_posted", open: ({ funds }, period) => funds.feesDue(period) },
  { code: "releases_posted", open: ({ funds }, period) => funds.releasesDue(lastDay(period)) },
  {
    code: "vouchers_posted",
    open: ({ ledger, funds }, period) => [
      ...ledger.vouchers
        .all()
        .filter(({ on, state }) => state === "proposed" && periodOf(on) === period)
        .map(({ id }) => id),
      ...[...funds.proposedTransfers()].filter(({ on }) => periodOf(on) === period).map(({ no }) => no),
    ],
  },
  {
    code: "trial_balance",
    open: ({ ledger }, period) => {
      const { totalDebit, totalCredit } = trialBalance(ledger.balances, { on: lastDay(period), view: "before_close" });
      return totalDebit === totalCredit ? [] : ["LED-1"];
    },
  },
  { code: "forms_tie", open: ({ ledger }, period) => tieFaults(ledger.balances, period) },
];

/** What must be done before a month can be closed, point by point, with what is open of each (ACC-16, LED-6 to LED-8). */
export const closeChecklist = (books: Books, period: Period): CloseItem[] =>
  POINTS.map(({ code, open }) => {
    const items = open(books, period);
    return { code, done: items.length === 0, open: items };
  });

const NAMED = 5;

/** The same list as a refusal that names what is open; undefined when a month can be closed. */
export const closeRefusal = (books: Books, period: Period): Refusal | undefined => {
  const open = closeChecklist(books, period).filter(({ done }) => !done);
  if (open.length === 0) return undefined;
  const told = open.map(({ code, open: items }) => `${code} (${items.length}: ${items.slice(0, NAMED).join(", ")})`);
  return refuse("close_checklist_open", { open: told.join("; "), rule: "LED-7" });
};

/** Gifts and lots of the month, or refunded in it, whose receipts have a step to go (RCPT-3, RCPT-5). */
const missingReceipts = ({ donations, receipts }: Books, period: Period): string[] => {
  const isOf = (on: string | undefined): boolean => on !== undefined && periodOf(on) === period;
  return receipts.due().filter((id) => {
    const gift = donations.gift(id);
    if (!gift) return isOf(donations.goodsLot(id)?.receivedOn);
    return isOf(gift.settledOn) || gift.refunds.some(({ on }) => isOf(on));
  });
};
