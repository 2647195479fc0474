import type { Draft } from "../journal/chapter.ts";
import type { Posting } from "../journal/line.ts";
import type { BusinessDate } from "../kernel/dates.ts";
import { type Fen, fen, formatYuan, plus, ZERO } from "../kernel/money.ts";
import { type Refusal, refuse } from "../kernel/result.ts";
import { accountCode, accountOf, codeOfPath, firstDimension, isAgencyMoney } from "../ledger/public.ts";

type Held = (agency: string) => Fen;

const NONE: ReadonlyMap<string, Fen> = new Map();

/** Nearly no line does: this looks at every posting of every line and makes nothing. */
const touches = (post: readonly Posting[], on: BusinessDate): boolean => {
  const owed = accountCode("agencyLiabilities", on);
  const assets = accountCode("agencyAssets", on);
  for (const [path] of post) {
    if (!path.startsWith(owed) && !path.startsWith(assets) && !path.includes("/agency")) continue;
    if (codeOfPath(path) === owed || isAgencyAsset(path, on)) return true;
  }
  return false;
};

/** The postings on agency liabilities, by agency: what each owes less after them (fen on the debit side). */
export const agencyPostings = (post: readonly Posting[], on: BusinessDate): ReadonlyMap<string, Fen> => {
  if (!touches(post, on)) return NONE;
  const code = accountCode("agencyLiabilities", on);
  const sums = new Map<string, Fen>();
  for (const [path, amount] of post) {
    if (codeOfPath(path) !== code) continue;
    const agency = firstDimension(path) ?? "";
    sums.set(agency, plus(sums.get(agency) ?? ZERO, fen(BigInt(amount))));
  }
  return sums;
};

/** What may stand beside money of others: money, what waits in 2209, and agency assets. Never income, cost, net assets, goods (ACC-9). */
const BESIDE = new Set(["bank", "cash", "otherMoney", "otherPayable", "agencyAssets", "agencyLiabilities"]);

/**
 * Every line of every chapter that touches money of others, manual vouchers too: it is not mixed with ours, what is owed is
 * held (LED-3), and no agency pays out more than came in.
 */
export const refusalOfAgency = (draft: Draft, on: BusinessDate, held: Held): Refusal | undefined => {
  const post = draft.post ?? [];
  if (!touches(post, on)) return undefined;
  const owed = agencyPostings(post, on);
  const ours = draft.kind === "opening.posted" ? undefined : ourAccount(post, on);
  if (ours !== undefined) return refuse("agency_not_ours", { account: ours, rule: "ACC-9" });
  if (sumOf(owed) + assetsMoved(post, on) !== 0n) return refuse("agency_unbacked", { rule: "LED-3" });
  const over = [...owed].find(([agency, less]) => held(agency) < less)?.[0];
  return over === undefined
    ? undefined
    : refuse("agency_over_held", { agency: over, held: formatYuan(held(over)), rule: "ACC-9" });
};

const ourAccount = (post: readonly Posting[], on: BusinessDate): string | undefined =>
  post.find(([path]) => !BESIDE.has(accountOf(codeOfPath(path), on)?.key ?? ""))?.[0];

/** What the agency assets and agency shares of money accounts move together. */
const assetsMoved = (post: readonly Posting[], on: BusinessDate): Fen => {
  let moved = ZERO;
  for (const [path, amount] of post) if (isAgencyAsset(path, on)) moved = plus(moved, fen(BigInt(amount)));
  return moved;
};

/** What stands against agency liabilities: agency assets, and the agency share of a money account (LED-3). */
export const isAgencyAsset = (path: string, on: BusinessDate): boolean => {
  const code = codeOfPath(path);
  if (code === accountCode("agencyAssets", on)) return true;
  return isAgencyMoney(path) && accountOf(code, on)?.class === "money";
};

const sumOf = (owed: ReadonlyMap<string, Fen>): Fen => {
  let total = ZERO;
  for (const amount of owed.values()) total = plus(total, amount);
  return total;
};
