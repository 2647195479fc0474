import type { Outcome, Submit } from "../journal/chapter.ts";
import { isRefusal, type JsonObject, type Refusal } from "../kernel/result.ts";
import { absolute } from "../kernel/money.ts";
import type { Donations } from "../donations/public.ts";
import type { Disbursements } from "../disbursements/public.ts";
import type { Funds } from "../funds/public.ts";
import {
  type BankRule,
  type BankText,
  codesOf,
  inOrder,
  type Merchant,
  nameCandidates,
  type OpenPromise,
  payoutGroups,
  payoutMark,
  returnedSerial,
  ruleFor,
} from "./matching.ts";
import { unpaidDays } from "./payout.ts";
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
  /** Names of donors by their opaque id, from the vault. */
  readonly names: (people: readonly string[]) => Promise<ReadonlyMap<string, string>>;
};

export type Proposal = { readonly row: StatementRow; readonly promise: OpenPromise };
export type RunResult = {
  readonly matched: number;
  readonly suspended: number;
  readonly proposals: readonly Proposal[];
};

type BankRow = { readonly row: StatementRow; readonly text: BankText };
type Run = RunDeps & { readonly by: string; matched: number; suspended: number };

/** How many commands of one pass wait for the writer at once. */
const TOGETHER = 500;
const NO_TEXT: BankText = { summary: "", narrative: "", ownReference: "", counterparty: "" };

/**
 * Matches every row that is not matched yet, in the order of DOMAIN §6 (REC-9). Safe to run at any time and by several
 * processes at once: each match is one keyed command that is decided again on the newest books.
 */
export const runMatching = async (deps: RunDeps, by: string): Promise<RunResult> => {
  const run: Run = { ...deps, by, matched: 0, suspended: 0 };
  await matchChannels(run);
  const bank = await bankRows(run);
  await matchPayouts(run, bank);
  for (const entry of bank) await matchBankRow(run, entry);
  const promises = await openPromises(run);
  const proposals = await settleTheRest(run, bank, promises);
  return { matched: run.matched, suspended: run.suspended, proposals };
};

/** The pairs that rule 6 proposes now; a person confirms or leaves them. */
export const findProposals = async (
  deps: RunDeps,
): Promise<{ proposed: Proposal[]; ambiguous: Map<string, readonly OpenPromise[]> }> => {
  const run: Run = { ...deps, by: "", matched: 0, suspended: 0 };
  const bank = (await bankRows(run)).filter(({ row }) => row.amount > 0n);
  const { proposed, ambiguous } = nameCandidates(
    bank.filter(({ row }) => pending(run, row)),
    await openPromises(run),
  );
  const pairs = bank.flatMap(({ row }) => {
    const promise = proposed.get(row.key);
    return promise ? [{ row, promise }] : [];
  });
  return { proposed: pairs, ambiguous };
};

const matchChannels = async (run: Run): Promise<void> => {
  const rows = [...run.reconciliation.book.rows()]
    .filter((row) => row.kind !== "entry" && row.state.is !== "matched")
    .sort(inOrder);
  await inChunks(
    rows.filter(({ kind }) => kind === "payment" || kind === "charge"),
    (row) => matchPayment(run, row),
  );
  for (const row of rows.filter(({ kind }) => kind === "refund" || kind === "dispute")) await matchRefund(run, row);
  for (const row of rows.filter(({ kind }) => kind === "fee")) await submit(run, "fee", row, { rule: "fee" });
  for (const row of rows.filter(({ kind }) => kind === "payout"))
    await submit(run, "note", row, { rule: "payout", target: row.payout ?? row.id });
};

const matchPayment = async (run: Run, row: StatementRow): Promise<void> => {
  if (row.on < (run.funds.federation()?.openingDate ?? "")) {
    return void (await submit(run, "note", row, { rule: "before_opening", target: "opening" }));
  }
  const gift = row.orderNo === undefined ? undefined : run.donations.byRef(row.orderNo);
  const rule = row.kind === "charge" ? "gift" : "order_no";
  if (!gift) return suspend(run, row, "no_order");
  const outcome = await submit(run, "settle", row, { rule, gift: gift.id });
  if (isRefusal(outcome)) await suspend(run, row, outcome.refused);
};

