import { type Fen, formatYuan, plus, ZERO } from "../kernel/money.ts";
import { accountCode, codeOfPath, firstDimension, type Ledger } from "../ledger/public.ts";
import type { Agencies } from "./agencies.ts";
import { isAgencyAsset } from "./guard.ts";

type Read = Pick<Agencies, "movements"> & { readonly balances: Pick<Ledger["balances"], "movements"> };

/**
 * LED-3, ACC-9: Σ 2601 = agency assets + agency money; no agency paid out more than came in; and the register's movements
 * add up to each account.
 */
export const agencyFaults = ({ balances, movements }: Read): string[] => {
  const held = new Map<string, Fen>();
  let [owed, assets] = [ZERO, ZERO];
  for (const { path, on, amount } of balances.movements()) {
    if (isAgencyAsset(path, on)) assets = plus(assets, amount);
    if (codeOfPath(path) !== accountCode("agencyLiabilities", on)) continue;
    owed = plus(owed, amount);
    const agency = firstDimension(path) ?? "";
    held.set(agency, plus(held.get(agency) ?? ZERO, amount));
  }
  const moved = new Map<string, Fen>();
  for (const { agency, amount } of movements()) moved.set(agency, plus(moved.get(agency) ?? ZERO, amount));
  const faults =
    plus(owed, assets) === 0n ? [] : [`LED-3 2601 and agency assets are apart by ${formatYuan(plus(owed, assets))}`];
  for (const agency of new Set([...held.keys(), ...moved.keys()])) {
    const debit = held.get(agency) ?? ZERO;
    if (debit > 0n) faults.push(`ACC-9 ${agency} paid out ${formatYuan(debit)} more than came in`);
    const apart = plus(debit, moved.get(agency) ?? ZERO);
    if (apart !== 0n) faults.push(`LED-10 the movements of ${agency} differ from its account by ${formatYuan(apart)}`);
  }
  return faults;
};
