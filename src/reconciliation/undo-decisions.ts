import type { Command, Draft } from "../journal/chapter.ts";
import { type Refusal, refuse } from "../kernel/result.ts";
import { credit, debit } from "../ledger/public.ts";
import type { Books } from "./books.ts";
import { cardPayoutRows } from "./payout.ts";
import type { StatementBook } from "./statement-book.ts";
import type { StatementRow } from "./statement-row.ts";
import { becauseOf, moneySide } from "./suspense.ts";

/** The rows that leave when a file is undone: those that no other file lists. */
export const leavingRows = function* (book: StatementBook, digest: string): Generator<StatementRow> {
  const parts = book.partsOf(digest);
  for (const part of parts) {
    const heirs = book.heirsOf(part, parts);
    for (const row of book.rowsListed(part.digest)) if (!heirs.has(row.key)) yield row;
  }
};

/**
 * REC-8: an import can be undone as a whole while nothing in it is matched. Refuses `statement_unknown`,
 * `statement_matched` with the first such row, `batch_paid` when a payout has paid for one.
 */
export const refusalToUndo = (book: StatementBook, digest: string): Refusal | undefined => {
  const parts = book.partsOf(digest);
  if (parts.length === 0) return refuse("statement_unknown", { digest });
  for (const part of parts) {
    const paid = paidBatchOf(book, part.account);
    for (const row of book.rowsListed(part.digest)) {
      if (row.state.is === "matched" || hasBookedFee(row))
        return refuse("statement_matched", { row: row.key, rule: "REC-8" });
      const batch = paid(row);
      if (batch !== undefined) return refuse("batch_paid", { batch });
    }
  }
  return undefined;
};

/** What a dispute costs is booked when a run first looks at it, even if its gift is not found. */
const hasBookedFee = ({ kind, charge, fee, state }: StatementRow): boolean =>
  kind !== "charge" && charge !== undefined && fee !== 0n && state.is !== "open";

/** The batch of a row if it was paid: a wallet's day, or the card payout that sums the row. */
const paidBatchOf = (book: StatementBook, account: string): ((row: StatementRow) => string | undefined) => {
  const paidRows = new Map<string, string>();
  for (const [payout, rows] of cardPayoutRows(book, { account }))
    if (payout !== "" && book.payoutOf(account, payout) !== undefined)
      for (const { key } of rows) paidRows.set(key, payout);
  return ({ key, on }) => paidRows.get(key) ?? (book.payoutOf(account, on) === undefined ? undefined : on);
};

/** Takes the money of a waiting row back out of 2209, on the day on which it went there: the way back of a suspension. */
export const decideRelease = (books: Books, row: StatementRow, command: Command): Draft | Refusal => {
  const { state } = row;
  if (state.is !== "suspended" || !state.posted) return refuse("suspension_unknown", { row: row.key });
  if (books.ledger.periods.postingDate(state.on) !== state.on) return refuse("period_closed", { rule: "LED-6" });
  return {
    kind: "line.released",
    on: state.on,
    data: { statement_line: row.key, undo: String(command.input.undo) },
    post: [debit(moneySide(row), row.amount), credit(row.account, row.amount)],
  };
};

/** Undoes an import (REC-8, PIT-46). Refuses what refusalToUndo refuses, and while money of a leaving row stands in 2209. */
export const decideUndo = (books: Books, command: Command): Draft | Refusal => {
  const digest = String(command.input.digest);
  const refusal = refusalToUndo(books.book, digest);
  if (refusal) return refusal;
  let rows = 0;
  for (const { key, state } of leavingRows(books.book, digest)) {
    if (state.is === "suspended" && state.posted) return refuse("statement_money_waits", { row: key });
    rows += 1;
  }
  return { kind: "statement.undone", data: { digest, rows, ...becauseOf(command) } };
};
