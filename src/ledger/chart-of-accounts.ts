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

type AccountRow = readonly [
  key: string,
  zh: string,
  en: string,
  sort: AccountClass,
  until2025: string | undefined,
  from2026: string,
  /** The row it stands on: of 会民非01 for what remains, of 会民非02 for income and cost; 0 on none. */
  row: number,
];

/** The change of chart: a line resolves its account by its business date (ACC-0). Codes are `set` (DOMAIN §4.1). */
const CHANGE = "2026-01-01";

const CHART = [
  ["cash", "现金", "Cash", "money", "1001", "1001", 1],
  ["bank", "银行存款", "Bank", "money", "1002", "1002", 1],
  ["otherMoney", "其他货币资金", "Other money", "money", "1009", "1009", 1],
  ["shortInvestment", "短期投资", "Short-term investment", "asset", "1101", "1101", 2],
  ["shortInvestmentProvision", "短期投资跌价准备", "Provision for short-term investment", "asset", "1102", "1102", 2],
  ["notesReceivable", "应收票据", "Notes receivable", "asset", "1111", "1111", 3],
  ["accountsReceivable", "应收账款", "Accounts receivable", "asset", "1121", "1121", 3],
  ["otherReceivable", "其他应收款", "Other receivables", "asset", "1122", "1122", 3],
  ["badDebt", "坏账准备", "Provision for bad debt", "asset", "1131", "1131", 3],
  ["prepaid", "预付账款", "Prepaid", "asset", "1141", "1141", 4],
  ["goods", "存货", "Goods", "asset", "1201", "1201", 8],
  ["goodsProvision", "存货跌价准备", "Provision for goods", "asset", "1202", "1202", 8],
  ["deferred", "待摊费用", "Deferred cost", "asset", "1301", "1301", 9],
  ["equityInvestment", "长期股权投资", "Long-term equity", "asset", "1401", "1401", 21],
  ["debtInvestment", "长期债权投资", "Long-term debt securities", "asset", "1402", "1402", 24],
  ["otherInvestment", "其他长期投资", "Other long-term investment", "asset", undefined, "1403", 25],
  ["investmentProvision", "长期投资减值准备", "Provision for long-term investment", "asset", undefined, "1421", 25],
  ["fixedAssets", "固定资产", "Fixed assets", "asset", "1501", "1501", 31],
  ["depreciation", "累计折旧", "Depreciation", "asset", "1502", "1502", 32],
  ["inProgress", "在建工程", "Assets in progress", "asset", "1505", "1505", 34],
  ["heritage", "文物文化资产", "Heritage", "asset", "1506", "1506", 35],
  ["disposal", "固定资产清理", "Disposal of fixed assets", "asset", "1509", "1509", 38],
  ["intangible", "无形资产", "Intangible assets", "asset", "1601", "1601", 41],
  ["amortisation", "累计摊销", "Amortisation", "asset", undefined, "1602", 41],
  ["longTermDeferred", "长期待摊费用", "Long-term deferred cost", "asset", undefined, "1701", 42],
  ["agencyAssets", "受托代理资产", "Agency assets", "asset", "1701", "1801", 51],
  ["shortLoan", "短期借款", "Short-term loans", "liability", "2101", "2101", 61],
  ["notesPayable", "应付票据", "Notes payable", "liability", "2201", "2201", 62],
  ["accountsPayable", "应付账款", "Accounts payable", "liability", "2202", "2202", 62],
  ["advances", "预收账款", "Advances received", "liability", "2203", "2203", 66],
  ["payroll", "应付工资", "Payroll payable", "liability", "2204", "2204", 63],
  ["taxesPayable", "应交税金", "Taxes payable", "liability", "2206", "2206", 65],
  ["otherPayable", "其他应付款", "Other payables", "liability", "2209", "2209", 62],
  ["accrued", "预提费用", "Accrued cost", "liability", "2301", "2301", 71],
  ["provisions", "预计负债", "Provisions", "liability", "2401", "2503", 72],
  ["longLoan", "长期借款", "Long-term loans", "liability", "2501", "2501", 81],
  ["longPayable", "长期应付款", "Long-term payables", "liability", "2502", "2502", 84],
  ["agencyLiabilities", "受托代理负债", "Agency liabilities", "liability", "2601", "2601", 91],
  ["unrestrictedNetAssets", "非限定性净资产", "Unrestricted net assets", "unrestrictedNetAssets", "3101", "3101", 101],
  ["restrictedNetAssets", "限定性净资产", "Restricted net assets", "restrictedNetAssets", "3102", "3102", 105],
  [
    "priorYearAdjustment",
    "以前年度净资产调整",
    "Prior-year adjustment",
    "unrestrictedNetAssets",
    undefined,
    "3201",
    101,
  ],
  [
    "unrestrictedDonations",
    "捐赠收入·非限定性",
    "Donation income, unrestricted",
    "unrestrictedIncome",
    "410101",
    "410101",
    1,
  ],
  ["restrictedDonations", "捐赠收入·限定性", "Donation income, restricted", "restrictedIncome", "410102", "410102", 1],
  ["dues", "会费收入", "Dues", "unrestrictedIncome", "4201", "4201", 2],
  ["services", "提供服务收入", "Service income", "unrestrictedIncome", "4301", "4301", 3],
  ["governmentGrants", "政府补助收入", "Government grants", "unrestrictedIncome", "4401", "4401", 5],
  ["sales", "商品销售收入", "Sales", "unrestrictedIncome", "4501", "4501", 4],
  ["investmentIncome", "投资收益", "Investment income", "unrestrictedIncome", "4601", "4601", 6],
  ["headOfficeFunding", "总部拨款收入", "Head-office funding", "unrestrictedIncome", undefined, "4701", 7],
  ["otherIncome", "其他收入", "Other income", "unrestrictedIncome", "4901", "4901", 9],
  ["programme", "业务活动成本", "Programme cost", "cost", "5101", "5101", 12],
  ["taxes", "税金及附加", "Taxes and surcharges", "cost", undefined, "5201", 13],
  ["management", "管理费用", "Management", "cost", "5201", "5301", 21],
  ["fundraising", "筹资费用", "Fundraising", "cost", "5301", "5401", 24],
  ["otherCost", "其他费用", "Other cost", "cost", "5401", "5901", 28],
  ["impairment", "资产减值损失", "Impairment", "cost", undefined, "5501", 29],
  ["incomeTax", "所得税费用", "Income tax", "cost", undefined, "5601", 30],
  ["reserved", "已批准未支付", "Approved and unpaid", "budget", "B1", "B1", 0],
  ["reservedAgainst", "批准额度对应", "Approved and unpaid, against", "budget", "B2", "B2", 0],
] as const satisfies readonly AccountRow[];

