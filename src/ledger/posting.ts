import type { BusinessDate } from "../kernel/dates.ts";
import { type Fen, fen, minus, negate, ZERO } from "../kernel/money.ts";
import type { Posting } from "../journal/line.ts";
import { type AccountKey, accountCode, accountOf } from "./chart-of-accounts.ts";

/** `accountPath("programme", on, "S01", "medical")` → `5101/S01/medical`. */
export const accountPath = (key: AccountKey, on: BusinessDate, ...dimensions: string[]): string =>
  [accountCode(key, on), ...dimensions].join("/");

/** Fen on the debit side; a negative amount stands on the credit side. */
export const debit = (path: string, amount: Fen): Posting => [path, amount.toString()];
export const credit = (path: string, amount: Fen): Posting => [path, negate(amount).toString()];

export const postingAmount = (posting: Posting): Fen => fen(BigInt(posting[1]));

/** The mirror image of entries: what stood on one side stands on the other. */
export const reversed = (post: readonly Posting[]): Posting[] =>
  post.map((posting) => [posting[0], negate(postingAmount(posting)).toString()]);

/** Σ debit − Σ credit in fen; zero for a voucher that balances (LED-1). */
export const imbalance = (postings: readonly Posting[]): bigint => {
  let total = 0n;
  for (const [, amount] of postings) total += BigInt(amount);
  return total;
};

/** The code of a path: what stands before the first dimension. */
export const codeOfPath = (path: string): string => {
  const slash = path.indexOf("/");
  return slash < 0 ? path : path.slice(0, slash);
};

/** The first dimension of a path: the fund on net assets, income, cost, goods and budget accounts. */
export const firstDimension = (path: string): string | undefined => path.split("/", 2)[1];

/**
 * The release of restricted money that is used (ACC-2 … ACC-4): earlier balance (3102) first, then this period's
 * income. `earlier` is what 3102 of the fund still holds, in fen.
 */
export const releasePostings = (use: {
  readonly fund: string;
  readonly on: BusinessDate;
  readonly amount: Fen;
  readonly earlier: Fen;
}): Posting[] => {
  const { fund, on, amount } = use;
  const available = use.earlier > 0n ? use.earlier : ZERO;
  const fromEarlier = amount < available ? amount : available;
  const fromIncome = minus(amount, fromEarlier);
  const postings: Posting[] = [];
  if (fromEarlier !== 0n) {
    postings.push(debit(accountPath("restrictedNetAssets", on, fund), fromEarlier));
    postings.push(credit(accountPath("unrestrictedNetAssets", on, fund), fromEarlier));
  }
  if (fromIncome !== 0n) {
    postings.push(debit(accountPath("restrictedDonations", on, fund), fromIncome));
    postings.push(credit(accountPath("unrestrictedDonations", on, fund), fromIncome));
  }
  return postings;
};

/** Reserve (positive) or free (negative) money of a fund in the budgetary pair. */
export const reservePostings = (reserve: {
  readonly fund: string;
  readonly on: BusinessDate;
  readonly amount: Fen;
}): Posting[] => [
  debit(accountPath("reserved", reserve.on, reserve.fund), reserve.amount),
  credit(accountPath("reservedAgainst", reserve.on, reserve.fund), reserve.amount),
];

/** LED-1: what is wrong with the postings of one line; money and reservations sum to zero each on their own. */
export const postingFaults = (post: readonly Posting[], on: string): string[] => {
  if (post.length === 0) return [];
  if (post.length === 1) return ["LED-1 one posting alone"];
  const isBudget = ([path]: Posting): boolean => accountOf(codeOfPath(path), on)?.class === "budget";
  const [money, budget] = [post.filter((posting) => !isBudget(posting)), post.filter(isBudget)];
  return [
    ...(imbalance(money) === 0n ? [] : [`LED-1 money is out by ${imbalance(money)} fen`]),
    ...(imbalance(budget) === 0n ? [] : [`LED-1 reservations are out by ${imbalance(budget)} fen`]),
  ];
};
