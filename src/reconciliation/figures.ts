import type { BusinessDate, Period } from "../kernel/dates.ts";
import { firstDay, periodOf } from "../kernel/dates.ts";
import { absolute, divideHalfUp, type Fen, fen, formatYuan, minus, negate, plus, sum, ZERO } from "../kernel/money.ts";
import type { JsonObject } from "../kernel/result.ts";
import { inTurns } from "../platform/turns.ts";
import { agencyShare, type Ledger } from "../ledger/public.ts";
import { lateItems, outstandingOf, statementBalance } from "./outstanding.ts";
import type { StatementBook } from "./statement-book.ts";
import type { Payout, Statement } from "./statement-facts.ts";
import type { Away, StatementRow } from "./statement-row.ts";

/** What the figures read. */
export type FigureBooks = {
  readonly book: StatementBook;
  readonly ledger: Ledger;
  readonly accounts: readonly { readonly account: string }[];
  readonly channels: readonly { readonly channel: string; readonly account: string }[];
  readonly openingDate: BusinessDate;
};

/**
 * One entry per statement file with rows in the period: its sums, what matched by which rule, what did not and why. Reads
 * the rows of all files since then, so others get their turn meanwhile.
 */
export const statementFigures = async (books: FigureBooks, period: Period): Promise<JsonObject[]> => {
  const figures: JsonObject[] = [];
  for (const statement of books.book.statements()) {
    if (statement.since < firstDay(period)) continue;
    const rows: StatementRow[] = [];
    await inTurns(books.book.rowsListed(statement.digest), (row) => void rows.push(row));
    const isOf = (on: BusinessDate | undefined): boolean => on !== undefined && periodOf(on) === period;
    if (!rows.some(({ on }) => isOf(on)) && !isOf(statement.to)) continue;
    const { file, account, count: lines } = statement;
    figures.push({ file, account, lines, ...sumsOf(books, { statement, rows }), ...outcomesOf(rows) });
  }
  return figures;
};

/** Payouts credited in the period: wallets in the order of the merchants, then cards; each by its first credit. */
export const payoutFigures = (books: FigureBooks, period: Period): JsonObject[] => {
  const rank = new Map(books.channels.map(({ account }, i) => [account, i]));
  return books.book
    .payouts()
    .filter((payout) => payout.credits.some(({ on }) => periodOf(on) === period))
    .sort((a, b) => (rank.get(a.account) ?? 0) - (rank.get(b.account) ?? 0) || compare(firstCredit(a), firstCredit(b)))
    .map((payout) => ({
      channel: books.channels.find(({ account }) => account === payout.account)?.channel ?? payout.account,
      batches: payout.batches,
      gross: formatYuan(payout.gross),
      fee: formatYuan(payout.fee),
      net: formatYuan(payout.net),
      credits: payout.credits.map(({ id, on, amount }) => ({ id, on, amount: formatYuan(amount) })),
    }));
};

/** Book, statement, outstanding items and what stays unexplained, account by account (LED-7). What an account holds for others is in its book: the bank knows one balance. */
export const accountFigures = (books: FigureBooks, asOf: BusinessDate): JsonObject[] => {
  const paths = books.accounts.flatMap(({ account }) => [account, agencyShare(account)]);
  const balances = books.ledger.balances.accountsOn(asOf, paths);
  return books.accounts.map(({ account }) => {
    const book = plus(balances.get(account) ?? ZERO, balances.get(agencyShare(account)) ?? ZERO);
    const closing = statementBalance(books.book, { account, asOf });
    const isChannel = books.channels.some((channel) => channel.account === account);
    const outstanding = isChannel
      ? outstandingOf(books.book, { account, asOf })
      : lateItems(books.book, { account, asOf });
    const explained = plus(closing ?? ZERO, sum(outstanding.map((item) => item.amount)));
    return {
      account,
      book: formatYuan(book),
      statement: closing === undefined ? null : formatYuan(closing),
      outstanding: outstanding.map((item) => ({ id: item.id, amount: formatYuan(item.amount) })),
      unexplained: formatYuan(minus(book, explained)),
    };
  });
};

/** What stands in 2209 and why (REC-4). */
export const suspenseFigures = (books: FigureBooks, asOf: BusinessDate): JsonObject => {
  const causes = new Map<string, Fen>([
    ["opening", ZERO],
    ["unknown_credit", ZERO],
    ["ambiguous", ZERO],
    ["no_order", ZERO],
    ["returned_aid", ZERO],
  ]);
  const add = (cause: string, amount: Fen) => causes.set(cause, plus(causes.get(cause) ?? ZERO, amount));
  let closing = ZERO;
  for (const movement of books.ledger.balances.moved({ to: asOf })) {
    if (!movement.path.startsWith("2209/")) continue;
    closing = minus(closing, movement.amount);
    if (movement.path.startsWith("2209/payout-returned")) add("returned_aid", negate(movement.amount));
    if (movement.path.endsWith("/opening")) add("opening", negate(movement.amount));
  }
  for (const { reason, amount } of suspendedRows(books.book, asOf)) add(reason, amount);
  return {
    ...Object.fromEntries([...causes].map(([cause, amount]) => [cause, formatYuan(amount)])),
    closing: formatYuan(closing),
  };
};

