import type { BusinessDate } from "../kernel/dates.ts";
import { divideHalfUp, type Fen, fen, minus, plus, sum, ZERO } from "../kernel/money.ts";
import type { StatementBook } from "./statement-book.ts";
import type { StatementRow } from "./statement-row.ts";

/** What a payout pays, before the bank is looked at: whole batches, their gross and the exact fees by who bears them. */
export type PayoutSum = {
  readonly account: string;
  readonly batches: readonly string[];
  readonly gross: Fen;
  readonly fee: Fen;
  readonly net: Fen;
  /** Fen of the fee by fund, in federation order; parts sum to `fee`. */
  readonly shares: ReadonlyMap<string, Fen>;
};

/** Who bears the fee of a row: its fund when the agreement says so, else the general fund (GIFT-4, ACC-7). */
export type Bearers = {
  readonly order: readonly string[];
  readonly general: string;
  readonly bearerOf: (row: StatementRow) => string;
};

/**
 * Shares a fee (rounded half up once) over those who bear it: each the fen of its own exact sum rounded down, the
 * missing fen to the largest remainders, ties in federation order (ACC-7). `exact` is in thousandths of a fen.
 */
const feeShares = (exact: ReadonlyMap<string, bigint>, order: readonly string[]): Map<string, Fen> => {
  const total = divideHalfUp(
    [...exact.values()].reduce((a, b) => a + b, 0n),
    1000n,
  );
  const parts = order.flatMap((fund, position) => {
    const value = exact.get(fund);
    if (value === undefined) return [];
    const rest = ((value % 1000n) + 1000n) % 1000n;
    return [{ fund, position, rest, share: (value - rest) / 1000n }];
  });
  let missing = total - parts.reduce((a, part) => a + part.share, 0n);
  const byRest = [...parts].sort((a, b) => (a.rest === b.rest ? a.position - b.position : a.rest > b.rest ? -1 : 1));
  for (const part of byRest) {
    if (missing <= 0n) break;
    part.share += 1n;
    missing -= 1n;
  }
  return new Map(parts.filter((part) => part.share !== 0n).map((part) => [part.fund, fen(part.share)]));
};

/** Not in a payout that is booked by the end of the day `asOf` (or at all). */
export const isUnpaid = (
  book: StatementBook,
  batch: { readonly account: string; readonly name: string; readonly asOf?: BusinessDate },
): boolean => {
  const paidOn = book.paidOn(batch.account, batch.name);
  return paidOn === undefined || (batch.asOf !== undefined && paidOn > batch.asOf);
};

/** The unpaid batches of a wallet: days with rows or an opening transit, sorted. */
export const unpaidDays = (book: StatementBook, account: string, asOf?: BusinessDate): BusinessDate[] => {
  const days = new Set<string>(book.daysOf(account));
  for (const transit of book.transits()) if (transit.account === account) days.add(transit.batch);
  const at = asOf === undefined ? {} : { asOf };
  return [...days].filter((name) => isUnpaid(book, { account, name, ...at })).sort();
};

/** The sum of a wallet payout over whole days (samples rule 8); undefined when no day is named. */
export const walletPayout = (
  book: StatementBook,
  bearers: Bearers,
  pay: { readonly account: string; readonly days: readonly BusinessDate[] },
): PayoutSum | undefined => {
  if (pay.days.length === 0) return undefined;
  const days = [...new Set(pay.days)];
  const rows = days.flatMap((day) => [...book.rowsOn(pay.account, day)]);
  const transits = days.flatMap((day) => book.transit(pay.account, day) ?? []);
  const gross = plus(sum(rows.map((row) => row.amount)), sum(transits.map((transit) => transit.gross)));
  const exact = exactFees(rows, bearers);
  for (const transit of transits) exact.set(bearers.general, (exact.get(bearers.general) ?? 0n) + transit.fee * 1000n);
  return payoutSum({ account: pay.account, batches: [...pay.days], gross }, exact, bearers);
};

