import type { Line, Posting } from "../journal/line.ts";
import { type Fen, fen, minus, negate, plus, ZERO } from "../kernel/money.ts";
import { type Account, type AccountKey, accountOf, chartOn } from "./chart-of-accounts.ts";
import { codeOfPath, firstDimension, reversed } from "./posting.ts";

/**
 * What a line moves on the statements beyond its accounts: money through a row of 会民非03 (`cash/14`; + in, − out), and
 * net assets from one restriction to the other or of earlier years (会民非02).
 */
export type FlowRow = `cash/${number}` | "released" | "restricted" | "priorYear/unrestricted" | "priorYear/restricted";
export type Flow = { readonly row: FlowRow; readonly amount: Fen };

/** Money entrusted for others stands outside the cash flow statement (DOMAIN §4.4). */
const AGENCY = "agency";
const SUSPENSE = "suspense";

type CashRows = { readonly group: string; readonly in: number; readonly out: number };
const MONEY: CashRows = { group: "money", in: 0, out: 0 };
const OTHER: CashRows = { group: "other", in: 8, out: 19 };
const DONATIONS: CashRows = { group: "donations", in: 1, out: 19 };
const NET_ASSETS: CashRows = { group: "netAssets", in: 8, out: 19 };
const INVESTED: CashRows = { group: "invested", in: 25, out: 36 };
const BUILT: CashRows = { group: "built", in: 27, out: 35 };
const LENT: CashRows = { group: "lent", in: 45, out: 51 };
const BOUGHT: CashRows = { group: "bought", in: 16, out: 16 };
/** Money that waits for a name is other money in until it has one, and then leaves that row again. */
const WAITING: CashRows = { group: SUSPENSE, in: 8, out: 8 };

/** Rows of 会民非03 by what stands against the money. Refunded gifts stand in row 19 (`set`). */
const CASH_ROWS: { readonly [key in AccountKey]?: CashRows } = {
  unrestrictedDonations: DONATIONS,
  restrictedDonations: DONATIONS,
  dues: { group: "dues", in: 2, out: 19 },
  services: { group: "services", in: 3, out: 19 },
  sales: { group: "sales", in: 4, out: 19 },
  governmentGrants: { group: "grants", in: 5, out: 19 },
  investmentIncome: { group: "yield", in: 26, out: 39 },
  programme: { group: "aid", in: 14, out: 14 },
  payroll: { group: "staff", in: 15, out: 15 },
  goods: BOUGHT,
  prepaid: BOUGHT,
  accountsPayable: BOUGHT,
  management: { group: "management", in: 19, out: 19 },
  fundraising: { group: "fundraising", in: 19, out: 19 },
  shortInvestment: INVESTED,
  equityInvestment: INVESTED,
  debtInvestment: INVESTED,
  otherInvestment: INVESTED,
  fixedAssets: BUILT,
  inProgress: BUILT,
  heritage: BUILT,
  disposal: BUILT,
  intangible: BUILT,
  shortLoan: LENT,
  longLoan: LENT,
  unrestrictedNetAssets: NET_ASSETS,
  restrictedNetAssets: NET_ASSETS,
  priorYearAdjustment: NET_ASSETS,
};

/** What a path means on a day: its account, its fund or other first dimension, and the rows of what stands against money. */
export type Meaning = {
  readonly account: Account;
  readonly dimension: string | undefined;
  /** Missing for reservations: they take no part in any statement. */
  readonly rows: CashRows | undefined;
};
export type MeaningOf = (path: string, on: string) => Meaning | undefined;
type Group = { readonly rows: CashRows; amount: bigint };

/** Looks a path up in the chart of a day once, and remembers it. Nothing for what that chart does not have. */
export const openMeanings = (): MeaningOf => {
  const charts = {
    until2025: new Map<string, Meaning | undefined>(),
    from2026: new Map<string, Meaning | undefined>(),
  };
  return (path, on) => {
    const known = charts[chartOn(on)];
    const found = known.get(path);
    if (found !== undefined) return found;
    const account = accountOf(codeOfPath(path), on);
    const made = account && { account, dimension: firstDimension(path), rows: rowsOf(account, path) };
    if (made) known.set(path, made);
    return made;
  };
};

