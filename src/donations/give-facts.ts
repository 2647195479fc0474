import type { BusinessDate, Period } from "../kernel/dates.ts";
import { type Fen, fen, sum } from "../kernel/money.ts";
import type { Bilingual } from "../platform/display.ts";
import type { GivePage } from "./give-view.ts";

/** Aid for a purpose that is public as a whole. */
export type PaidAid = {
  readonly purpose: string;
  readonly amount: Fen;
  /** People in the household. */
  readonly household: number;
};

/** What is public of a fund, as published. */
export type KnownFund = {
  readonly balance: Fen;
  readonly asOf: BusinessDate;
  /** The last month in which its aid was published. */
  readonly lastAid?: Period;
  /** `few`: no share may be told. */
  readonly confirmed: { readonly paid: Fen; readonly confirmed: Fen; readonly few: boolean };
  /** Aid of one month whose purposes are public: the fund's own, or of all funds for its purposes. */
  readonly paid: readonly PaidAid[];
  readonly costsOf: Period;
};

export type GiveFacts = Pick<GivePage, "balance" | "asOf" | "lastAid" | "confirmed" | "choices" | "costsOf">;

const CARDS_MOST = 4;
const WHOLE = 1_000n;
const FEWEST_CASES = 5;

/**
 * What a donor sees before giving (UI-1, UI-3): balance, last aid, confirmed share, and up to four amounts, each what aid
 * for a purpose was per person in a month. A purpose with fewer than five cases gives no amount (PII-1), and a mean
 * tells no more than the published sum.
 */
export const giveFacts = (known: KnownFund, purposes: ReadonlyMap<string, Bilingual>): GiveFacts => {
  const { paid, lastAid, costsOf: _month, ...facts } = known;
  const choices = choicesOf(paid, purposes);
  const last = lastAid === undefined ? {} : { lastAid };
  return { ...facts, ...last, choices, ...(choices.length === 0 ? {} : { costsOf: known.costsOf }) };
};

const choicesOf = (paid: readonly PaidAid[], purposes: ReadonlyMap<string, Bilingual>): GiveFacts["choices"] => {
  const cards = [...new Set(paid.map(({ purpose }) => purpose))].flatMap((purpose) => {
    const some = paid.filter((row) => row.purpose === purpose);
    if (some.length < FEWEST_CASES) return [];
    const people = some.reduce((count, row) => count + Math.max(1, row.household), 0);
    const mean = fen(sum(some.map(({ amount }) => amount)) / BigInt(people));
    return [{ amount: wholeTens(mean), buys: purposes.get(purpose) ?? { zh: purpose, en: purpose } }];
  });
  const distinct = new Map(cards.map((card) => [card.amount, card]));
  return [...distinct.values()].sort((a, b) => (a.amount < b.amount ? -1 : 1)).slice(0, CARDS_MOST);
};

/** Rounded down to whole tens of yuan, at least ten. */
const wholeTens = (amount: Fen): Fen => fen(amount < WHOLE ? WHOLE : amount - (amount % WHOLE));
