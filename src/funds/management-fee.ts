import type { Command, Draft } from "../journal/chapter.ts";
import type { Posting } from "../journal/line.ts";
import { businessDate, firstDay, isPeriod, lastDay, type Period } from "../kernel/dates.ts";
import { divideHalfUp, type Fen, fen, formatYuan, minus, ZERO } from "../kernel/money.ts";
import { type Refusal, refuse } from "../kernel/result.ts";
import {
  accountOf,
  accountPath,
  codeOfPath,
  credit,
  debit,
  firstDimension,
  type Ledger,
  type Movement,
  moneyOf,
} from "../ledger/public.ts";
import type { Fund } from "./fund.ts";

const INCOME = new Set(["donation.settled", "donation.refunded", "chargeback"]);
const TEN_THOUSAND = 10_000n;

/** The month's money gifts of a fund less refunds and chargebacks, at least 0, in fen: what the fee is taken of (ACC-6). */
const feeBase = (ledger: Ledger, fund: string, period: Period): Fen => {
  let total = ZERO;
  for (const movement of ledger.balances.moved({ from: firstDay(period), to: lastDay(period) })) {
    if (isIncome(movement) && firstDimension(movement.path) === fund) total = minus(total, movement.amount);
  }
  return total > 0n ? total : ZERO;
};

const isIncome = ({ basis, path, on }: Movement): boolean => {
  const account = accountOf(codeOfPath(path), on)?.class;
  return INCOME.has(basis) && (account === "restrictedIncome" || account === "unrestrictedIncome");
};

/** Half up to the fen: 5 % of 333.33 is 16.67 (ACC-6). */
const managementFee = (base: Fen, bp: number): Fen => fen(divideHalfUp(base * BigInt(bp), TEN_THOUSAND));

/** What a fund owes for a month by its agreement, in fen; nought when nothing is agreed or the month brought nothing. */
export const feeDue = (ledger: Ledger, fund: Fund, period: Period): Fen =>
  fund.managementFeeBp === 0 ? ZERO : managementFee(feeBase(ledger, fund.code, period), fund.managementFeeBp);

/**
 * Charges one fund's agreed fee of one month: Dr the fund, Cr the general fund, once a fund and month (ACC-6).
 * Refuses a month that is not over, a zero fee, and more than the fund holds (LED-2).
 */
export const decideFee = (
  command: Command,
  books: {
    readonly ledger: Ledger;
    readonly fund: (code: string) => Fund | undefined;
    readonly general: string | undefined;
  },
  now: { readonly at: string },
): Draft | Refusal => {
  const { fund: code, period } = command.input as { fund: string; period: string };
  const fund = books.fund(code);
  if (!fund || !books.general) return refuse("fund_unknown", { fund: code });
  if (!isPeriod(period)) return refuse("bad_period", { period });
  if (lastDay(period) > businessDate(new Date(now.at))) return refuse("period_not_over", { period });
  const base = feeBase(books.ledger, code, period);
  const amount = managementFee(base, fund.managementFeeBp);
  if (amount === 0n) return refuse("nothing_due", { fund: code, period });
  const balance = books.ledger.balances.fund(code);
  const held = minus(moneyOf(balance), fund.principal ?? ZERO);
  if (amount > held)
    return refuse("over_balance", { rule: "LED-2", fund: code, balance: formatYuan(held), amount: formatYuan(amount) });
  const on = books.ledger.periods.postingDate(lastDay(period));
  return {
    kind: "management.fee",
    on,
    data: {
      fund: code,
      period,
      amount: amount.toString(),
      base: base.toString(),
      bp: fund.managementFeeBp,
      ...(on === lastDay(period) ? {} : { relates_to: lastDay(period) }),
    },
    post: feePostings({ fund, general: books.general, amount, earlier: balance.earlierRestricted, on }),
  };
};

/** Earlier balance first, then this period's income (ACC-4); the general fund receives it unrestricted. */
const feePostings = (fee: {
  readonly fund: Fund;
  readonly general: string;
  readonly amount: Fen;
  readonly earlier: Fen;
  readonly on: string;
}): Posting[] => {
  const { fund, general, amount, on } = fee;
  if (fund.restriction === "none") {
    return [
      debit(accountPath("unrestrictedNetAssets", on, fund.code), amount),
      credit(accountPath("unrestrictedNetAssets", on, general), amount),
    ];
  }
  const earlier = fee.earlier > 0n ? fee.earlier : ZERO;
  const fromEarlier = amount < earlier ? amount : earlier;
  const fromIncome = minus(amount, fromEarlier);
  const postings: Posting[] = [
    debit(accountPath("restrictedNetAssets", on, fund.code), fromEarlier),
    credit(accountPath("unrestrictedNetAssets", on, general), fromEarlier),
    debit(accountPath("restrictedDonations", on, fund.code), fromIncome),
    credit(accountPath("unrestrictedDonations", on, general), fromIncome),
  ];
  return postings.filter(([, value]) => BigInt(value) !== 0n);
};
