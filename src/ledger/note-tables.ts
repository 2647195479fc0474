import { type Fen, negate, plus, sum, ZERO } from "../kernel/money.ts";
import type { Movement } from "./balances.ts";
import { type Account, accountOf, carriedPath } from "./chart-of-accounts.ts";
import { isAgencyMoney } from "./flows.ts";
import { codeOfPath, firstDimension } from "./posting.ts";
import type { StatementBooks, Window } from "./statement-sums.ts";

/**
 * What is behind a row of the statements, item by item: from the opening of the year by its reasons to the end of the month.
 * The first amount and all reasons sum to the last, in fen; items that never stood or moved are left out.
 */
export type NoteTable = {
  readonly key: "restricted" | "goods" | "money" | "payables" | "agency";
  readonly columns: readonly string[];
  readonly rows: readonly { readonly item: string; readonly amounts: readonly Fen[] }[];
};

type Plan = {
  readonly key: NoteTable["key"];
  /** The item that a movement belongs to; undefined when it belongs to none. */
  readonly itemOf: (account: Account, path: string) => string | undefined;
  readonly debit: boolean;
  /** Reasons with a column each; everything else stands in the last of them. */
  readonly reasons: readonly { readonly column: string; readonly bases: readonly string[] }[];
};

const INCOME = ["donation.settled", "donation.refunded", "chargeback", "goods.accepted"];
const USE = ["aid.paid", "aid.returned", "goods.given", "payout.settled", "provider.fee", "restriction.released"];
const PAYABLES_ROW = 62;
const AGENCY_ROW = 91;

const PLANS: readonly Plan[] = [
  {
    key: "restricted",
    itemOf: ({ class: name }, path) =>
      name === "restrictedNetAssets" || name === "restrictedIncome" ? (firstDimension(path) ?? "") : undefined,
    debit: false,
    reasons: [
      { column: "income", bases: INCOME },
      { column: "used", bases: USE },
      { column: "fee", bases: ["management.fee"] },
      { column: "other", bases: [] },
    ],
  },
  {
    key: "goods",
    itemOf: ({ key }, path) => (key === "goods" ? (firstDimension(path) ?? "") : undefined),
    debit: true,
    reasons: [
      { column: "accepted", bases: ["goods.accepted"] },
      { column: "given", bases: ["goods.given"] },
      { column: "other", bases: [] },
    ],
  },
  {
    key: "money",
    itemOf: ({ class: name }, path) =>
      name === "money" && !isAgencyMoney(path) ? path.split("/").slice(0, 2).join("/") : undefined,
    debit: true,
    reasons: [{ column: "moved", bases: [] }],
  },
  {
    key: "payables",
    itemOf: ({ class: name, row }, path) => (name === "liability" && row === PAYABLES_ROW ? path : undefined),
    debit: false,
    reasons: [{ column: "moved", bases: [] }],
  },
  {
    key: "agency",
    itemOf: ({ class: name, row }, path) => (name === "liability" && row === AGENCY_ROW ? path : undefined),
    debit: false,
    reasons: [{ column: "moved", bases: [] }],
  },
];

/** The tables of the notes for a year up to a day; restricted net assets fund by fund, goods, money, payables, agency. */
export const noteTables = (books: Pick<StatementBooks, "movements">, window: Window): NoteTable[] =>
  PLANS.map((plan) => noteTable(books, window, plan));

const OPENING = "opening.posted";

const noteTable = (
  books: Pick<StatementBooks, "movements">,
  window: Window,
  { key, itemOf, debit, reasons }: Plan,
): NoteTable => {
  const items = new Map<string, Fen[]>();
  for (const movement of books.movements()) {
    if (movement.on > window.to) continue;
    const account = accountOf(codeOfPath(movement.path), movement.on);
    const path = carriedPath(movement.path, { from: movement.on, to: window.to });
    const item = account && itemOf(account, path);
    if (item === undefined) continue;
    const amounts = items.get(item) ?? Array.from({ length: reasons.length + 1 }, () => ZERO);
    const at = placeOf(movement, window, reasons);
    amounts[at] = plus(amounts[at] ?? ZERO, debit ? movement.amount : negate(movement.amount));
    items.set(item, amounts);
  }
  return {
    key,
    columns: ["opening", ...reasons.map(({ column }) => column), "closing"],
    rows: [...items]
      .filter(([, amounts]) => amounts.some((amount) => amount !== 0n))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([item, amounts]) => ({ item, amounts: [...amounts, sum(amounts)] })),
  };
};

/** The column of a movement: what stood before the year, or its reason. */
const placeOf = ({ on, basis }: Movement, { from }: Window, reasons: Plan["reasons"]): number => {
  if (on < from || basis === OPENING) return 0;
  const named = reasons.findIndex(({ bases }) => bases.includes(basis));
  return named < 0 ? reasons.length : named + 1;
};

/** What the tables of the notes and the rows of 会民非01 must have in common (LED-8): the row of a table, and its sums. */
export const noteTies = (
  tables: readonly NoteTable[],
): { readonly row: number; readonly opening: Fen; readonly closing: Fen }[] =>
  tables.map(({ key, rows }) => {
    return {
      row: ROWS[key],
      opening: sum(rows.map(({ amounts }) => amounts[0] ?? ZERO)),
      closing: sum(rows.map(({ amounts }) => amounts.at(-1) ?? ZERO)),
    };
  });

const ROWS: { readonly [key in NoteTable["key"]]: number } = {
  restricted: 105,
  goods: 8,
  money: 1,
  payables: PAYABLES_ROW,
  agency: AGENCY_ROW,
};
