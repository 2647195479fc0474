import type { Line } from "../journal/line.ts";
import { Table } from "../journal/table.ts";
import { type BusinessDate, type Period, periodOf } from "../kernel/dates.ts";
import { type Fen, fen, minus, negate, plus, ZERO } from "../kernel/money.ts";
import { type Flow, flowsOf, type Meaning, type MeaningOf, openMeanings } from "./flows.ts";
import { basisOf, openMovements } from "./movements.ts";
import { firstDimension } from "./posting.ts";

/** What lines of one day moved on one row of the statements (see flows.ts). */
export type DayFlow = Flow & { readonly on: BusinessDate };

/** The index of the first line dated in a month, and one at or shortly after its last: a span grows in steps. */
export type Span = { readonly first: number; readonly last: number };

/** What a fund stands at, in fen. Money only where it says so; goods are never money (LED-4). */
export type FundBalance = {
  /** Unrestricted net assets, income and cost of the fund. */
  readonly unrestricted: Fen;
  /** Restricted net assets and income of the fund, goods included. */
  readonly restricted: Fen;
  readonly goods: Fen;
  readonly reserved: Fen;
  /** What 3102 alone holds: the earlier balance that a release uses first (ACC-4). */
  readonly earlierRestricted: Fen;
};

const SPAN_STEP = 255;
const NOTHING: FundBalance = {
  unrestricted: ZERO,
  restricted: ZERO,
  goods: ZERO,
  reserved: ZERO,
  earlierRestricted: ZERO,
};

export type Balances = ReturnType<typeof openBalances>;

/** Balances by account, by fund, and by day and reason: sums of postings, kept in one place only (LED-10). */
export const openBalances = () => {
  const accounts = new Table<Fen>("balances");
  const { tables: movementTables, add: addMovement, ...movements } = openMovements();
  const funds = new Table<FundBalance>("fundBalances");
  const flows = new Table<DayFlow>("statementFlows");
  const spans = new Table<Span>("periodSpans");

  const meaningOf = openMeanings();
  const flow = (line: Line, index: number): void => {
    const { on } = line;
    const period = periodOf(on);
    const span = spans.get(period);
    if (!span || span.last < index) spans.set(period, { first: span?.first ?? index, last: index + SPAN_STEP });
    for (const { row, amount } of flowsOf(line, meaningOf)) {
      const key = `${row}|${on}`;
      flows.set(key, { row, on, amount: plus(flows.get(key)?.amount ?? ZERO, amount) });
    }
  };
  const post = (line: Line, index: number): void => {
    if (line.post.length === 0) return;
    flow(line, index);
    const basis = basisOf(line);
    for (const [path, text] of line.post) {
      const amount = fen(BigInt(text));
      accounts.set(path, plus(accounts.get(path) ?? ZERO, amount));
      addMovement({ path, on: line.on, basis, amount });
      postToFund(funds, meaningOf, { path, on: line.on, amount });
    }
  };
  return {
    tables: [accounts, ...movementTables, funds, flows, spans],
    /** Takes over the postings of a line and its index. */
    post,
    flows: () => flows.values(),
    /** Where the lines of a month stand in the journal; undefined when none is dated in it. */
    span: (period: Period): Span | undefined => spans.get(period),
    /** Months with postings, in order. */
    periods: (): Period[] => [...spans.entries()].map(([period]) => period).sort(),
    /** Debit balance of one exact path, in fen. */
    account: (path: string): Fen => accounts.get(path) ?? ZERO,
    accounts: () => accounts.entries(),
    fund: (fund: string): FundBalance => funds.get(fund) ?? NOTHING,
    ...movements,
    /** Debit balances of exact paths at the end of a day, in fen. */
    accountsOn: (day: BusinessDate, paths: Iterable<string>): Map<string, Fen> => {
      const balances = new Map([...paths].map((path) => [path, accounts.get(path) ?? ZERO]));
      for (const { path, amount } of movements.since(day)) {
        const now = balances.get(path);
        if (now !== undefined) balances.set(path, minus(now, amount));
      }
      return balances;
    },
    /** The fund's balance as it stood at the end of a day: that of now without what has moved since. */
    fundOn: (fund: string, day: BusinessDate): FundBalance => {
      let balance = funds.get(fund) ?? NOTHING;
      for (const { path, on, amount } of movements.since(day)) {
        if (firstDimension(path) === fund) balance = movedBy(balance, meaningOf(path, on), negate(amount));
      }
      return balance;
    },
  };
};

/** Money of the fund: net assets less the goods among them. */
export const moneyOf = (balance: FundBalance): Fen =>
  minus(plus(balance.unrestricted, balance.restricted), balance.goods);

type Amount = { readonly path: string; readonly on: BusinessDate; readonly amount: Fen };

const postToFund = (funds: Table<FundBalance>, meaningOf: MeaningOf, { path, on, amount }: Amount): void => {
  const known = meaningOf(path, on);
  const fund = known?.dimension;
  if (!known || !fund) return;
  const row = funds.get(fund) ?? NOTHING;
  const changed = movedBy(row, known, amount);
  if (changed !== row) funds.set(fund, changed);
};

const movedBy = (row: FundBalance, meaning: Meaning | undefined, amount: Fen): FundBalance => {
  switch (meaning?.account.class) {
    case "unrestrictedNetAssets":
    case "unrestrictedIncome":
    case "cost":
      return { ...row, unrestricted: minus(row.unrestricted, amount) };
    case "restrictedIncome":
      return { ...row, restricted: minus(row.restricted, amount) };
    case "restrictedNetAssets":
      return {
        ...row,
        restricted: minus(row.restricted, amount),
        earlierRestricted: minus(row.earlierRestricted, amount),
      };
    case "asset":
      return meaning?.account.key === "goods" ? { ...row, goods: plus(row.goods, amount) } : row;
    case "budget":
      return meaning?.account.key === "reserved" ? { ...row, reserved: plus(row.reserved, amount) } : row;
    case "money":
    case "liability":
    case undefined:
      return row;
  }
};