const matchRefund = async (run: Run, row: StatementRow): Promise<void> => {
  const ref = row.kind === "refund" && row.charge === undefined ? row.orderNo : orderOfCharge(run, row);
  const gift = ref === undefined ? undefined : run.donations.byRef(ref);
  if (row.fee !== 0n && row.charge !== undefined) await feeOf(run, row);
  if (!gift) return suspend(run, row, "no_order");
  const rule = row.charge === undefined ? "refund_order_no" : "charge";
  const outcome = await submit(run, "refund", row, { rule, gift: gift.id });
  if (isRefusal(outcome)) await suspend(run, row, outcome.refused);
};

const orderOfCharge = (run: Run, row: StatementRow): string | undefined => {
  for (const other of run.reconciliation.book.rows()) {
    if (other.kind === "charge" && other.account === row.account && other.charge === row.charge) return other.orderNo;
  }
  return undefined;
};

const feeOf = (run: Run, row: StatementRow): Promise<Outcome | Refusal> =>
  run.submit({
    name: "reconciliation.fee",
    key: `fee:${row.key}`,
    by: run.by,
    on: row.on,
    input: { row: row.key, rule: "dispute_fee" },
  });

const bankRows = async (run: Run): Promise<BankRow[]> => {
  const rows = [...run.reconciliation.book.rows()]
    .filter((row) => row.kind === "entry" && row.state.is !== "matched")
    .sort(inOrder);
  const texts = await run.texts(rows);
  return rows.map((row) => ({ row, text: texts.get(row.key) ?? NO_TEXT }));
};

const matchPayouts = async (run: Run, bank: readonly BankRow[]): Promise<void> => {
  const traces = payoutTraces(run);
  const merchants = run.funds.merchants().map(({ account, merchantId }): Merchant => ({ account, merchantId }));
  const marked = bank.flatMap(({ row, text }) => {
    const mark = row.amount > 0n ? payoutMark(text, { merchants, traces }) : undefined;
    return mark ? [{ row, mark }] : [];
  });
  for (const { rows, mark, complete } of payoutGroups(marked)) {
    if (!complete) continue;
    const last =
      rows
        .map((row) => row.on)
        .sort()
        .at(-1) ?? "";
    const how =
      mark.payout === undefined
        ? { days: paidDays(run, mark, last), rule: "payout_batch" }
        : { payout: mark.payout, rule: "payout_trace" };
    const input = { account: mark.account, rows: rows.map((row) => row.key), ...how };
    const outcome = await run.submit({
      name: "reconciliation.payout",
      key: `match:${rows.map((row) => row.key).join("+")}`,
      by: run.by,
      on: last,
      input,
    });
    if (!isRefusal(outcome)) run.matched += rows.length;
  }
};

const paidDays = (run: Run, mark: { account: string; from?: string; to?: string }, creditedOn: string): string[] =>
  unpaidDays(run.reconciliation.book, mark.account).filter((day) =>
    mark.from === undefined ? day < creditedOn : day >= mark.from && day <= (mark.to ?? mark.from),
  );

const payoutTraces = (run: Run): ReadonlyMap<string, { account: string; payout: string }> => {
  const traces = new Map<string, { account: string; payout: string }>();
  const { book } = run.reconciliation;
  for (const { traceId, account, batch } of book.transits())
    if (traceId) traces.set(traceId, { account, payout: batch });
  for (const row of book.rows())
    if (row.kind === "payout" && row.traceId)
      traces.set(row.traceId, { account: row.account, payout: row.payout ?? row.id });
  return traces;
};

const matchBankRow = async (run: Run, { row, text }: BankRow): Promise<void> => {
  if (!pending(run, row)) return;
  if (row.amount < 0n && (await matchAid(run, row))) return;
  if (row.amount > 0n && (await matchReturn(run, { row, text }))) return;
  if (row.amount !== 0n && (await matchRule(run, { row, text }))) return;
  if (row.amount > 0n) await matchCode(run, { row, text });
};

