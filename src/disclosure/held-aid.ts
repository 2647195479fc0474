import { cellOf, type Grant, mayBeShown } from "./small-groups.ts";

/** The aid of one fund in one month. */
export type FundAid<T extends Grant> = { readonly fund: string; readonly paid: readonly T[] };

/**
 * Which funds' aid is held back from their own figures (PII-1, PII-9, PII-11): where it points at somebody; then the
 * funds with fewest households, until all that is held back does not point at somebody either.
 */
export const heldBack = <T extends Grant>(funds: readonly FundAid<T>[]): FundAid<T>[] => {
  const helped = funds.filter(({ paid }) => paid.length > 0);
  const held = helped.filter(({ paid }) => !mayBeShown(paid));
  const others = helped
    .filter((fund) => !held.includes(fund))
    .sort((a, b) => cellOf(a.paid).households - cellOf(b.paid).households);
  for (const next of others) {
    if (held.length === 0 || mayBeShown(held.flatMap(({ paid }) => paid))) break;
    held.push(next);
  }
  return held;
};
