import { mayBeShown, type Grant, cellOf } from "./small-groups.ts";

/** Aid of one fund that is not in its public figures yet: of earlier months, and of this one. */
export type FundAid<T extends Grant> = {
  readonly fund: string;
  readonly earlier: readonly T[];
  readonly now: readonly T[];
};

/**
 * Which funds' aid is held back from their own figures (PII-1, PII-9, PII-11): where it points at somebody; then the
 * funds with fewest households, until neither all that is held back nor what is newly held back points at somebody.
 */
export const heldBack = <T extends Grant>(funds: readonly FundAid<T>[]): FundAid<T>[] => {
  const helped = funds.filter((fund) => all(fund).length > 0);
  const held = helped.filter((fund) => !mayBeShown(all(fund)));
  const others = helped
    .filter((fund) => !held.includes(fund))
    .sort((a, b) => cellOf(all(a)).households - cellOf(all(b)).households);
  for (const next of others) {
    if (held.length === 0 || protectedBy(held)) break;
    held.push(next);
  }
  return held;
};

const protectedBy = <T extends Grant>(held: readonly FundAid<T>[]): boolean => {
  const fresh = held.flatMap(({ now }) => now);
  return mayBeShown(held.flatMap(all)) && (fresh.length === 0 || mayBeShown(fresh));
};

const all = <T extends Grant>({ earlier, now }: FundAid<T>): readonly T[] => [...earlier, ...now];
