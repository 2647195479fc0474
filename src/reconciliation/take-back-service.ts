import type { Submit } from "../journal/chapter.ts";
import type { Line } from "../journal/line.ts";
import { isRefusal, type Refusal, refuse } from "../kernel/result.ts";
import type { Reconciliation } from "./reconciliation.ts";
import type { StatementRow } from "./statement-row.ts";
import type { Match } from "./take-back.ts";

export type TakeBackDeps = {
  readonly submit: Submit;
  readonly reconciliation: Reconciliation;
  /** A line of the journal by its index. */
  readonly line: (index: number) => Promise<Line | undefined>;
};

/** Who decides about which row; `because` is a sentence without names of people. */
type Choice = { readonly row: string; readonly by: string; readonly because?: string };

/** What matched a row and why it cannot be taken back, if so. Undefined for a row that is not matched. */
export type Taken = { readonly match: Match; readonly refusal?: Refusal };

export const foreseeTakeBack = async (deps: TakeBackDeps, row: StatementRow): Promise<Taken | undefined> => {
  const match = await matchOf(deps, row);
  if (!match) return undefined;
  const refusal = deps.reconciliation.refusalToTakeBack(row, match);
  return { match, ...(refusal ? { refusal } : {}) };
};

/** Takes the match of a row back: its line is read from the journal, and the decision names it. */
export const takeBack = async (deps: TakeBackDeps, { row: key, by, because }: Choice): Promise<Refusal | undefined> => {
  const row = deps.reconciliation.book.row(key);
  if (!row) return refuse("statement_row_unknown", { row: key });
  const match = await matchOf(deps, row);
  if (!match) return refuse("match_unknown", { row: key });
  const said = because === undefined ? {} : { because };
  const outcome = await deps.submit({
    name: "reconciliation.takeBack",
    key: `take-back:${key}:${row.line}`,
    by,
    on: row.on,
    input: { row: key, match, ...said },
  });
  return isRefusal(outcome) ? outcome : undefined;
};

/** Lets the rules look again at a row whose match was taken back: the next run matches it if one fits. */
export const lookAgain = async (deps: TakeBackDeps, { row: key, by }: Choice): Promise<Refusal | undefined> => {
  const row = deps.reconciliation.book.row(key);
  if (!row) return refuse("statement_row_unknown", { row: key });
  const reason = row.kind !== "entry" ? "no_order" : row.amount < 0n ? "unknown_debit" : "unknown_credit";
  const outcome = await deps.submit({
    name: "reconciliation.suspend",
    key: `look-again:${key}:${row.line}`,
    by,
    on: row.on,
    input: { row: key, reason, candidates: [] },
  });
  return isRefusal(outcome) ? outcome : undefined;
};

const matchOf = async (deps: Pick<TakeBackDeps, "line">, row: StatementRow): Promise<Match | undefined> => {
  const line = row.state.is === "matched" ? await deps.line(row.line) : undefined;
  return line && matchFrom(line, row.line);
};

const matchFrom = ({ kind, data, post }: Line, line: number): Match => ({
  line,
  kind,
  basis: typeof data.basis === "string" ? data.basis : kind,
  post,
  ...(typeof data.gift === "string" ? { gift: data.gift } : {}),
  ...(Array.isArray(data.requests) ? { requests: data.requests.map(String) } : {}),
});
