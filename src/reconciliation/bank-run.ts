import type { Request } from "../disbursements/public.ts";
import { isRefusal } from "../kernel/result.ts";
import {
  type BankRule,
  type BankText,
  codesOf,
  inOrder,
  type PayoutMark,
  payoutGroups,
  payoutMarks,
  returnedSerial,
  ruleFor,
} from "./matching.ts";
import { unpaidDays } from "./payout.ts";
import { isPending, matchRow, type Run, suspension } from "./row-run.ts";
import { isTakenBack, type StatementRow } from "./statement-row.ts";

/** A row of a bank account and its words. */
export type BankRow = { readonly row: StatementRow; readonly text: BankText };

const NO_TEXT: BankText = { summary: "", narrative: "", ownReference: "", counterparty: "", payerAccount: "" };

/** The rows of bank accounts that rules may match, in the order of their days, with their words. */
export const waitingBankRows = async (run: Run): Promise<BankRow[]> => {
  const rows = [...run.reconciliation.book.waiting()]
    .filter((row) => row.kind === "entry" && !isTakenBack(row))
    .sort(inOrder);
  const texts = await run.texts(rows);
  return rows.map((row) => ({ row, text: texts.get(row.key) ?? NO_TEXT }));
};

/** The credits that are payouts, first of all rules (REC-9). Each payout is taken once all its parts are there. */
export const matchPayouts = async (run: Run, bank: readonly BankRow[]): Promise<void> => {
  const markOf = payoutMarks({ merchants: run.funds.merchants(), traces: payoutTraces(run) });
  const marked = bank.flatMap(({ row, text }) => {
    const mark = row.amount > 0n ? markOf(text) : undefined;
    return mark ? [{ row, mark }] : [];
  });
  for (const { rows, mark, complete } of payoutGroups(marked)) {
    if (complete) await matchPayout(run, { rows, mark });
  }
};

type Paid = { readonly rows: readonly StatementRow[]; readonly mark: PayoutMark };

const matchPayout = async (run: Run, { rows, mark }: Paid): Promise<void> => {
  const days = rows.map((row) => row.on).sort();
  const [first = ""] = days;
  const last = days.at(-1) ?? "";
  await bookEarlyParts(run, rows, last);
  const how =
    mark.payout === undefined
      ? { days: paidDays(run, mark, first), rule: "payout_batch" }
      : { payout: mark.payout, rule: "payout_trace" };
  const keys = rows.map((row) => row.key);
  const outcome = await run.submit({
    name: "reconciliation.payout",
    key: run.reconciliation.book.matchKey(keys.join("+")),
    by: run.by,
    on: last,
    input: { account: mark.account, rows: keys, ...how },
  });
  if (!isRefusal(outcome)) run.matched += rows.length;
};

/** LED-7: a part that came before the last one enters the bank's book on its own day and waits in 2209 for the rest. */
const bookEarlyParts = async (run: Run, rows: readonly StatementRow[], last: string): Promise<void> => {
  for (const { key, on } of rows) {
    const row = run.reconciliation.book.row(key);
    if (row?.state.is === "open" && on < last) await run.submit(suspension(run.by, row, { reason: "unknown_credit" }));
  }
};

const paidDays = (run: Run, mark: PayoutMark, creditedOn: string): string[] =>
  unpaidDays(run.reconciliation.book, mark.account).filter((day) =>
    mark.from === undefined ? day < creditedOn : day >= mark.from && day <= (mark.to ?? mark.from),
  );

const payoutTraces = (run: Run): ReadonlyMap<string, { account: string; payout: string }> => {
  const traces = new Map<string, { account: string; payout: string }>();
  const { book } = run.reconciliation;
  for (const { traceId, account, batch } of book.transits())
    if (traceId) traces.set(traceId, { account, payout: batch });
  for (const [traceId, key] of book.payoutTraces()) {
    const row = book.row(key);
    if (row) traces.set(traceId, { account: row.account, payout: row.payout ?? row.id });
  }
  return traces;
};

/** The rules of REC-9 that match by themselves, in their order, for rows that are no payout. */
export const matchBankRows = async (run: Run, bank: readonly BankRow[]): Promise<void> => {
  const paid = paidBySerial(run);
  for (const { row, text } of bank) {
    if (!isPending(run, row)) continue;
    if (row.amount < 0n && (await matchAid(run, row))) continue;
    if (row.amount > 0n && (await matchReturn(run, { row, text }, paid))) continue;
    if (row.amount !== 0n && (await matchRule(run, { row, text }))) continue;
    if (row.amount > 0n) await matchCode(run, { row, text });
  }
};

const matchAid = async (run: Run, row: StatementRow): Promise<boolean> =>
  run.disbursements.releasedBySerial(row.id).length > 0 &&
  !isRefusal(await matchRow(run, "aid", { row, input: { rule: "bank_serial" } }));

const matchRule = async (run: Run, { row, text }: BankRow): Promise<boolean> => {
  const rule = ruleFor(run.funds.bankRules() as readonly BankRule[], { account: row.account, text });
  if (rule < 0) return false;
  return !isRefusal(await matchRow(run, "rule", { row, input: { rule: "bank_rule", rule_index: rule } }));
};

const matchCode = async (run: Run, { row, text }: BankRow): Promise<void> => {
  for (const code of codesOf(text)) {
    const gift = run.donations.byRef(code);
    if (gift?.state !== "pledged") continue;
    const input = { rule: "donation_code", gift: gift.id };
    if (!isRefusal(await matchRow(run, "settle", { row, input }))) return;
  }
};

type PaidBySerial = ReadonlyMap<string, readonly Request[]>;

const paidBySerial = (run: Run): PaidBySerial => {
  const paid = new Map<string, Request[]>();
  for (const request of run.disbursements.requests()) {
    if (request.bankSerial === undefined) continue;
    const some = paid.get(request.bankSerial);
    if (some) some.push(request);
    else paid.set(request.bankSerial, [request]);
  }
  return paid;
};

const matchReturn = async (run: Run, { row, text }: BankRow, paid: PaidBySerial): Promise<boolean> => {
  const serial = returnedSerial(text, paid);
  const request = (paid.get(serial ?? "") ?? [])
    .map(({ no }) => run.disbursements.request(no))
    .find((now) => now?.amount === row.amount && now.state !== "returned");
  if (!request) return false;
  return !isRefusal(await matchRow(run, "return", { row, input: { rule: "returned_serial", request: request.no } }));
};
