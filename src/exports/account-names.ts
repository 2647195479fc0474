import type { AccountClass } from "../ledger/public.ts";

const ROOTS: { readonly [name in AccountClass]: string } = {
  money: "Assets",
  asset: "Assets",
  liability: "Liabilities",
  unrestrictedNetAssets: "Equity",
  restrictedNetAssets: "Equity",
  unrestrictedIncome: "Income",
  restrictedIncome: "Income",
  cost: "Expenses",
  budget: "Budget",
};

/** `2209/suspense/rows` → `Liabilities:2209:suspense:rows`. Paths hold no character that hledger gives a meaning. */
export const hledgerAccount = (path: string, name: AccountClass): string => [ROOTS[name], ...path.split("/")].join(":");

/** `2209/suspense/rows` → `Liabilities:2209:Suspense:Rows`. Two paths never share a name. */
export const beancountAccount = (path: string, name: AccountClass): string =>
  [ROOTS[name], ...path.split("/").map(component)].join(":");

/**
 * A part of a name begins with a capital or a digit and holds letters, digits and hyphens. `base` becomes `Base`, `S01` stays;
 * whatever else (and what would collide with these) is spelled out behind `Z-`, other characters as `-` and two hex digits.
 */
const component = (part: string): string => {
  if (/^[A-Z0-9][A-Z0-9-]*$/.test(part) && !part.startsWith("Z-")) return part;
  if (/^[a-z][A-Za-z0-9-]*[a-z]/.test(part) && /^[A-Za-z0-9-]+$/.test(part) && !part.startsWith("z-"))
    return part.charAt(0).toUpperCase() + part.slice(1);
  return `Z-${part.replace(/[^A-Za-z0-9]/g, (character) => `-${character.charCodeAt(0).toString(16).padStart(2, "0")}`)}`;
};
