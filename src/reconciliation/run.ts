import { absolute } from "../kernel/money.ts";
import { nameCandidates, type OpenPromise } from "./matching.ts";
import { type BankRow, matchBankRows, matchPayouts, waitingBankRows } from "./bank-run.ts";
import { matchChannels } from "./channel-run.ts";
import { matchKept } from "./kept-run.ts";
import { inChunks, isPending, type Run, type RunDeps, suspendRow } from "./row-run.ts";
import type { StatementRow } from "./statement-row.ts";

export type Proposal = { readonly row: StatementRow; readonly promise: OpenPromise };
export type RunResult = {
  readonly matched: number;
  readonly suspended: number;
  readonly proposals: readonly Proposal[];
};

/**
 * Matches every row that is not matched yet, in the order of DOMAIN §6 (REC-9). Safe to run at any time and by several
 * processes at once: each match is one keyed command that is decided again on the newest books.
 */
export const runMatching = async (deps: RunDeps, by: string): Promise<RunResult> => {
  const run: Run = { ...deps, by, matched: 0, suspended: 0 };
  await matchChannels(run);
  const bank = await waitingBankRows(run);
  await matchPayouts(run, bank);
  await matchBankRows(run, bank);
  await matchKept(run, bank, await openPromises(run));
  const proposals = await settleTheRest(run, bank, await openPromises(run));
  return { matched: run.matched, suspended: run.suspended, proposals };
};

/** The pairs that rule 6 proposes now; a person confirms or leaves them. */
export const findProposals = async (
  deps: RunDeps,
): Promise<{ proposed: Proposal[]; ambiguous: Map<string, readonly OpenPromise[]> }> => {
  const run: Run = { ...deps, by: "", matched: 0, suspended: 0 };
  const bank = (await waitingBankRows(run)).filter(({ row }) => row.amount > 0n);
  const { proposed, ambiguous } = nameCandidates(bank, await openPromises(run));
  const pairs = bank.flatMap(({ row }) => {
    const promise = proposed.get(row.key);
    return promise ? [{ row, promise }] : [];
  });
  return { proposed: pairs, ambiguous };
};

const settleTheRest = async (
  run: Run,
  bank: readonly BankRow[],
  promises: readonly OpenPromise[],
): Promise<Proposal[]> => {
  const rest = bank.filter(({ row }) => isPending(run, row));
  const credits = rest.filter(({ row }) => row.amount > 0n);
  const { proposed, ambiguous } = nameCandidates(credits, promises);
  await inChunks(rest, ({ row }) => {
    const promise = proposed.get(row.key);
    if (promise) return suspendRow(run, row, { reason: "proposed", candidates: [promise.ref] });
    const unclear = ambiguous.get(row.key);
    if (unclear) return suspendRow(run, row, { reason: "ambiguous", candidates: unclear.map(({ ref }) => ref) });
    return suspendRow(run, row, { reason: reasonOf(row) });
  });
  return credits.flatMap(({ row }) => {
    const promise = proposed.get(row.key);
    return promise ? [{ row, promise }] : [];
  });
};

const reasonOf = (row: StatementRow): string =>
  row.amount === 0n ? "zero_amount" : row.amount > 0n ? "unknown_credit" : "unknown_debit";

/** Transfers that are promised and have not come. */
const openPromises = async (run: Run): Promise<OpenPromise[]> => {
  const gifts = run.donations.openTransfers();
  const names = await run.names(gifts.flatMap((gift) => gift.donor ?? []));
  return gifts.map(({ id, ref, amount, promisedOn, donor }) => ({
    gift: id,
    ref,
    amount: absolute(amount),
    promisedOn,
    name: (donor === undefined ? undefined : names.get(donor)) ?? "",
  }));
};
