import { isNear, normalName, type BankText, type OpenPromise } from "./matching.ts";
import type { BankRow } from "./bank-run.ts";
import { isPending, matchRow, type Run } from "./row-run.ts";

/** The marks by which a kept rule knows payer and donor; empty for a row that names nobody. */
export const payerMark = (markOf: (text: string) => string, { counterparty, payerAccount }: BankText): string =>
  counterparty === "" ? "" : markOf(`payer|${normalName(counterparty)}|${payerAccount}`);
export const donorMark = (markOf: (text: string) => string, name: string): string =>
  markOf(`donor|${normalName(name)}`);

/** Credits of payers for whom a person kept a rule: the promise of that donor with this sum, if there is exactly one. */
export const matchKept = async (
  run: Run,
  bank: readonly BankRow[],
  promises: readonly OpenPromise[],
): Promise<void> => {
  if (run.reconciliation.kept.all().length === 0) return;
  const marked = promises.map((promise) => ({ promise, donor: donorMark(run.markOf, promise.name) }));
  for (const { row, text } of bank) {
    if (row.amount <= 0n || !isPending(run, row)) continue;
    const rule = run.reconciliation.kept.byPayer(row.account, payerMark(run.markOf, text));
    if (!rule) continue;
    const fits = marked.filter(
      ({ promise, donor }) =>
        donor === rule.donor &&
        promise.amount === row.amount &&
        isNear(promise, row) &&
        run.donations.gift(promise.gift)?.state === "pledged",
    );
    const [only] = fits;
    if (fits.length !== 1 || !only) continue;
    const input = { rule: "kept_rule", gift: only.promise.gift, kept: rule.id };
    await matchRow(run, "settle", { row, input });
  }
};
