import type { Command, Draft } from "../journal/chapter.ts";
import { type Refusal, refuse } from "../kernel/result.ts";
import { accountPath, credit, debit } from "../ledger/public.ts";
import type { Books } from "./books.ts";
import type { StatementRow } from "./statement-row.ts";

/** Where unexplained money waits: a liability, never income (REC-4, GIFT-16). */
export const suspensePath = (on: string): string => accountPath("otherPayable", on, "suspense", "rows");

/** The account on the money side of a match: the bank or wallet, or 2209 when the row's money waits there already. */
export const moneySide = (row: StatementRow): string =>
  row.state.is === "suspended" && row.state.posted ? suspensePath(row.state.on) : row.account;

/** Rows that say something but move nothing, or that are explained elsewhere, are listed without a posting. */
const WITHOUT_POSTING = new Set(["zero_amount"]);

/** A row that nothing explains: its money goes to 2209 once, its reason may change with later files. */
export const decideSuspension = (books: Books, row: StatementRow, command: Command): Draft | Refusal => {
  const reason = String(command.input.reason);
  const candidates = (command.input.candidates ?? []) as readonly string[];
  if (row.state.is === "suspended" && row.state.reason === reason && sameList(row.state.candidates, candidates)) {
    return refuse("suspension_known", { row: row.key });
  }
  const on = books.ledger.periods.postingDate(row.on);
  const posts = moneySide(row) === row.account && row.amount !== 0n && !WITHOUT_POSTING.has(reason);
  return {
    kind: "line.suspended",
    on,
    data: { statement_line: row.key, reason, candidates, since: row.on, ...ownerOf(command), ...becauseOf(command) },
    post: posts ? [debit(row.account, row.amount), credit(suspensePath(on), row.amount)] : [],
  };
};

/** Who decided that it waits; runs leave such a row alone. */
const ownerOf = ({ input }: Command): { owner?: string } =>
  typeof input.owner === "string" ? { owner: input.owner } : {};

/** The sentence in which a person says why; without names of people. */
export const becauseOf = ({ input }: Command): { because?: string } =>
  typeof input.because === "string" ? { because: input.because } : {};

const sameList = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((item, i) => item === b[i]);
