import type { Outcome, Submit } from "../journal/chapter.ts";
import { isRefusal, type JsonObject, type Refusal } from "../kernel/result.ts";
import type { Donations } from "../donations/public.ts";
import type { Disbursements } from "../disbursements/public.ts";
import type { Funds } from "../funds/public.ts";
import type { BankText } from "./matching.ts";
import type { Reconciliation } from "./reconciliation.ts";
import type { StatementRow } from "./statement-row.ts";

export type RunDeps = {
  readonly submit: Submit;
  readonly reconciliation: Reconciliation;
  readonly donations: Donations;
  readonly disbursements: Disbursements;
  readonly funds: Funds;
  /** Narrative and counterparty of bank rows by row key, from the encrypted files. */
  readonly texts: (rows: readonly StatementRow[]) => Promise<ReadonlyMap<string, BankText>>;
  /** A keyed mark of a text, the same for the same text: what a kept rule remembers of a name. */
  readonly markOf: (text: string) => string;
  /** Names of donors by their opaque id, from the vault. */
  readonly names: (people: readonly string[]) => Promise<ReadonlyMap<string, string>>;
};

/** One run: who started it, and what it has done so far. */
export type Run = RunDeps & { readonly by: string; matched: number; suspended: number };

/** How many commands of one pass wait for the writer at once. */
const TOGETHER = 500;

export const isPending = (run: Run, row: StatementRow): boolean =>
  run.reconciliation.book.row(row.key)?.state.is !== "matched";

/** Matches a row by one command; a row is matched at most once (REC-3). */
export const matchRow = async (
  run: Run,
  command: string,
  { row, input }: { readonly row: StatementRow; readonly input: JsonObject },
): Promise<Outcome | Refusal> => {
  const outcome = await run.submit({
    name: `reconciliation.${command}`,
    key: run.reconciliation.book.matchKey(row.key),
    by: run.by,
    on: row.on,
    input: { row: row.key, ...input },
  });
  if (!isRefusal(outcome)) run.matched += 1;
  return outcome;
};

type Why = { readonly reason: string; readonly candidates?: readonly string[] };

/** Puts a row where it waits, or gives it a new reason. One that waits for this reason, or that a person put there, is left alone. */
export const suspendRow = async (run: Run, { key }: StatementRow, why: Why): Promise<void> => {
  const row = run.reconciliation.book.row(key);
  if (!row || row.state.is === "matched") return;
  if (row.state.is === "suspended" && (row.state.owner !== undefined || row.state.reason === why.reason)) return;
  await run.submit(suspension(run.by, row, why));
  run.suspended += 1;
};

/** Keyed by the version of the row, so that two runs at once write it once and a later one may change it back. */
export const suspension = (by: string, row: StatementRow, { reason, candidates = [] }: Why) => ({
  name: "reconciliation.suspend",
  key: `suspend:${row.key}:${row.line}`,
  by,
  on: row.on,
  input: { row: row.key, reason, candidates },
});

/** Works on the items in their order, so many at a time. */
export const inChunks = async <Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> => {
  for (let at = 0; at < items.length; at += TOGETHER) await Promise.all(items.slice(at, at + TOGETHER).map(work));
};
