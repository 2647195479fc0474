import type { Grant } from "./small-groups.ts";
import { type Cell, cellOf, type Grouped, mayBeShown, mergeSmall, SMALL_GROUP } from "./small-groups.ts";

type Aid = Grant & { readonly fund: string; readonly purpose: string };

/** The purposes of one fund whose aid may be shown as a whole: so no purpose is shown whose rest points at somebody. */
export const purposesOf = <T extends Aid>(paid: readonly T[]): Grouped<Cell & { code: string; paid: readonly T[] }> => {
  const codes = [...new Set(paid.map(({ purpose }) => purpose))];
  const cells = codes.map((code) => {
    const some = paid.filter(({ purpose }) => purpose === code);
    return { code, paid: some, ...cellOf(some) };
  });
  return mergeSmall(cells, SMALL_GROUP);
};

/** Name of the sum of a purpose over all funds. */
export const purposeSum = (code: string): string => `purpose/${code}`;

type Told<A> = { readonly paid: readonly A[]; readonly shown: readonly A[]; readonly untold: ReadonlySet<string> };

/**
 * Aid by purpose over all funds. `households` is what a cell stands for once the purposes that funds show by themselves
 * are subtracted from it (PII-9); `helped` are all households of the purpose. A purpose of `untold` does not stand alone.
 */
export const purposeCells = <P extends { readonly code: string }, A extends Aid>(
  purposes: readonly P[],
  { paid, shown, untold }: Told<A>,
) => {
  const alone = new Set(purposesByFund(shown).map(({ fund, code }) => `${fund}|${code}`));
  return purposes.map((purpose) => {
    const all = paid.filter((each) => each.purpose === purpose.code);
    const rest = all.filter((each) => !alone.has(`${each.fund}|${each.purpose}`));
    const judged = rest.length === 0 ? all : rest;
    const { households } = cellOf(judged);
    const { amount, households: helped } = cellOf(all);
    const few = untold.has(purposeSum(purpose.code)) || !mayBeShown(judged);
    return {
      ...purpose,
      paid: all,
      amount,
      helped,
      households: few ? Math.min(households, SMALL_GROUP - 1) : households,
    };
  });
};

/** Every purpose that a fund shows by itself. */
export const purposesByFund = <T extends Aid>(shown: readonly T[]) =>
  [...new Set(shown.map(({ fund }) => fund))].flatMap((fund) =>
    purposesOf(shown.filter((each) => each.fund === fund)).shown.map((cell) => ({ fund, ...cell })),
  );
