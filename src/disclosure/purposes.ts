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

/**
 * Aid by purpose over all funds. `households` is what a cell stands for once the purposes that funds show by themselves
 * are subtracted from it (PII-9); `helped` are all households of the purpose.
 */
export const purposeCells = <P extends { readonly code: string }>(
  purposes: readonly P[],
  paid: readonly Aid[],
  shown: readonly Aid[],
) => {
  const funds = [...new Set(shown.map(({ fund }) => fund))];
  const alone = new Set(
    funds.flatMap((fund) =>
      purposesOf(shown.filter((each) => each.fund === fund)).shown.map(({ code }) => `${fund}|${code}`),
    ),
  );
  return purposes.map((purpose) => {
    const all = paid.filter((each) => each.purpose === purpose.code);
    const rest = all.filter((each) => !alone.has(`${each.fund}|${each.purpose}`));
    const judged = rest.length === 0 ? all : rest;
    const { households } = cellOf(judged);
    const { amount, households: helped } = cellOf(all);
    return {
      ...purpose,
      amount,
      helped,
      households: mayBeShown(judged) ? households : Math.min(households, SMALL_GROUP - 1),
    };
  });
};
