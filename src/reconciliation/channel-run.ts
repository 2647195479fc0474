import { isRefusal, type Refusal } from "../kernel/result.ts";
import type { Outcome } from "../journal/chapter.ts";
import { inOrder } from "./matching.ts";
import { inChunks, matchRow, type Run, suspendRow } from "./row-run.ts";
import { isTakenBack, type StatementRow } from "./statement-row.ts";

/** Rows of wallets and cards against the gifts, by order number (REC-9): payments first, since refunds need their gift. */
export const matchChannels = async (run: Run): Promise<void> => {
  const rows = [...run.reconciliation.book.waiting()]
    .filter((row) => row.kind !== "entry" && !isTakenBack(row))
    .sort(inOrder);
  const of = (...kinds: readonly string[]) => rows.filter(({ kind }) => kinds.includes(kind));
  await inChunks(of("payment", "charge"), (row) => matchPayment(run, row));
  await inChunks(of("refund", "dispute"), (row) => matchRefund(run, row));
  await inChunks(of("fee"), async (row) => {
    await matchRow(run, "fee", { row, input: { rule: "fee" } });
  });
  await inChunks(of("payout"), async (row) => {
    await matchRow(run, "note", { row, input: { rule: "payout", target: row.payout ?? row.id } });
  });
};

const matchPayment = async (run: Run, row: StatementRow): Promise<void> => {
  if (row.on < (run.funds.federation()?.openingDate ?? "")) {
    await matchRow(run, "note", { row, input: { rule: "before_opening", target: "opening" } });
    return;
  }
  const gift = row.orderNo === undefined ? undefined : run.donations.byRef(row.orderNo);
  if (!gift) return suspendRow(run, row, { reason: "no_order" });
  const rule = row.kind === "charge" ? "gift" : "order_no";
  const outcome = await matchRow(run, "settle", { row, input: { rule, gift: gift.id } });
  if (isRefusal(outcome)) await suspendRow(run, row, { reason: outcome.refused });
};

const matchRefund = async (run: Run, row: StatementRow): Promise<void> => {
  const { charge, account } = row;
  const ref = charge === undefined ? row.orderNo : run.reconciliation.book.chargeRow(account, charge)?.orderNo;
  const gift = ref === undefined ? undefined : run.donations.byRef(ref);
  if (row.fee !== 0n && charge !== undefined) await feeOf(run, row);
  if (!gift) return suspendRow(run, row, { reason: "no_order" });
  const rule = charge === undefined ? "refund_order_no" : "charge";
  const outcome = await matchRow(run, "refund", { row, input: { rule, gift: gift.id } });
  if (isRefusal(outcome)) await suspendRow(run, row, { reason: outcome.refused });
};

const feeOf = (run: Run, row: StatementRow): Promise<Outcome | Refusal> =>
  run.submit({
    name: "reconciliation.fee",
    key: `fee:${row.key}`,
    by: run.by,
    on: row.on,
    input: { row: row.key, rule: "dispute_fee" },
  });
