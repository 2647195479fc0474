import { type BusinessDate, firstDay, lastDay, type Period } from "../kernel/dates.ts";
import { type Fen, fen, plus, ZERO } from "../kernel/money.ts";
import type { Balances } from "./balances.ts";
import { type Account, accountOf } from "./chart-of-accounts.ts";
import { type FlowRow, isAgencyMoney } from "./flows.ts";
import type { Movement } from "./movements.ts";
import { codeOfPath } from "./posting.ts";

/** What the statements read of the books: as they stand, or as they stood at an earlier line. */
export type StatementBooks = Pick<Balances, "moved" | "flows" | "periods">;

/** Days from the first to the last, both inside. */
export type Window = { readonly from: BusinessDate; readonly to: BusinessDate };
export type Windows = { readonly month: Window; readonly year: Window; readonly lastYear: Window };

/** The month, its year up to the end of the month, and the whole year before (notes for two years). */
export const windowsOf = (period: Period): Windows => {
  const year = period.slice(0, 4);
  const before = String(Number(year) - 1).padStart(4, "0");
  const to = lastDay(period);
  return {
    month: { from: firstDay(period), to },
    year: { from: `${year}-01-01`, to },
    lastYear: { from: `${before}-01-01`, to: `${before}-12-31` },
  };
};

const OPENING = "opening.posted";
const CLOSING = "period.closed";

/**
 * Debit sums of what stands at the opening of a window (`before`: up to its day; an opening voucher counts as before it)
 * or at its end, by the row of 会民非01; unclosed income and cost stand with their net assets.
 */
export const positionSums = (books: StatementBooks, window: Window, at: "opening" | "closing"): Map<number, Fen> => {
  const sums = new Map<number, Fen>();
  for (const movement of books.moved({ to: window.to })) {
    const early = movement.on < window.from || movement.basis === OPENING;
    if (at === "opening" && !early) continue;
    const row = positionRow(movement);
    if (row !== 0) add(sums, row, movement.amount);
  }
  return sums;
};

/** Debit sums of income and cost of a window by account and row of 会民非02, without closing vouchers. */
export const activitySums = (books: StatementBooks, window: Window): Map<string, Fen> => {
  const sums = new Map<string, Fen>();
  for (const movement of books.moved(window)) {
    if (movement.basis === CLOSING || movement.basis === OPENING) continue;
    const account = accountIn(movement);
    if (account && isActivity(account))
      add(
        sums,
        `${account.row}/${account.class === "restrictedIncome" ? "restricted" : "unrestricted"}`,
        movement.amount,
      );
  }
  return sums;
};

/** Sums of the flows of a window by row. */
export const flowSums = (books: StatementBooks, window: Window): Map<FlowRow, Fen> => {
  const sums = new Map<FlowRow, Fen>();
  for (const { row, on, amount } of books.flows()) if (isInside(on, window)) add(sums, row, amount);
  return sums;
};

const accountIn = ({ path, on }: Movement): Account | undefined => accountOf(codeOfPath(path), on);

const positionRow = (movement: Movement): number => {
  const account = accountIn(movement);
  if (!account) return 0;
  if (account.class === "money") return isAgencyMoney(movement.path) ? AGENCY_ROW : account.row;
  if (account.class === "restrictedIncome") return RESTRICTED_ROW;
  return isActivity(account) ? UNRESTRICTED_ROW : account.row;
};

const AGENCY_ROW = 51;
const UNRESTRICTED_ROW = 101;
const RESTRICTED_ROW = 105;

const isActivity = ({ class: name }: Account): boolean =>
  name === "unrestrictedIncome" || name === "restrictedIncome" || name === "cost";
const isInside = (on: BusinessDate, window: Window): boolean => on >= window.from && on <= window.to;

const add = <Key>(sums: Map<Key, Fen>, key: Key, amount: Fen): void => {
  sums.set(key, plus(sums.get(key) ?? ZERO, amount));
};

/** The sum of some rows, in fen; a row that is missing counts nothing. */
export const sumOf = <Key>(sums: ReadonlyMap<Key, Fen>, rows: readonly Key[]): Fen =>
  fen(rows.reduce<bigint>((total, row) => total + (sums.get(row) ?? 0n), 0n));
