import type { Donations } from "../donations/public.ts";
import type { Receipt } from "./receipt.ts";
import type { Receipts } from "./receipts.ts";
import { serialOf } from "./series.ts";

/**
 * What is wrong with the receipts, one sentence each; empty when all is well. RCPT-12: every number of each year's series
 * is there, once. RCPT-14: no gift has two valid receipts. RCPT-4: each voided one has its red one over the same amount.
 */
export const receiptFaults = (receipts: Receipts): string[] => [
  ...seriesFaults(receipts),
  ...liveFaults(receipts),
  ...redFaults(receipts),
];

/** RCPT-3: the gifts and lots that are known to have a step to go are all that have one. */
export const dueFaults = (
  receipts: Pick<Receipts, "due" | "next">,
  donations: Pick<Donations, "gifts" | "goods">,
): string[] => {
  const due = new Set(receipts.due());
  const faults: string[] = [];
  const look = (id: string): void => {
    const known = due.delete(id);
    if ((receipts.next(id).do !== "done") !== known) faults.push(`RCPT-3 ${id} is ${known ? "" : "not "}listed as due`);
  };
  for (const { id } of donations.gifts()) look(id);
  for (const { no } of donations.goods()) look(no);
  return [...faults, ...[...due].map((id) => `RCPT-3 ${id} is listed as due and unknown`)];
};

const seriesFaults = (receipts: Receipts): string[] => {
  const faults: string[] = [];
  let given = 0;
  for (const [year, last] of receipts.counters()) {
    given += last;
    for (let number = 1; number <= last; number += 1) {
      const serial = serialOf(year, number);
      if (!receipts.receipt(serial)) faults.push(`RCPT-12 ${serial} is missing`);
    }
  }
  const kept = [...receipts.all()].length;
  if (kept !== given) faults.push(`RCPT-12 ${kept} receipts for ${given} numbers`);
  return faults;
};

const liveFaults = (receipts: Receipts): string[] => {
  const valid = new Map<string, string>();
  const faults: string[] = [];
  for (const receipt of receipts.all()) {
    if (receipt.state !== "valid") continue;
    const other = valid.get(receipt.gift);
    if (other) faults.push(`RCPT-14 ${other} and ${receipt.serial} are both valid for ${receipt.gift}`);
    valid.set(receipt.gift, receipt.serial);
  }
  return faults;
};

const redFaults = (receipts: Receipts): string[] => {
  const faults: string[] = [];
  for (const receipt of receipts.all()) {
    if (receipt.names !== undefined || receipt.state === "valid") continue;
    if (!isCancelled(receipts, receipt)) faults.push(`RCPT-4 ${receipt.serial} has no red receipt that cancels it`);
  }
  return faults;
};

const isCancelled = (receipts: Receipts, receipt: Receipt): boolean => {
  const red = receipts.receipt(receipt.voided?.by ?? "");
  return red?.names === receipt.serial && (receipt.amount ?? 0n) + (red.amount ?? 0n) === 0n;
};
