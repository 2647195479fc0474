import { addDays, type BusinessDate } from "../kernel/dates.ts";
import { type Fen, minus, negate, plus, sum, ZERO } from "../kernel/money.ts";
import type { Balances } from "./balances.ts";
import { accountOf, carriedPath } from "./chart-of-accounts.ts";
import type { JournalEntry } from "./entries.ts";
import { codeOfPath, postingAmount } from "./posting.ts";
import type { Window } from "./statement-sums.ts";

/** An account over a window of days, in fen; a credit balance is negative. */
export type AccountTotals = {
  readonly account: string;
  readonly opening: Fen;
  readonly debit: Fen;
  readonly credit: Fen;
  readonly closing: Fen;
};
/** 总账: every account that stood or moved, by code, sorted as text. */
export type GeneralLedger = Window & {
  readonly accounts: readonly AccountTotals[];
  /** Sums of the two columns; equal in every true book (LED-1). */
  readonly debit: Fen;
  readonly credit: Fen;
};

/** A voucher's effect on one account, with the balance after it and what stands against it. */
export type AccountEntry = {
  readonly entry: Omit<JournalEntry, "post">;
  readonly debit: Fen;
  readonly credit: Fen;
  readonly balance: Fen;
  /** Codes of the accounts on the other side. */
  readonly against: readonly string[];
};
/** 明细账 of an account, or the 日记账 of a money account: its vouchers by day, with a running balance. */
export type AccountLedger = Window & AccountTotals & { readonly rows: readonly AccountEntry[] };

/** The general ledger of a window from its entries, given one by one in any order. */
export const openGeneralLedger = (
  balances: Pick<Balances, "moved">,
  window: Window,
): { readonly add: (entry: JournalEntry) => void; readonly result: () => GeneralLedger } => {
  const opening = openingBy(balances, window, (path) => codeOfPath(path));
  const debits = new Map<string, Fen>();
  const credits = new Map<string, Fen>();
  return {
    add: (entry) => {
      if (!isInside(entry.on, window)) return;
      for (const posting of entry.post) {
        const code = codeOfPath(carriedPath(posting[0], { from: entry.on, to: window.to }));
        const amount = postingAmount(posting);
        if (amount > 0n) addTo(debits, code, amount);
        else addTo(credits, code, negate(amount));
      }
    },
    result: () => {
      const codes = [...new Set([...opening.keys(), ...debits.keys(), ...credits.keys()])].sort();
      const accounts = codes
        .map((account) => totals(account, opening.get(account), debits.get(account), credits.get(account)))
        .filter((row) => row.opening !== 0n || row.debit !== 0n || row.credit !== 0n);
      return { ...window, accounts, debit: sum(debits.values()), credit: sum(credits.values()) };
    },
  };
};

/** The ledger of one account: a code, or a path whose longer paths belong to it. */
export const openAccountLedger = (
  balances: Pick<Balances, "moved">,
  window: Window,
  account: string,
): { readonly add: (entry: JournalEntry) => number; readonly result: () => AccountLedger } => {
  const opening = sum(openingBy(balances, window, (path) => (isUnder(path, account) ? account : undefined)).values());
  const rows: Omit<AccountEntry, "balance">[] = [];
  return {
    /** Takes an entry over; answers how many rows there are now. */
    add: (entry) => {
      if (!isInside(entry.on, window)) return rows.length;
      const { post, ...head } = entry;
      const own = post.filter(([path]) => isUnder(carriedPath(path, { from: entry.on, to: window.to }), account));
      if (own.length === 0) return rows.length;
      const amounts = own.map(postingAmount);
      rows.push({
        entry: head,
        debit: sum(amounts.filter((amount) => amount > 0n)),
        credit: negate(sum(amounts.filter((amount) => amount < 0n))),
        against: [
          ...new Set(post.filter((posting) => !own.includes(posting)).map(([path]) => codeOfPath(path))),
        ].sort(),
      });
      return rows.length;
    },
    result: () => {
      let balance = opening;
      const dated = [...rows].sort((a, b) => compare(a.entry.on, b.entry.on) || a.entry.line - b.entry.line);
      const running = dated.map((row) => {
        balance = minus(plus(balance, row.debit), row.credit);
        return { ...row, balance };
      });
      return {
        ...window,
        ...totals(account, opening, sum(rows.map((row) => row.debit)), sum(rows.map((row) => row.credit))),
        rows: running,
      };
    },
  };
};

const totals = (account: string, opening: Fen = ZERO, debit: Fen = ZERO, credit: Fen = ZERO): AccountTotals => ({
  account,
  opening,
  debit,
  credit,
  closing: minus(plus(opening, debit), credit),
});

/** What stood before a window, by the name that `nameOf` gives a path of the window's chart (ACC-0). */
const openingBy = (
  balances: Pick<Balances, "moved">,
  window: Window,
  nameOf: (path: string) => string | undefined,
): Map<string, Fen> => {
  const sums = new Map<string, Fen>();
  for (const { path, on, amount } of balances.moved({ to: addDays(window.from, -1) })) {
    if (accountOf(codeOfPath(path), on)?.class === "budget") continue;
    const name = nameOf(carriedPath(path, { from: on, to: window.to }));
    if (name !== undefined) addTo(sums, name, amount);
  }
  return sums;
};

const isUnder = (path: string, account: string): boolean => path === account || path.startsWith(`${account}/`);
const isInside = (on: BusinessDate, window: Window): boolean => on >= window.from && on <= window.to;
const addTo = (sums: Map<string, Fen>, name: string, amount: Fen): void => {
  sums.set(name, plus(sums.get(name) ?? ZERO, amount));
};
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
