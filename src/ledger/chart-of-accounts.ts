import type { BusinessDate } from "../kernel/dates.ts";

/** What an account is for the statements; `budget` accounts hold reservations and sum to zero on their own. */
export type AccountClass =
  | "money"
  | "asset"
  | "liability"
  | "unrestrictedNetAssets"
  | "restrictedNetAssets"
  | "unrestrictedIncome"
  | "restrictedIncome"
  | "cost"
  | "budget";

type AccountRow = {
  readonly key: string;
  readonly zh: string;
  readonly en: string;
  readonly class: AccountClass;
  readonly until2025?: string;
  readonly from2026?: string;
};

/** The change of chart: a line resolves its account by its business date (ACC-0). Codes are `set` (DOMAIN §4.1). */
const CHANGE = "2026-01-01";

const CHART = [
  { key: "cash", zh: "现金", en: "Cash", class: "money", until2025: "1001", from2026: "1001" },
  { key: "bank", zh: "银行存款", en: "Bank", class: "money", until2025: "1002", from2026: "1002" },
  { key: "otherMoney", zh: "其他货币资金", en: "Other money", class: "money", until2025: "1009", from2026: "1009" },
  {
    key: "otherReceivable",
    zh: "其他应收款",
    en: "Other receivables",
    class: "asset",
    until2025: "1122",
    from2026: "1122",
  },
  { key: "goods", zh: "存货", en: "Goods", class: "asset", until2025: "1201", from2026: "1201" },
  { key: "fixedAssets", zh: "固定资产", en: "Fixed assets", class: "asset", until2025: "1501", from2026: "1501" },
  { key: "agencyAssets", zh: "受托代理资产", en: "Agency assets", class: "asset", until2025: "1701", from2026: "1801" },
  { key: "longTermDeferred", zh: "长期待摊费用", en: "Long-term deferred cost", class: "asset", from2026: "1701" },
  {
    key: "otherPayable",
    zh: "其他应付款",
    en: "Other payables",
    class: "liability",
    until2025: "2209",
    from2026: "2209",
  },
  {
    key: "agencyLiabilities",
    zh: "受托代理负债",
    en: "Agency liabilities",
    class: "liability",
    until2025: "2601",
    from2026: "2601",
  },
  {
    key: "unrestrictedNetAssets",
    zh: "非限定性净资产",
    en: "Unrestricted net assets",
    class: "unrestrictedNetAssets",
    until2025: "3101",
    from2026: "3101",
  },
  {
    key: "restrictedNetAssets",
    zh: "限定性净资产",
    en: "Restricted net assets",
    class: "restrictedNetAssets",
    until2025: "3102",
    from2026: "3102",
  },
  {
    key: "priorYearAdjustment",
    zh: "以前年度净资产调整",
    en: "Prior-year adjustment",
    class: "unrestrictedNetAssets",
    from2026: "3201",
  },
  {
    key: "unrestrictedDonations",
    zh: "捐赠收入·非限定性",
    en: "Donation income, unrestricted",
    class: "unrestrictedIncome",
    until2025: "410101",
    from2026: "410101",
  },
  {
    key: "restrictedDonations",
    zh: "捐赠收入·限定性",
    en: "Donation income, restricted",
    class: "restrictedIncome",
    until2025: "410102",
    from2026: "410102",
  },
  {
    key: "services",
    zh: "提供服务收入",
    en: "Service income",
    class: "unrestrictedIncome",
    until2025: "4301",
    from2026: "4301",
  },
  {
    key: "governmentGrants",
    zh: "政府补助收入",
    en: "Government grants",
    class: "unrestrictedIncome",
    until2025: "4401",
    from2026: "4401",
  },
  {
    key: "investmentIncome",
    zh: "投资收益",
    en: "Investment income",
    class: "unrestrictedIncome",
    until2025: "4601",
    from2026: "4601",
  },
  {
    key: "otherIncome",
    zh: "其他收入",
    en: "Other income",
    class: "unrestrictedIncome",
    until2025: "4901",
    from2026: "4901",
  },
  { key: "programme", zh: "业务活动成本", en: "Programme cost", class: "cost", until2025: "5101", from2026: "5101" },
  { key: "taxes", zh: "税金及附加", en: "Taxes and surcharges", class: "cost", from2026: "5201" },
  { key: "management", zh: "管理费用", en: "Management", class: "cost", until2025: "5201", from2026: "5301" },
  { key: "fundraising", zh: "筹资费用", en: "Fundraising", class: "cost", until2025: "5301", from2026: "5401" },
  { key: "otherCost", zh: "其他费用", en: "Other cost", class: "cost", until2025: "5401", from2026: "5901" },
  { key: "reserved", zh: "已批准未支付", en: "Approved and unpaid", class: "budget", until2025: "B1", from2026: "B1" },
  {
    key: "reservedAgainst",
    zh: "批准额度对应",
    en: "Approved and unpaid, against",
    class: "budget",
    until2025: "B2",
    from2026: "B2",
  },
] as const satisfies readonly AccountRow[];

export type AccountKey = (typeof CHART)[number]["key"];
export type Account = {
  readonly key: AccountKey;
  readonly zh: string;
  readonly en: string;
  readonly class: AccountClass;
};

const codesOn = (column: "until2025" | "from2026"): ReadonlyMap<string, AccountRow & { key: AccountKey }> =>
  new Map(
    (CHART as readonly (AccountRow & { key: AccountKey })[]).flatMap((row) =>
      row[column] ? [[row[column], row]] : [],
    ),
  );
const OLD = codesOn("until2025");
const NEW = codesOn("from2026");
const OLD_BY_KEY = new Map([...OLD].map(([code, row]) => [row.key, code]));
const NEW_BY_KEY = new Map([...NEW].map(([code, row]) => [row.key, code]));

/** The code of an account on a business date. Throws when the chart of that date has no such account. */
export const accountCode = (key: AccountKey, on: BusinessDate): string => {
  const code = (on < CHANGE ? OLD_BY_KEY : NEW_BY_KEY).get(key);
  if (!code) throw new Error(`no account ${key} on ${on}`);
  return code;
};

/** The account a code means on a business date; undefined when the chart of that date has no such code. */
export const accountOf = (code: string, on: BusinessDate): Account | undefined => (on < CHANGE ? OLD : NEW).get(code);