/** The rows whose money stood in 2209 at the end of a day, those that were matched later among them. */
const suspendedRows = function* (
  book: StatementBook,
  asOf: BusinessDate,
): Generator<{ readonly reason: string; readonly amount: Fen }> {
  for (const { state, amount } of book.waiting())
    if (state.is === "suspended" && state.posted && stoodOn(state, asOf)) yield { reason: state.reason, amount };
  for (const { state, amount } of book.waited())
    if (state.is === "matched" && state.waited && stoodOn(state.waited, asOf) && asOf < state.on)
      yield { reason: state.waited.reason, amount };
};

/** Since `on`, except while a match held it that was taken back later. */
const stoodOn = (
  { on, away = [] }: { readonly on: BusinessDate; readonly away?: readonly Away[] },
  asOf: BusinessDate,
): boolean => on <= asOf && !away.some(({ from, to }) => from <= asOf && asOf < to);

const sumsOf = (
  books: FigureBooks,
  file: { readonly statement: Statement; readonly rows: readonly StatementRow[] },
): JsonObject => {
  const { statement, rows } = file;
  if (statement.format === "stripe-balance") return cardSums(books, rows);
  if (WALLETS.has(statement.format)) return walletSums(statement, rows);
  return {
    opening: formatYuan(statement.opening ?? ZERO),
    closing: formatYuan(statement.closing ?? ZERO),
    debit_total: formatYuan(statement.debit ?? ZERO),
    credit_total: formatYuan(statement.credit ?? ZERO),
  };
};

const WALLETS: ReadonlySet<string> = new Set(["wechat-bill", "alipay-bill", "unionpay"]);

const walletSums = (statement: Statement, rows: readonly StatementRow[]): JsonObject => {
  const payments = rows.filter((row) => row.kind === "payment");
  const refunds = rows.filter((row) => row.kind === "refund");
  const fee = rows.reduce((total, row) => total + row.fee, 0n);
  const times = rows.map((row) => row.at).sort();
  return {
    payments: payments.length,
    refunds: refunds.length,
    order_amount: formatYuan(sum(payments.map((row) => row.amount))),
    refund_amount: formatYuan(absolute(sum(refunds.map((row) => row.amount)))),
    fee: statement.format === "wechat-bill" ? fiveDecimals(fee) : formatYuan(fen(divideHalfUp(fee, 1000n))),
    first: times[0] ?? "",
    last: times.at(-1) ?? "",
  };
};

const cardSums = (books: FigureBooks, rows: readonly StatementRow[]): JsonObject => {
  const byCategory: { [kind: string]: JsonObject } = {};
  for (const kind of ["charge", "refund", "dispute", "fee", "payout"] as const) {
    const some = rows.filter((row) => row.kind === kind);
    if (some.length === 0) continue;
    const amount = sum(some.map((row) => row.amount));
    const fee = fen(
      divideHalfUp(
        some.reduce((total, row) => total + row.fee, 0n),
        1000n,
      ),
    );
    byCategory[kind] = {
      count: some.length,
      amount: formatYuan(amount),
      fee: formatYuan(fee),
      net: formatYuan(minus(amount, fee)),
    };
  }
  const before = rows.filter((row) => row.kind === "charge" && row.on < books.openingDate).length;
  return { by_category: byCategory, before_opening: before };
};

const outcomesOf = (rows: readonly StatementRow[]): JsonObject => {
  const matched: { [rule: string]: number } = {};
  const unmatched: JsonObject[] = [];
  for (const row of rows) {
    const { state } = row;
    if (state.is === "matched" && state.rule !== "before_opening") matched[state.rule] = (matched[state.rule] ?? 0) + 1;
    if (state.is !== "suspended") continue;
    const candidates = state.candidates.length > 0 ? { candidates: state.candidates } : {};
    unmatched.push({ id: shownId(row), amount: formatYuan(row.amount), reason: state.reason, ...candidates });
  }
  return { matched, unmatched };
};

/** The number a person would look for: the order number on wallet rows, the serial on bank rows. */
export const shownId = (row: StatementRow): string => row.orderNo ?? row.id;

const fiveDecimals = (thousandths: bigint): string => {
  const digits = (thousandths < 0n ? -thousandths : thousandths).toString().padStart(6, "0");
  return `${thousandths < 0n ? "-" : ""}${digits.slice(0, -5)}.${digits.slice(-5)}`;
};

const firstCredit = (payout: Payout): string => `${payout.credits.map(({ on, id }) => `${on}#${id}`).sort()[0] ?? ""}`;
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
