import type { BusinessDate } from "../kernel/dates.ts";
import { absolute, divideHalfUp, type Fen, fen, minus, negate, plus, sum, ZERO } from "../kernel/money.ts";
import { cardPayoutRows, cardPayouts, isUnpaid, netOf, unpaidDays } from "./payout.ts";
import type { DaySum } from "./row-sums.ts";
import type { StatementBook } from "./statement-book.ts";
import { bookedOn, type StatementRow } from "./statement-row.ts";

/** What explains a difference between the book of an account and its statement on a day (LED-7). */
export type Outstanding = { readonly id: string; readonly amount: Fen };
type Asked = { readonly account: string; readonly asOf: BusinessDate };

/**
 * What a clearing account holds at the end of a day: wallets, the batches that no payout has paid by then; cards, the rows
 * in no payout and the payouts on their way to the bank. Rows count from the day on which the books have them.
 */
export const outstandingOf = (book: StatementBook, asked: Asked): Outstanding[] =>
  isCards(book, asked.account) ? cardItems(book, asked) : unpaidBatches(book, asked);

/** Rows of a bank account that its statement has by a day and its book only later (ACC-16). */
export const lateItems = (book: StatementBook, { account, asOf }: Asked): Outstanding[] =>
  [...book.late()]
    .filter((row) => row.account === account && row.on <= asOf && asOf < bookedOn(row))
    .map((row) => ({ id: row.id, amount: negate(row.amount) }));

/**
 * The balance that the statements of an account say of the end of a day: the last closing balance, or on a day inside a
 * statement its opening balance and the rows up to then. Undefined when no statement reaches back so far.
 */
export const statementBalance = (book: StatementBook, { account, asOf }: Asked): Fen | undefined => {
  const ours = book.statements().filter((item) => item.account === account && item.closing !== undefined);
  const around = ours.find(({ from, to }) => from !== undefined && to !== undefined && from <= asOf && asOf < to);
  if (around?.opening !== undefined) {
    const rows = [...book.rowsListed(around.digest)].filter((row) => row.on <= asOf);
    return sum([around.opening, ...rows.map((row) => row.amount)]);
  }
  const ended = ours.filter(({ to = "" }) => to <= asOf).sort((a, b) => compare(a.to ?? "", b.to ?? ""));
  return ended.at(-1)?.closing;
};

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const isCards = (book: StatementBook, account: string): boolean => {
  for (const { kind } of book.rowsOf(account)) {
    if (kind === "payment") return false;
    if (kind !== "refund") return true;
  }
  return false;
};

const unpaidBatches = (book: StatementBook, { account, asOf }: Asked): Outstanding[] => {
  const late = [...book.late()].filter((row) => row.account === account);
  return unpaidDays(book, account, asOf).flatMap((day) => {
    const { rows, amount } = bookedBy(book, { account, day, asOf, late: late.filter(({ on }) => on === day) });
    const transit = day <= asOf ? book.transit(account, day) : undefined;
    if (rows === 0 && !transit) return [];
    return [{ id: day, amount: plus(amount, transit?.gross ?? ZERO) }];
  });
};

type Batch = Asked & { readonly day: BusinessDate; readonly late: readonly StatementRow[] };

/** The rows of a day that the books have by the end of `asOf`: those of the day itself, but for the ones booked on another. */
const bookedBy = (book: StatementBook, { account, day, asOf, late }: Batch): Pick<DaySum, "rows" | "amount"> => {
  const own = day <= asOf ? book.daySum(account, day) : { rows: 0, amount: ZERO };
  const other = late.filter((row) => bookedOn(row) <= asOf !== day <= asOf).map(({ amount }) => amount);
  const sign = day <= asOf ? -1 : 1;
  const moved = sum(other);
  return {
    rows: own.rows + sign * other.length,
    amount: sign > 0 ? plus(own.amount, moved) : minus(own.amount, moved),
  };
};

const cardItems = (book: StatementBook, { account, asOf }: Asked): Outstanding[] => {
  const payouts = cardPayouts(book, account, asOf);
  const firstUnpaid = payouts.findIndex((row) => isUnpaid(book, { account, name: payoutName(row), asOf }));
  const lastPaid = payouts[(firstUnpaid < 0 ? payouts.length : firstUnpaid) - 1]?.created;
  const paid = cardPayoutRows(book, { account, asOf, ...(lastPaid === undefined ? {} : { after: lastPaid }) });
  const inNone = (paid.get("") ?? []).filter((row) => bookedOn(row) <= asOf);
  const single = inNone.map((row) => ({ id: row.id, amount: row.kind === "charge" ? row.amount : netOf(row) }));
  const onTheWay = payouts
    .filter((row) => isUnpaid(book, { account, name: payoutName(row), asOf }))
    .map((row) => ({
      id: payoutName(row),
      amount: plus(absolute(row.amount), chargeFees(paid.get(payoutName(row)) ?? [])),
    }));
  const before = book
    .transits()
    .filter((transit) => transit.account === account && isUnpaid(book, { account, name: transit.batch, asOf }))
    .map(({ batch, gross }) => ({ id: batch, amount: gross }));
  return [...single, ...before, ...onTheWay];
};

const payoutName = (row: StatementRow): string => row.payout ?? row.id;

const chargeFees = (rows: readonly StatementRow[]): Fen => {
  const exact = rows.filter((row) => row.kind === "charge").reduce((total, row) => total + row.fee, 0n);
  return fen(divideHalfUp(exact, 1000n));
};