export type AccountKey = (typeof CHART)[number][0];
export type Account = {
  readonly key: AccountKey;
  readonly zh: string;
  readonly en: string;
  readonly class: AccountClass;
  readonly row: number;
};

const ACCOUNTS = CHART.map(([key, zh, en, name, until2025, from2026, row]) => ({
  account: { key, zh, en, class: name, row } satisfies Account as Account,
  until2025,
  from2026,
}));
const codesOn = (column: "until2025" | "from2026"): ReadonlyMap<string, Account> =>
  new Map(
    ACCOUNTS.flatMap((row): [string, Account][] => {
      const code = row[column];
      return code === undefined ? [] : [[code, row.account]];
    }),
  );
const OLD = codesOn("until2025");
const NEW = codesOn("from2026");
const keysOf = (codes: ReadonlyMap<string, Account>) => new Map([...codes].map(([code, { key }]) => [key, code]));
const OLD_BY_KEY = keysOf(OLD);
const NEW_BY_KEY = keysOf(NEW);

/** Which of the two charts a business date has. */
export const chartOn = (on: BusinessDate): "until2025" | "from2026" => (on < CHANGE ? "until2025" : "from2026");

/** The code of an account on a business date. Throws when the chart of that date has no such account. */
export const accountCode = (key: AccountKey, on: BusinessDate): string => {
  const code = (on < CHANGE ? OLD_BY_KEY : NEW_BY_KEY).get(key);
  if (!code) throw new Error(`no account ${key} on ${on}`);
  return code;
};

/** The account a code means on a business date; undefined when the chart of that date has no such code. */
export const accountOf = (code: string, on: BusinessDate): Account | undefined => (on < CHANGE ? OLD : NEW).get(code);

/** The path under which what was posted to `path` on one day stands on a later one: 1701 of 2025 is 1801 in 2026 (ACC-0). */
export const carriedPath = (path: string, { from, to }: { from: BusinessDate; to: BusinessDate }): string => {
  if (from >= CHANGE || to < CHANGE) return path;
  const [code = "", ...dimensions] = path.split("/");
  const account = OLD.get(code);
  return account === undefined ? path : [accountCode(account.key, to), ...dimensions].join("/");
};
