import type { Line, Posting } from "../journal/line.ts";
import { type Fen, minus, negate, plus, sum, ZERO } from "../kernel/money.ts";
import { type AccountClass, type AccountKey, accountOf } from "./chart-of-accounts.ts";
import { codeOfPath, firstDimension, postingAmount } from "./posting.ts";

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

/** The flows of one line. Opening and closing vouchers have none. */
export const flowsOf = ({ post, on, kind, data }: Pick<Line, "post" | "on" | "kind" | "data">): Flow[] => {
  if (post.length === 0 || kind === "opening.posted" || data.basis === "period.closed" || kind === "period.closed")
    return [];
  return [...cashFlows(post, on), ...netAssetFlows(post, on)];
};

/** True for money of others: an agency asset's bank account. */
export const isAgencyMoney = (path: string): boolean => firstDimension(path) === AGENCY;

const cashFlows = (post: readonly Posting[], on: string): Flow[] => {
  const groups = new Map<string, { readonly rows: CashRows; readonly amount: Fen }>();
  let moves = false;
  for (const posting of post) {
    const rows = standingAgainst(posting[0], on);
    if (rows === undefined) continue;
    if (rows === MONEY || rows === WAITING) moves = true;
    if (rows === MONEY) continue;
    const before = groups.get(rows.group)?.amount ?? ZERO;
    groups.set(rows.group, { rows, amount: minus(before, postingAmount(posting)) });
  }
  if (!moves) return [];
  return [...groups.values()]
    .filter(({ amount }) => amount !== 0n)
    .map(({ rows, amount }) => ({ row: `cash/${amount > 0n ? rows.in : rows.out}`, amount }));
};

/** Own money itself, or the rows of what stands against it; nothing for reservations. */
const standingAgainst = (path: string, on: string): CashRows | undefined => {
  const account = accountOf(codeOfPath(path), on);
  if (!account || account.class === "budget") return undefined;
  return account.class === "money" && !isAgencyMoney(path) ? MONEY : rowsFor(account.key, path);
};

/** A third part of a path narrows a cost: `5301/G00/staff` is paid to staff (row 15), `5301/G00/services` buys services (16). */
const rowsFor = (key: AccountKey, path: string): CashRows => {
  if (key === "otherPayable" && firstDimension(path) === SUSPENSE) return WAITING;
  if (key === "management" && path.endsWith("/staff")) return { group: "staff", in: 15, out: 15 };
  if (key === "management" && path.endsWith("/services")) return BOUGHT;
  return CASH_ROWS[key] ?? OTHER;
};

/** The part of a line in which one restriction gives what the other takes is a release (row 40); the rest is of earlier years. */
const netAssetFlows = (post: readonly Posting[], on: string): Flow[] => {
  const accounts = post.map(([path]) => accountOf(codeOfPath(path), on));
  const gain = (name: AccountClass): Fen =>
    negate(sum(post.filter((_, at) => accounts[at]?.class === name).map(postingAmount)));
  const [unrestricted, restricted] = [gain("unrestrictedNetAssets"), gain("restrictedNetAssets")];
  const prior = accounts.some((account) => account?.key === "priorYearAdjustment");
  const released = prior ? ZERO : crossing(unrestricted, restricted);
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
