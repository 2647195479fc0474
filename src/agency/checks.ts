import { type Fen, formatYuan, plus, sum, ZERO } from "../kernel/money.ts";
import { accountCode, codeOfPath, firstDimension, type Ledger } from "../ledger/public.ts";
import type { Agencies } from "./agencies.ts";
import { isAgencyAsset } from "./guard.ts";

type Read = Pick<Agencies, "movements"> & { readonly balances: Pick<Ledger["balances"], "movements"> };

/**
 * LED-3, ACC-9: Σ 2601 = agency assets + agency money; no agency paid out more than came in; and the register's movements
 * add up to each account.
 */
export const agencyFaults = ({ balances, movements }: Read): string[] => {
  const { held, assets } = sumsOf(balances);
  const apart = plus(sum(held.values()), assets);
  const moved = new Map<string, Fen>();
  for (const { agency, amount } of movements()) add(moved, agency, amount);
  const agencies = [...new Set([...held.keys(), ...moved.keys()])];
  return [
    ...(apart === 0n ? [] : [`LED-3 2601 and agency assets are apart by ${formatYuan(apart)}`]),
    ...agencies.flatMap((agency) => faultsOf(agency, held.get(agency) ?? ZERO, moved.get(agency) ?? ZERO)),
  ];
};

/** `debit`: what its account stands at on the debit side; `moved`: what the register says came in and went out. */
const faultsOf = (agency: string, debit: Fen, moved: Fen): string[] => {
  const apart = plus(debit, moved);
  return [
    ...(debit > 0n ? [`ACC-9 ${agency} paid out ${formatYuan(debit)} more than came in`] : []),
    ...(apart === 0n ? [] : [`LED-10 the movements of ${agency} differ from its account by ${formatYuan(apart)}`]),
  ];
};

const sumsOf = (balances: Read["balances"]): { readonly held: ReadonlyMap<string, Fen>; readonly assets: Fen } => {
  const held = new Map<string, Fen>();
  let assets = ZERO;
  for (const { path, on, amount } of balances.movements()) {
    if (isAgencyAsset(path, on)) assets = plus(assets, amount);
    if (codeOfPath(path) === accountCode("agencyLiabilities", on)) add(held, firstDimension(path) ?? "", amount);
  }
  return { held, assets };
};

const add = (sums: Map<string, Fen>, key: string, amount: Fen): void => {
  sums.set(key, plus(sums.get(key) ?? ZERO, amount));
};