const matchAid = async (run: Run, row: StatementRow): Promise<boolean> =>
  run.disbursements.releasedBySerial(row.id).length > 0 &&
  !isRefusal(await submit(run, "aid", row, { rule: "bank_serial" }));

const matchRule = async (run: Run, { row, text }: BankRow): Promise<boolean> => {
  const rule = ruleFor(run.funds.bankRules() as readonly BankRule[], { account: row.account, text });
  return rule >= 0 && !isRefusal(await submit(run, "rule", row, { rule: "bank_rule", rule_index: rule }));
};

const matchCode = async (run: Run, { row, text }: BankRow): Promise<void> => {
  for (const code of codesOf(text)) {
    const gift = run.donations.byRef(code);
    if (gift?.state !== "pledged") continue;
    if (!isRefusal(await submit(run, "settle", row, { rule: "donation_code", gift: gift.id }))) return;
  }
};

const matchReturn = async (run: Run, { row, text }: BankRow): Promise<boolean> => {
  const paid = [...run.disbursements.requests()].filter((request) => request.bankSerial !== undefined);
  const serial = returnedSerial(text, new Set(paid.map((request) => request.bankSerial ?? "")));
  const request = paid.find(
    (item) => item.bankSerial === serial && item.amount === row.amount && item.state !== "returned",
  );
  return (
    request !== undefined &&
    !isRefusal(await submit(run, "return", row, { rule: "returned_serial", request: request.no }))
  );
};

const settleTheRest = async (
  run: Run,
  bank: readonly BankRow[],
  promises: readonly OpenPromise[],
): Promise<Proposal[]> => {
  const rest = bank.filter(({ row }) => pending(run, row));
  const { proposed, ambiguous } = nameCandidates(
    rest.filter(({ row }) => row.amount > 0n),
    promises,
  );
  const proposals: Proposal[] = [];
  for (const { row } of rest) {
    const promise = proposed.get(row.key);
    const unclear = ambiguous.get(row.key);
    if (promise) proposals.push({ row, promise });
    if (promise) await suspend(run, row, "proposed", [promise.ref]);
    else if (unclear)
      await suspend(
        run,
        row,
        "ambiguous",
        unclear.map(({ ref }) => ref),
      );
    else await suspend(run, row, reasonOf(row));
  }
  return proposals;
};

const reasonOf = (row: StatementRow): string =>
  row.amount === 0n ? "zero_amount" : row.amount > 0n ? "unknown_credit" : "unknown_debit";

const openPromises = async (run: Run): Promise<OpenPromise[]> => {
  const gifts = [...run.donations.gifts()].filter((gift) => gift.via === "bank" && gift.state === "pledged");
  const names = await run.names(gifts.flatMap((gift) => gift.donor ?? []));
  return gifts.map(({ id, ref, amount, promisedOn, donor }) => ({
    gift: id,
    ref,
    amount: absolute(amount),
    promisedOn,
    name: (donor === undefined ? undefined : names.get(donor)) ?? "",
  }));
};

const pending = (run: Run, row: StatementRow): boolean => run.reconciliation.book.row(row.key)?.state.is !== "matched";

const submit = async (run: Run, command: string, row: StatementRow, input: JsonObject): Promise<Outcome | Refusal> => {
  const outcome = await run.submit({
    name: `reconciliation.${command}`,
    key: `match:${row.key}`,
    by: run.by,
    on: row.on,
    input: { row: row.key, ...input },
  });
  if (!isRefusal(outcome)) run.matched += 1;
  return outcome;
};

const suspend = async (
  run: Run,
  row: StatementRow,
  reason: string,
  candidates: readonly string[] = [],
): Promise<void> => {
  const state = run.reconciliation.book.row(row.key)?.state;
  if (state?.is === "matched" || (state?.is === "suspended" && state.reason === reason)) return;
  const key = `suspend:${row.key}:${reason}:${candidates.join(",")}`;
  const input = { row: row.key, reason, candidates };
  await run.submit({ name: "reconciliation.suspend", key, by: run.by, on: row.on, input });
  run.suspended += 1;
};

const inChunks = async <Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> => {
  for (let at = 0; at < items.length; at += TOGETHER) await Promise.all(items.slice(at, at + TOGETHER).map(work));
};
