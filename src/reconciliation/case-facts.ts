import { limits } from "../../config/limits.ts";
import type { Donations } from "../donations/public.ts";
import type { BusinessDate } from "../kernel/dates.ts";
import { divideHalfUp, type Fen, fen, minus, sum } from "../kernel/money.ts";
import { type LatePayout, latePayouts } from "./late-payouts.ts";
import { inOrder } from "./matching.ts";
import { cardPayoutRows } from "./payout.ts";
import { billsOf, providerLacks } from "./provider-lacks.ts";
import { factsOf, type GiftFacts } from "./row-facts.ts";
import type { StatementBook } from "./statement-book.ts";
import type { Statement, Transit } from "./statement-facts.ts";
import type { StatementRow } from "./statement-row.ts";
import type { Unbilled } from "./unbilled.ts";

/** Rows that belong to a case: at most a page of them, and how many there are. */
export type CaseRows = { readonly rows: readonly StatementRow[]; readonly count: number };

/** Everything known about a case that is no row itself. */
export type CaseFacts =
  | {
      readonly is: "payout";
      readonly payout: LatePayout;
      readonly gross: Fen;
      readonly fee: Fen;
      readonly transit?: Transit;
      readonly bills: readonly Statement[];
      /** What it pays. */
      readonly paid: CaseRows;
      /** Bank credits of this sum since its day that wait for a name. */
      readonly alike: CaseRows;
    }
  | {
      readonly is: "booking";
      readonly booking: Unbilled;
      readonly days: number;
      readonly gift?: GiftFacts;
      readonly bills: readonly Statement[];
      /** Rows of the provider of this sum that wait for an order. */
      readonly alike: CaseRows;
    };

type Known = {
  readonly book: StatementBook;
  readonly donations: Donations;
  readonly merchants: readonly { readonly account: string; readonly channel: string }[];
  readonly nonBusinessDays: readonly BusinessDate[];
  readonly today: BusinessDate;
};

export const payoutCase = ({ account, batch }: Pick<LatePayout, "account" | "batch">): string =>
  `payout|${account}|${batch}`;
export const bookingCase = ({ key }: Pick<Unbilled, "key">): string => `booking|${key}`;

/** The case of a key of `payoutCase` or `bookingCase`; undefined when it is none any more. */
export const caseFacts = (known: Known, key: string): CaseFacts | undefined => {
  const payout = latePayouts(known.book, known).find((each) => payoutCase(each) === key);
  if (payout) return payoutFacts(known, payout);
  const lack = providerLacks(known.book, known.today).find(({ booking }) => bookingCase(booking) === key);
  if (!lack) return undefined;
  const { booking, days } = lack;
  const gift = factsOf(known.donations.gift(booking.gift));
  return {
    is: "booking",
    booking,
    days,
    ...(gift ? { gift } : {}),
    bills: billsOf(known.book, booking.account, booking.on),
    alike: page(
      waitingRows(known.book, ({ account, amount }) => account === booking.account && amount === booking.amount),
    ),
  };
};

const payoutFacts = ({ book, merchants }: Known, payout: LatePayout): CaseFacts => {
  const { account, batch, on, amount } = payout;
  const isCards = merchants.some((merchant) => merchant.account === account && merchant.channel === "stripe");
  const rows = isCards ? (cardPayoutRows(book, { account }).get(batch) ?? []) : [...book.rowsOn(account, batch)];
  const transit = book.transit(account, batch);
  const gross = sum([...rows.map((row) => row.amount), ...(transit ? [transit.gross] : [])]);
  const exact = rows.reduce((all, row) => all + row.fee, 0n);
  const fee = fen(divideHalfUp(exact, 1000n) + (transit?.fee ?? 0n));
  const files = new Set(rows.map((row) => row.statement));
  const isAlike = (row: StatementRow): boolean =>
    row.kind === "entry" && row.on >= on && row.amount === minus(gross, fee);
  return {
    is: "payout",
    payout: { ...payout, amount },
    gross,
    fee,
    ...(transit ? { transit } : {}),
    bills: [...files].flatMap((digest) => book.statement(digest) ?? []),
    paid: page(rows),
    alike: page(waitingRows(book, isAlike)),
  };
};

const waitingRows = (book: StatementBook, picks: (row: StatementRow) => boolean): StatementRow[] =>
  [...book.waiting()].filter(picks).sort(inOrder);

const page = (rows: readonly StatementRow[]): CaseRows => ({
  rows: rows.slice(0, limits.pageRows),
  count: rows.length,
});
