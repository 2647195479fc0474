import type { Submit } from "../journal/chapter.ts";
import type { Line } from "../journal/line.ts";
import { isRefusal, type JsonObject, type Refusal, refuse } from "../kernel/result.ts";
import type { Reconciliation } from "./reconciliation.ts";
import type { StatementRow } from "./statement-row.ts";
import type { Match } from "./take-back.ts";
import type { Unbilled } from "./unbilled.ts";

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

/** Whether a booking that the provider's bill lacks can be taken back, and why not. */
export const foreseeBooking = async (deps: TakeBackDeps, booking: Unbilled): Promise<Taken | undefined> => {
  const line = await deps.line(booking.line);
  if (!line) return undefined;
  const match = matchFrom(line, booking.line);
  const refusal = deps.reconciliation.refusalToTakeBackBooking(booking, match);
  return { match, ...(refusal ? { refusal } : {}) };
};

/** What a person does with such a booking, and why. */
type CaseChoice = { readonly booking: string; readonly by: string; readonly because: string };

/** Takes a booking back that the provider never had. */
export const takeBackBooking = async (deps: TakeBackDeps, choice: CaseChoice): Promise<Refusal | undefined> => {
  const booking = deps.reconciliation.book.unbilledOf(choice.booking);
  const line = booking && (await deps.line(booking.line));
  if (!booking || !line) return refuse("case_unknown", { case: choice.booking });
  return onCase(deps, "takeBackBooking", { ...choice, booking, input: { match: matchFrom(line, booking.line) } });
};

/** A booking was put right by other papers: it is a case no longer. */
export const closeCase = async (deps: TakeBackDeps, choice: CaseChoice): Promise<Refusal | undefined> => {
  const booking = deps.reconciliation.book.unbilledOf(choice.booking);
  if (!booking) return refuse("case_unknown", { case: choice.booking });
  return onCase(deps, "closeCase", { ...choice, booking, input: {} });
};

type OnCase = Omit<CaseChoice, "booking"> & { readonly booking: Unbilled; readonly input: JsonObject };

const onCase = async (
  { submit }: TakeBackDeps,
  name: string,
  { booking, by, because, input }: OnCase,
): Promise<Refusal | undefined> => {
  const outcome = await submit({
    name: `reconciliation.${name}`,
    key: `${name}:${booking.key}:${booking.line}`,
    by,
    on: booking.bookedOn,
    input: { booking: booking.key, because, ...input },
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
