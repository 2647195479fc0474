import { Table } from "../journal/table.ts";
import { type Fen, ZERO } from "../kernel/money.ts";
import { isOver, type Request } from "./request.ts";

/** The amounts of others for one fund and purpose: how many, and the middle one. */
type Usual = { readonly count: number; readonly median: Fen };

/**
 * What is still open, and what the desk compares a case with. Kept as lines are applied, so that a page costs what it
 * shows and not what ever was filed.
 */
export const openComparison = () => {
  const open = new Table<string>("requestsOpen");
  /** Fingerprint of a payee → how many of its requests are paid. */
  const paid = new Table<number>("requestsPaidTo");
  /** Digest of a paper → the requests that have it. */
  const papers = new Table<readonly string[]>("requestsByPaper");
  /** Fund and purpose → the amounts of its requests, in order. */
  const amounts = new Table<readonly Fen[]>("requestAmounts");

  const addPaid = (print: string, by: number): void => paid.set(print, (paid.get(print) ?? 0) + by);
  const keepOpen = (next: Request): void => {
    if (isOver(next)) open.delete(next.no);
    else if (!open.has(next.no)) open.set(next.no, next.no);
  };
  const keepAmount = (next: Request, before: Request | undefined): void => {
    if (next.amount === before?.amount) return;
    const rest = amounts.get(matterOf(next)) ?? [];
    const others = before ? without(rest, before.amount) : rest;
    amounts.set(matterOf(next), others.toSpliced(placeOf(others, next.amount), 0, next.amount));
  };
  return {
    tables: [open, paid, papers, amounts],
    /** The row of a request as a line made it, and as it was before. */
    keep: (next: Request, before?: Request): void => {
      keepOpen(next);
      keepAmount(next, before);
      if (before?.paidOn !== undefined) addPaid(before.payeePrint, -1);
      if (next.paidOn !== undefined) addPaid(next.payeePrint, 1);
      for (const { digest } of next.evidence.slice(before?.evidence.length ?? 0))
        papers.set(digest, [...(papers.get(digest) ?? []), next.no]);
    },
    open: () => open.values(),
    /** True when nobody was ever paid to this account before. */
    isFirstPayee: ({ payeePrint, paidOn }: Request): boolean =>
      (paid.get(payeePrint) ?? 0) === (paidOn === undefined ? 0 : 1),
    /** Other requests with one of its papers. */
    samePaper: ({ no, evidence }: Request): string[] =>
      evidence.flatMap(({ digest }) => papers.get(digest) ?? []).filter((other) => other !== no),
    usual: (row: Request): Usual => {
      const others = without(amounts.get(matterOf(row)) ?? [], row.amount);
      return { count: others.length, median: others[Math.floor(others.length / 2)] ?? ZERO };
    },
  };
};

const matterOf = ({ fund, purpose }: Request): string => `${fund}|${purpose}`;

const without = (sorted: readonly Fen[], amount: Fen): readonly Fen[] => sorted.toSpliced(placeOf(sorted, amount), 1);

/** Where the first amount stands that is not smaller. */
const placeOf = (sorted: readonly Fen[], amount: Fen): number => {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((sorted[middle] ?? amount) < amount) from = middle + 1;
    else to = middle;
  }
  return from;
};
