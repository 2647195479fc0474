import type { Command, Draft } from "../journal/chapter.ts";
import type { Posting } from "../journal/line.ts";
import { absolute, type Fen, formatYuan } from "../kernel/money.ts";
import { type JsonObject, type Refusal, refuse } from "../kernel/result.ts";
import { firstDimension, reversed } from "../ledger/public.ts";
import type { Books } from "./books.ts";
import type { StatementRow } from "./statement-row.ts";
import { becauseOf, suspensePath } from "./suspense.ts";

/** The line of the journal that matched a row, as it stands there. */
export type Match = JsonObject & {
  /** Its index. */
  readonly line: number;
  readonly kind: string;
  /** What its entries count as: its kind, unless it names another. */
  readonly basis: string;
  readonly post: readonly Posting[];
  readonly gift?: string;
  readonly requests?: readonly string[];
};

type Matched = StatementRow & { readonly state: Extract<StatementRow["state"], { is: "matched" }> };
const isMatched = (row: StatementRow): row is Matched => row.state.is === "matched";

/**
 * A person takes a match back: its entries are reversed, except that the money stays with the bank or wallet and waits in
 * 2209 for a name (REC-4), also for a row that had not waited before. Booked on the day of the match, or on the first open
 * day with `relates_to` (ACC-16). Refuses what `refusalToTakeBack` refuses.
 */
export const decideTakeBack = (books: Books, command: Command): Draft | Refusal => {
  const { row: key, match } = command.input as { readonly row: string; readonly match: Match };
  const row = books.book.row(key);
  if (!row) return refuse("statement_row_unknown", { row: key });
  const refusal = refusalToTakeBack(books, row, match);
  if (refusal || !isMatched(row)) return refusal ?? refuse("match_unknown", { row: key });
  const on = books.ledger.periods.postingDate(row.state.on);
  const late = on !== row.state.on;
  return {
    kind: "match.taken_back",
    on,
    data: {
      statement_line: key,
      takes_back: match.line,
      rule: row.state.rule,
      since: row.on,
      owner: command.by,
      ...(match.gift === undefined ? {} : { gift: match.gift }),
      ...(match.requests === undefined ? {} : { requests: match.requests }),
      ...becauseOf(command),
      ...(late ? { relates_to: row.state.on } : { basis: match.basis }),
    },
    post: reversed(match.post).map(
      ([path, amount]): Posting => [path === row.account ? suspensePath(on) : path, amount],
    ),
  };
};

/**
 * Why a match stands, in this order: another line matched the row meanwhile; a reversing voucher is right for its kind or
 * its year (ACC-11); its gift went back (GIFT-27); its money is spent (LED-2); its aid was confirmed or its month closed.
 * A live receipt is refused by the receipts.
 */
export const refusalToTakeBack = (books: Books, row: StatementRow, match: Match): Refusal | undefined => {
  if (!isMatched(row) || row.line !== match.line) return refuse("match_unknown", { row: row.key });
  if (match.post.length === 0) return refuse("match_posted_nothing", { row: row.key });
  const check = CHECKS[match.kind];
  if (!check) return refuse("match_needs_voucher", { row: row.key, rule: "LED-5" });
  if (isOfEarlierYear(books, row.state.on)) return refuse("match_needs_voucher", { row: row.key, rule: "ACC-11" });
  return check(books, row, match);
};

type Check = (books: Books, row: Matched, match: Match) => Refusal | undefined;

/** The kinds of matches that can be taken back: one row, one gift, one rule, one payment. */
const CHECKS: { readonly [kind: string]: Check } = {
  "donation.settled": (books, { amount, state }, { gift = "", line }) =>
    refusalToUnsettle(books, { gift, line, amount, on: state.on }),
  "bank.ruled": (books, row, { post }) => {
    if (row.amount < 0n) return undefined;
    const fund = post.flatMap(([path]) =>
      books.funds.fund(firstDimension(path) ?? "") ? [firstDimension(path)] : [],
    )[0];
    return refusalToLose(books, { fund: fund ?? "", amount: row.amount, on: row.state.on });
  },
  "aid.paid": (books, row, { requests = [] }) => {
    const later = requests.map(books.disbursements.request).find((request) => request?.state !== "paid");
    if (later) return refuse("match_aid_confirmed", { request: later.no, state: later.state });
    // What a closed month published of aid points at people when it is subtracted from what it says later (PII-10).
    if (books.ledger.periods.isClosed(row.state.on))
      return refuse("period_closed", { rule: "LED-6", on: row.state.on });
    return undefined;
  },
};

type Loss = { readonly fund: string; readonly amount: Fen; readonly on: string };

/** LED-2: money that the fund has spent or promised meanwhile is not taken from it. */
const refusalToLose = (books: Books, { fund, amount, on }: Loss): Refusal | undefined => {
  const available = books.funds.available(fund, on);
  if (available >= absolute(amount)) return undefined;
  return refuse("over_available", {
    fund,
    available: formatYuan(available),
    amount: formatYuan(absolute(amount)),
    rule: "LED-2",
  });
};

type Settled = Omit<Loss, "fund"> & { readonly gift: string; readonly line: number };

/** Why a gift stays settled by that line: another line settled it, it went back (GIFT-27), or its money is spent (LED-2). */
export const refusalToUnsettle = (books: Books, { gift: id, line, amount, on }: Settled): Refusal | undefined => {
  const gift = books.donations.gift(id);
  if (gift?.settledLine !== line) return refuse("match_unknown", { gift: id });
  if (gift.refunds.length > 0 || gift.asked) return refuse("match_refunded", { gift: id, rule: "GIFT-27" });
  return refusalToLose(books, { fund: gift.fund, amount, on });
};

/** What was booked in a year that is closed goes back through the prior-year adjustment (ACC-11). */
export const isOfEarlierYear = (books: Books, on: string): boolean =>
  books.ledger.periods.postingDate(on).slice(0, 4) !== on.slice(0, 4);
