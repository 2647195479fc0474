import { type Fen, sum } from "../kernel/money.ts";

/** Fewest households that a public cell may stand for (PII-1, `set`). */
export const SMALL_GROUP = 5;

/** A cell that would be published: so many households, so much money. */
export type Cell = { readonly households: number; readonly amount: Fen };
export type Grouped<T extends Cell> = { readonly shown: readonly T[]; readonly merged: readonly T[] };

/**
 * Splits cells into those large enough to be shown alone and those that are only shown merged (PII-1, PII-9).
 * When the merged rest is itself below `k` households, the smallest shown cell joins it, so that no subtraction reveals
 * it. What is merged at the end may still be below `k` when there are too few households altogether: then nothing is
 * shown alone and the caller gives neither purpose nor count.
 */
export const mergeSmall = <T extends Cell>(cells: readonly T[], k: number): Grouped<T> => {
  const small = new Set(cells.filter((cell) => cell.households < k));
  const rest = cells.filter((cell) => !small.has(cell)).sort((a, b) => a.households - b.households);
  for (const next of rest) {
    if (small.size === 0 || households([...small]) >= k) break;
    small.add(next);
  }
  return { shown: cells.filter((cell) => !small.has(cell)), merged: cells.filter((cell) => small.has(cell)) };
};

export const households = (cells: readonly Cell[]): number => cells.reduce((total, cell) => total + cell.households, 0);
export const amountOf = (cells: readonly Cell[]): Fen => sum(cells.map((cell) => cell.amount));