/** The flows of a line. Opening and closing vouchers have none; what takes a line back leaves the rows that it had entered. */
export const flowsOf = (
  { post, on, kind, data }: Pick<Line, "post" | "on" | "kind" | "data">,
  of: MeaningOf,
): Flow[] => {
  if (kind === "opening.posted" || kind === "period.closed" || data.basis === "period.closed") return [];
  if (typeof data.takes_back !== "number") return flowsIn(post, on, of);
  return flowsIn(reversed(post), on, of).map(({ row, amount }) => ({ row, amount: negate(amount) }));
};

/** What the postings of one line come to. */
type Tally = { readonly groups: Group[]; moves: boolean; unrestricted: bigint; restricted: bigint; prior: boolean };

const flowsIn = (post: readonly Posting[], on: string, meaningOf: MeaningOf): Flow[] => {
  const tally: Tally = { groups: [], moves: false, unrestricted: 0n, restricted: 0n, prior: false };
  for (const [path, text] of post) {
    const known = meaningOf(path, on);
    if (known?.rows !== undefined) count(tally, known.account, { rows: known.rows, amount: BigInt(text) });
  }
  const flows = tally.moves ? tally.groups.filter(({ amount }) => amount !== 0n).map(cashFlow) : [];
  if (tally.unrestricted === 0n && tally.restricted === 0n) return flows;
  return [...flows, ...netAssetFlows(tally)];
};

const count = (tally: Tally, { class: name, key }: Account, { rows, amount }: Group): void => {
  if (rows === MONEY || rows === WAITING) tally.moves = true;
  if (rows !== MONEY) addTo(tally.groups, rows, amount);
  if (name === "restrictedNetAssets") tally.restricted -= amount;
  if (name === "unrestrictedNetAssets") tally.unrestricted -= amount;
  if (key === "priorYearAdjustment") tally.prior = true;
};

const addTo = (groups: Group[], rows: CashRows, amount: bigint): void => {
  const known = groups.find((group) => group.rows.group === rows.group);
  if (known) known.amount -= amount;
  else groups.push({ rows, amount: -amount });
};
const cashFlow = ({ rows, amount }: Group): Flow => ({
  row: `cash/${amount > 0n ? rows.in : rows.out}`,
  amount: fen(amount),
});

/** True for money of others: the part of a money account that is only passed on (ACC-9). */
export const isAgencyMoney = (path: string): boolean => firstDimension(path) === AGENCY;

/** The part of a money account that is held for others: `1002/base` → `1002/agency/base`. The bank knows only the whole. */
export const agencyShare = (account: string): string => account.replace("/", `/${AGENCY}/`);

const rowsOf = ({ class: name, key }: Account, path: string): CashRows | undefined => {
  if (name === "budget") return undefined;
  return name === "money" && !isAgencyMoney(path) ? MONEY : rowsFor(key, path);
};

/** A third part of a path narrows a cost: `5301/G00/staff` is paid to staff (row 15), `5301/G00/services` buys services (16). */
const rowsFor = (key: AccountKey, path: string): CashRows => {
  if (key === "otherPayable" && firstDimension(path) === SUSPENSE) return WAITING;
  if (key === "management" && path.endsWith("/staff")) return { group: "staff", in: 15, out: 15 };
  if (key === "management" && path.endsWith("/services")) return BOUGHT;
  return CASH_ROWS[key] ?? OTHER;
};

/** The part of a line in which one restriction gives what the other takes is a release (row 40); the rest is of earlier years. */
const netAssetFlows = (tally: Tally): Flow[] => {
  const [unrestricted, restricted] = [fen(tally.unrestricted), fen(tally.restricted)];
  const released = tally.prior ? ZERO : crossing(unrestricted, restricted);
  const flows: Flow[] = [
    released > 0n ? { row: "released", amount: released } : { row: "restricted", amount: negate(released) },
    { row: "priorYear/unrestricted", amount: minus(unrestricted, released) },
    { row: "priorYear/restricted", amount: plus(restricted, released) },
  ];
  return flows.filter(({ amount }) => amount !== 0n);
};

/** What went over to the unrestricted side; negative when it went the other way; nothing when both moved alike. */
const crossing = (unrestricted: Fen, restricted: Fen): Fen => {
  if (unrestricted >= 0n === restricted >= 0n) return ZERO;
  const given = negate(restricted);
  const size = (amount: Fen): bigint => (amount < 0n ? -amount : amount);
  return size(unrestricted) < size(given) ? unrestricted : given;
};
