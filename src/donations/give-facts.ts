import { type BusinessDate, type Period, periodOf } from "../kernel/dates.ts";
import { type Fen, fen, sum, ZERO } from "../kernel/money.ts";
import type { Bilingual } from "../platform/display.ts";
import type { GivePage } from "./give-view.ts";

/** Aid that a fund paid, as far as the give page needs it. */
export type PaidAid = {
  readonly purpose: string;
  readonly amount: Fen;
  /** People in the household. */
  readonly household: number;
  readonly paidOn: BusinessDate;
  readonly confirmed: boolean;
};

export type GiveFacts = Pick<GivePage, "lastAid" | "confirmed" | "choices" | "costsOf">;

const CARDS_MOST = 4;
const WHOLE = 1_000n;
const FEWEST_CASES = 5;

/**
 * What a donor sees before giving (UI-1, UI-3): the last aid, the share that recipients confirmed, and up to four
 * amounts, each what one person's share of that purpose's median case was in the last month with payments. A purpose
 * with fewer than five cases gives no amount: it would tell what a household got (PII-1).
 */
export const giveFacts = (paid: readonly PaidAid[], purposes: ReadonlyMap<string, Bilingual>): GiveFacts => {
  const last = paid.reduce<PaidAid | undefined>((a, b) => (a === undefined || b.paidOn >= a.paidOn ? b : a), undefined);
  const confirmed = {
    paid: sum(paid.map(({ amount }) => amount)),
    confirmed: sum(paid.map((row) => (row.confirmed ? row.amount : ZERO))),
  };
  if (last === undefined) return { confirmed, choices: [] };
  const month: Period = periodOf(last.paidOn);
  const choices = choicesOf(
    paid.filter((row) => periodOf(row.paidOn) === month),
    purposes,
  );
  const purpose = nameOf(purposes, last.purpose);
  return { lastAid: { on: last.paidOn, purpose }, confirmed, choices, costsOf: month };
};

const choicesOf = (paid: readonly PaidAid[], purposes: ReadonlyMap<string, Bilingual>): GiveFacts["choices"] => {
  const byPurpose = new Map<string, Fen[]>();
  for (const row of paid) {
    const share = fen(row.amount / BigInt(Math.max(1, row.household)));
    byPurpose.set(row.purpose, [...(byPurpose.get(row.purpose) ?? []), share]);
  }
  const enough = [...byPurpose].filter(([, shares]) => shares.length >= FEWEST_CASES);
  const cards = enough.map(([purpose, shares]) => ({
    amount: wholeTens(median(shares)),
    buys: nameOf(purposes, purpose),
  }));
  const distinct = new Map(cards.map((card) => [card.amount, card]));
  return [...distinct.values()].sort((a, b) => (a.amount < b.amount ? -1 : 1)).slice(0, CARDS_MOST);
};

/** Rounded down to whole tens of yuan, at least ten. */
const wholeTens = (amount: Fen): Fen => fen(amount < WHOLE ? WHOLE : amount - (amount % WHOLE));

const median = (amounts: readonly Fen[]): Fen => {
  const sorted = [...amounts].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return sorted[Math.floor(sorted.length / 2)] ?? ZERO;
};

const nameOf = (purposes: ReadonlyMap<string, Bilingual>, code: string): Bilingual =>
  purposes.get(code) ?? { zh: code, en: code };