/** A card payout by its id: every earlier available row that no earlier payout took (samples rule 10). */
export const cardPayout = (
  book: StatementBook,
  bearers: Bearers,
  pay: { readonly account: string; readonly payout: string },
): PayoutSum | undefined => {
  const transit = book.transit(pay.account, pay.payout);
  if (transit) {
    const exact = new Map([[bearers.general, transit.fee * 1000n]]);
    return payoutSum({ account: pay.account, batches: [transit.batch], gross: transit.gross }, exact, bearers);
  }
  const payouts = cardPayouts(book, pay.account);
  const at = payouts.findIndex((row) => (row.payout ?? row.id) === pay.payout);
  const until = payouts[at]?.created;
  if (until === undefined) return undefined;
  const before = payouts[at - 1]?.created;
  const window = { account: pay.account, until, ...(before === undefined ? {} : { after: before }) };
  const rows = cardPayoutRows(book, window).get(pay.payout) ?? [];
  const charges = rows.filter((row) => row.kind === "charge");
  const others = rows.filter((row) => row.kind !== "charge");
  const gross = plus(sum(charges.map((row) => row.amount)), sum(others.map(netOf)));
  return payoutSum({ account: pay.account, batches: [pay.payout], gross }, exactFees(charges, bearers), bearers);
};

/** Net of a card row in fen: amount less its fee. */
export const netOf = (row: StatementRow): Fen => minus(row.amount, fen(divideHalfUp(row.fee, 1000n)));

/** The payouts that a card list has, in the order in which they were made; only those of up to the day `asOf`. */
export const cardPayouts = (book: StatementBook, account: string, asOf?: BusinessDate): StatementRow[] =>
  [...book.cardPayouts(account)].filter(({ on }) => asOf === undefined || on <= asOf).sort(byCreated);

type Asked = {
  readonly account: string;
  readonly asOf?: BusinessDate;
  /** Only rows that became available after this moment, and by that one. */
  readonly after?: number;
  readonly until?: number;
};

/** Payout id → the rows it sums; rows in no payout stand under the empty string. Only rows of up to the day `asOf`. */
export const cardPayoutRows = (book: StatementBook, asked: Asked): ReadonlyMap<string, StatementRow[]> => {
  const { account, asOf, after = -1, until = Number.MAX_SAFE_INTEGER } = asked;
  const payouts = cardPayouts(book, account, asOf);
  const inNone: StatementRow[] = [];
  const paid = payouts.map((): StatementRow[] => []);
  for (const row of [...book.cardRows({ account, after: Math.max(0, after), until })].sort(byCreated)) {
    const { on, available = 0 } = row;
    if ((asOf !== undefined && on > asOf) || available <= after || available > until) continue;
    (paid[firstAfter(payouts, available)] ?? inNone).push(row);
  }
  return new Map([...payouts.map((payout, i) => [payout.payout ?? payout.id, paid[i] ?? []] as const), ["", inNone]]);
};

/** Place of the first of the payouts, sorted by `created`, that was made at or after a moment. */
const firstAfter = (payouts: readonly StatementRow[], moment: number): number => {
  let low = 0;
  let high = payouts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((payouts[middle]?.created ?? 0) < moment) low = middle + 1;
    else high = middle;
  }
  return low;
};

const byCreated = (a: StatementRow, b: StatementRow): number =>
  (a.created ?? 0) - (b.created ?? 0) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

const exactFees = (rows: readonly StatementRow[], bearers: Bearers): Map<string, bigint> => {
  const exact = new Map<string, bigint>();
  for (const row of rows) {
    const fund = bearers.bearerOf(row);
    exact.set(fund, (exact.get(fund) ?? 0n) + row.fee);
  }
  return exact;
};

const payoutSum = (
  pay: { readonly account: string; readonly batches: readonly string[]; readonly gross: Fen },
  exact: ReadonlyMap<string, bigint>,
  bearers: Bearers,
): PayoutSum => {
  const shares = feeShares(exact, bearers.order);
  const fee = [...shares.values()].reduce(plus, ZERO);
  return { ...pay, fee, net: minus(pay.gross, fee), shares };
};
