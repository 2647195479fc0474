import type { Chapter, Command, Draft } from "../journal/chapter.ts";
import { type Refusal, refuse } from "../kernel/result.ts";
import { decideAgency } from "./agency-decision.ts";
import type { Books, Lower } from "./books.ts";
import { decideImported, decideLines, decideTransit } from "./import-decisions.ts";
import {
  decideAid,
  decideNote,
  decideProviderFee,
  decideRefund,
  decideReturn,
  decideRule,
  decideSettlement,
} from "./match-decisions.ts";
import { decideCloseCase, decideTakeBackBooking, refusalToTakeBackBooking } from "./case-decisions.ts";
import { openKeptRules } from "./kept-rule.ts";
import type { Bearers } from "./payout.ts";
import { decidePayout } from "./payout-decision.ts";
import { openStatementBook } from "./statement-book.ts";
import type { StatementRow } from "./statement-row.ts";
import { decideSuspension } from "./suspense.ts";
import type { Unbilled } from "./unbilled.ts";
import { decideTakeBack, type Match, refusalToTakeBack } from "./take-back.ts";
import { decideRelease, decideUndo } from "./undo-decisions.ts";

export type Reconciliation = ReturnType<typeof openReconciliation>;

/** Statements against the books: every row of a statement becomes exactly one posting, or waits in 2209 with a reason. */
export const openReconciliation = (lower: Lower) => {
  const book = openStatementBook();
  const kept = openKeptRules(book);
  const bearers = bearersOf(lower);
  const books: Books = { ...lower, book, bearers };
  /** Every match looks at one row that is not matched yet. */
  const onRow =
    (decide: (books: Books, row: StatementRow, command: Command) => Draft | Refusal) =>
    (command: Command): Draft | Refusal => {
      const key = String(command.input.row);
      const row = book.row(key);
      if (!row) return refuse("statement_row_unknown", { row: key });
      if (row.state.is === "matched") return refuse("statement_row_matched", { row: key, rule: "REC-3" });
      return decide(books, row, command);
    };

  const chapter: Chapter = {
    name: "reconciliation",
    tables: [...book.tables, ...kept.tables],
    decide: {
      import: (command) => decideImported(book, command),
      lines: (command) => decideLines(book, command),
      transit: (command) => decideTransit(book, command),
      settle: onRow(decideSettlement),
      refund: onRow(decideRefund),
      note: onRow(decideNote),
      fee: (command) => decideProviderFee(books, command),
      aid: onRow(decideAid),
      return: onRow(decideReturn),
      rule: onRow(decideRule),
      agency: onRow(decideAgency),
      suspend: onRow(decideSuspension),
      release: onRow(decideRelease),
      takeBack: (command) => decideTakeBack(books, command),
      takeBackBooking: (command) => decideTakeBackBooking(books, command),
      closeCase: (command) => decideCloseCase(books, command),
      undo: (command) => decideUndo(books, command),
      payout: (command) => decidePayout(books, command),
      keep: kept.decideKeep,
      drop: kept.decideDrop,
    },
    apply: appliesOf(book, kept),
  };

  return {
    chapter,
    book,
    kept,
    bearers,
    /** Why the match of a row cannot be taken back. */
    refusalToTakeBack: (row: StatementRow, match: Match) => refusalToTakeBack(books, row, match),
    /** Why a booking without a row cannot be taken back. */
    refusalToTakeBackBooking: (booking: Unbilled, match: Match) => refusalToTakeBackBooking(books, booking, match),
  };
};

type Kept = ReturnType<typeof openKeptRules>;

/** What each kind of line does to rows, payouts and kept rules. */
const appliesOf = (book: Books["book"], kept: Kept): Chapter["apply"] => ({
  "statement.imported": book.applyImported,
  "statement.lines": book.applyLines,
  "transit.opened": book.applyTransit,
  "statement.undone": book.applyUndone,
  "line.suspended": book.applySuspended,
  "line.released": book.applyReleased,
  "match.taken_back": (line, index) => {
    book.applyTakenBack(line, index);
    kept.applyTakenBack(line);
  },
  "case.closed": book.applyCaseClosed,
  "line.matched": book.markMatched,
  "donation.settled": book.markMatched,
  "donation.refunded": book.markMatched,
  "provider.fee": book.markMatched,
  "bank.ruled": book.markMatched,
  "aid.paid": book.markMatched,
  "aid.returned": book.markMatched,
  "agency.received": book.markMatched,
  "agency.paid": book.markMatched,
  "agency.bounced": book.markMatched,
  "payout.settled": book.applyPayout,
  "rule.kept": kept.applyKept,
  "rule.dropped": kept.applyDropped,
});

const bearersOf = (lower: Lower): Bearers => ({
  get order() {
    return lower.funds.all().map((fund) => fund.code);
  },
  get general() {
    return lower.funds.general().code;
  },
  bearerOf: (row) => bearerOf(lower, row),
});

const bearerOf = (lower: Lower, row: StatementRow): string => {
  const general = lower.funds.general().code;
  const code = row.fund ?? (row.orderNo === undefined ? undefined : lower.donations.byRef(row.orderNo)?.fund);
  const fund = code === undefined ? undefined : lower.funds.fund(code);
  return fund?.channelFeeBorneBy === "fund" ? fund.code : general;
};
