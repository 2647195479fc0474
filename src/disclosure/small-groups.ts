import { type Fen, plus, sum, ZERO } from "../kernel/money.ts";

/** Fewest households that a public cell may stand for (PII-1, `set`). */
export const SMALL_GROUP = 5;
/** Largest share of a cell that one household may have, in percent (PII-11, `set`). */
const DOMINANT = 80n;

/** A cell that would be published: so many households, so much money, and what the household with most got. */
export type Cell = { readonly households: number; readonly amount: Fen; readonly largest?: Fen };
export type Grouped<T extends Cell> = { readonly shown: readonly T[]; readonly merged: readonly T[] };
/** Aid that one household got. */
export type Grant = { readonly beneficiary: string; readonly amount: Fen };

/**
 * Splits cells into those that may be shown alone and those that are only shown merged (PII-1, PII-9, PII-11). When the
 * merged rest itself points at somebody, the smallest shown cell joins it, so that no subtraction reveals it. What is
 * merged at the end may still be below `k` when there are too few households altogether: then nothing is shown alone
 * and the caller gives neither purpose nor count.
 */
export const mergeSmall = <T extends Cell>(cells: readonly T[], k: number): Grouped<T> => {
  const small = new Set(cells.filter((cell) => pointsAtSomebody([cell], k)));
  const rest = cells.filter((cell) => !small.has(cell)).sort((a, b) => a.households - b.households);
  for (const next of rest) {
    if (small.size === 0 || !pointsAtSomebody([...small], k)) break;
    small.add(next);
  }
  return { shown: cells.filter((cell) => !small.has(cell)), merged: cells.filter((cell) => small.has(cell)) };
};

/** Fewer than `k` households, or one that got more than four fifths of the whole. */
const pointsAtSomebody = (cells: readonly Cell[], k: number): boolean => {
  const largest = cells.map((cell) => cell.largest ?? ZERO).reduce((a, b) => (a > b ? a : b), ZERO);
  return households(cells) < k || largest * 100n > amountOf(cells) * DOMINANT;
};

/** The cell that some grants make; a household helped twice counts once. */
export const cellOf = (grants: readonly Grant[]): Required<Cell> => {
  const sums = new Map<string, Fen>();
  for (const { beneficiary, amount } of grants) sums.set(beneficiary, plus(sums.get(beneficiary) ?? ZERO, amount));
  const largest = [...sums.values()].reduce((a, b) => (a > b ? a : b), ZERO);
  return { households: sums.size, amount: sum(grants.map(({ amount }) => amount)), largest };
};

/** Whether the sum of these grants may be published (PII-1, PII-11). */
export const mayBeShown = (grants: readonly Grant[]): boolean => !pointsAtSomebody([cellOf(grants)], SMALL_GROUP);

/** Whether two sums may stand beside each other: what is in one only may not point at somebody either (PII-9). */
export const mayStandBeside = <T extends Grant>(one: readonly T[], other: readonly T[]): boolean =>
  [one.filter((grant) => !other.includes(grant)), other.filter((grant) => !one.includes(grant))].every(
    (rest) => rest.length === 0 || mayBeShown(rest),
  );

export const households = (cells: readonly Cell[]): number => cells.reduce((total, cell) => total + cell.households, 0);
export const amountOf = (cells: readonly Cell[]): Fen => sum(cells.map((cell) => cell.amount));
