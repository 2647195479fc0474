import type { Command, Draft } from "../journal/chapter.ts";
import type { Posting } from "../journal/line.ts";
import { formatYuan, sum } from "../kernel/money.ts";
import { type JsonObject, type Refusal, refuse } from "../kernel/result.ts";
import { accountPath, credit, debit, releasePostings } from "../ledger/public.ts";
import type { Books } from "./books.ts";
import { cardPayout, type PayoutSum, walletPayout } from "./payout.ts";
import type { StatementRow } from "./statement-row.ts";
import { moneySide } from "./suspense.ts";

type PayoutInput = JsonObject & {
  readonly account: string;
  readonly rule: string;
  /** Bank rows that together are the payout. */
  readonly rows: readonly string[];
  readonly days?: readonly string[];
  readonly payout?: string;
};

/**
 * A payout that reached the bank: Dr bank net, Dr 5401 the fee by bearer (a restricted fund releases as much), Cr 1009
 * gross (ACC-7, GIFT-4). Refused unless the credits are gross − fee to the fen, and while a credit of an earlier day is not
 * in the bank's book yet: it must wait in 2209 from its own day on (LED-7).
 */
export const decidePayout = (books: Books, command: Command): Draft | Refusal => {
  const input = command.input as PayoutInput;
  const rows = input.rows.map((key) => books.book.row(key));
  if (!rows.every((row): row is StatementRow => row !== undefined && row.state.is !== "matched")) {
    return refuse("statement_row_matched", { rule: "REC-3" });
  }
  const paid =
    input.payout === undefined
      ? walletSum(books, input)
      : cardPayout(books.book, books.bearers, { account: input.account, payout: input.payout });
  if (!paid) return refuse("payout_unknown", { account: input.account });
  const batch = paid.batches.find((name) => books.book.payoutOf(input.account, name));
  if (batch !== undefined) return refuse("batch_paid", { batch });
  const credits = sum(rows.map((row) => row.amount));
  if (credits !== paid.net)
    return refuse("payout_mismatch", { expected: formatYuan(paid.net), credited: formatYuan(credits) });
  const on = books.ledger.periods.postingDate(lastDayOf(rows));
  const early = rows.find((row) => moneySide(row) === row.account && books.ledger.periods.postingDate(row.on) !== on);
  if (early) return refuse("payout_part_not_booked", { row: early.key, rule: "LED-7" });
  return payoutDraft(books, input, { rows, paid });
};

const lastDayOf = (rows: readonly StatementRow[]): string =>
  rows.reduce((day, row) => (row.on > day ? row.on : day), "");

const walletSum = (books: Books, input: PayoutInput): PayoutSum | undefined =>
  walletPayout(books.book, books.bearers, { account: input.account, days: input.days ?? [] });

const payoutDraft = (
  books: Books,
  input: PayoutInput,
  found: { readonly rows: readonly StatementRow[]; readonly paid: PayoutSum },
): Draft => {
  const { rows, paid } = found;
  const last = lastDayOf(rows);
  const on = books.ledger.periods.postingDate(last);
  const post: Posting[] = rows.map((row) => debit(moneySide(row), row.amount));
  for (const [fund, fee] of paid.shares) {
    post.push(debit(accountPath("fundraising", on, fund), fee));
    if (books.funds.fund(fund)?.restriction !== "purpose") continue;
    post.push(
      ...releasePostings({ fund, on, amount: fee, earlier: books.ledger.balances.fund(fund).earlierRestricted }),
    );
  }
  if (paid.gross !== 0n) post.push(credit(input.account, paid.gross));
  return {
    kind: "payout.settled",
    on,
    data: {
      payout: input.payout ?? `${input.account}:${paid.batches[0] ?? ""}`,
      account: input.account,
      batches: paid.batches,
      rule: input.rule,
      gross: paid.gross.toString(),
      fee: paid.fee.toString(),
      net: paid.net.toString(),
      credits: rows.map((row) => ({ key: row.key, id: row.id, on: row.on, amount: row.amount.toString() })),
      ...(on === last ? {} : { relates_to: last }),
    },
    post,
  };
};
