import { type Fen, fen, parseYuan } from "../../src/kernel/money.ts";
import type { FundPage } from "../../src/disclosure/fund-view.ts";
import type { FundLine, HomePage } from "../../src/disclosure/home-view.ts";
import type { ExplainPage, MonthPage, ReportsPage, ReportVersion } from "../../src/disclosure/report-view.ts";

export const yuan = (text: string): Fen => {
  const amount = parseYuan(text.replaceAll(",", ""));
  if (amount === undefined) throw new Error(`not an amount: ${text}`);
  return amount;
};
const out = (text: string): Fen => fen(-yuan(text));

const purposes = [
  ["medical", "大病救助", "Serious illness", 212],
  ["education", "助学", "Education", 96],
  ["elderly", "助老", "Older people", 310],
  ["disability", "助残", "Disabled people", 3],
  ["children", "儿童关爱", "Children", 2],
  ["emergency", "急难救助", "Sudden hardship", 181],
  ["housing", "住房修缮", "Home repair", 9],
  ["migrant", "新市民帮扶", "Migrant workers", 44],
  ["community", "社区微项目", "Community micro-projects", 61],
] as const;

export const streetNames = ["东篱", "南塘", "西渡", "北亭", "松风", "竹溪", "兰泽", "云桥", "澄湖", "青禾", "柳岸"];
const funds: FundLine[] = [
  ...streetNames.map((name, i) => ({
    code: `S${String(i + 1).padStart(2, "0")}`,
    name: { zh: `${name}街道社区服务基金`, en: `Street ${i + 1} Community Service Fund` },
    kind: "street" as const,
  })),
  ...["晨光助学", "拾穗大病", "暖屋冬衣", "银龄助餐"].map((name, i) => ({
    code: `N0${i + 1}`,
    name: { zh: `${name}基金`, en: `Named Fund ${i + 1}` },
    kind: "named" as const,
  })),
  { code: "G00", name: { zh: "通用基金", en: "General Fund" }, kind: "general" as const },
].map((fund, i) => ({
  ...fund,
  balance: fen(43_517_238n + BigInt(i) * 11_234_567n),
  received: fen(8_632_050n - BigInt(i) * 112_233n),
  spent: fen(6_379_842n),
  ...(i === 13 ? {} : { lastAid: i === 12 ? "2026-02" : "2026-09" }),
  aidPaid: fen(i === 12 ? 0n : 6_348_000n),
  aidConfirmed: fen(i === 12 ? 0n : 6_094_080n),
}));

const sha = (seed: string) => seed.repeat(64).slice(0, 64);
const september: ReportVersion = {
  id: "2026-09-v1",
  period: "2026-09",
  version: 1,
  publishedOn: "2026-10-09",
  dueBy: "2026-10-15",
  cutOff: "2026-09-30",
  status: "on_time",
  files: [
    { kind: "pdf", href: "/reports/2026-09-v1.pdf", bytes: 412_000, sha256: sha("6c17be7f4264f520") },
    { kind: "csv", href: "/reports/2026-09-v1.csv", bytes: 186_400, sha256: sha("25ad46e4287141ba") },
    { kind: "json", href: "/reports/2026-09-v1.json", bytes: 1_243_900, sha256: sha("19c761c4c46bd0a4") },
    { kind: "proof", href: "/reports/2026-09-v1.proof.json", bytes: 21_000, sha256: sha("94e261602ed1221c") },
  ],
};
const august: ReportVersion = {
  ...september,
  id: "2026-08-v2",
  period: "2026-08",
  version: 2,
  publishedOn: "2026-09-12",
  dueBy: "2026-09-15",
  cutOff: "2026-08-31",
  status: "corrected",
};

export const homePage: HomePage = {
  period: "2026-09",
  periods: ["2026-09", "2026-08"],
  today: "2026-10-09",
  figures: {
    opening: yuan("30,407,781.30"),
    received: yuan("2,752,001.91"),
    receivedCount: 3418,
    people: yuan("1,468,076.00"),
    households: 1906,
    running: yuan("78,399.48"),
    waiting: yuan("31,613,307.73"),
    reserved: yuan("286,400.00"),
  },
  reconciled: { on: "2026-10-08", unexplained: fen(0n), silent: 0, waiting: 5, oldestDays: 31 },
  disclosures: { due: 12, onTime: 12, next: { period: "2026-10", by: "2026-11-15", state: "waiting" } },
  flow: {
    sources: [
      { key: "wechat", amount: yuan("699,005.00") },
      { key: "bank", amount: yuan("1,780,053.50") },
      { key: "alipay", amount: yuan("267,576.00") },
      { key: "other", amount: yuan("5,367.41") },
    ],
    kinds: [
      {
        kind: "street",
        funds: 11,
        received: yuan("1,082,821.16"),
        running: yuan("4,180.00"),
        uses: [
          { purpose: "medical", amount: yuan("192,553.00") },
          { purpose: "elderly", amount: yuan("229,573.00") },
          { purpose: "education", amount: yuan("24,000.00") },
          { purpose: "emergency", amount: yuan("46,302.00") },
          { purpose: "disability", amount: yuan("9,000.00") },
          { purpose: "community", amount: yuan("38,437.00") },
        ],
      },
      {
        kind: "named",
        funds: 15,
        received: yuan("1,335,832.30"),
        running: yuan("1,500.00"),
        uses: [
          { purpose: "medical", amount: yuan("192,000.00") },
          { purpose: "elderly", amount: yuan("366,155.00") },
          { purpose: "education", amount: yuan("144,056.00") },
          { purpose: "emergency", amount: yuan("110,000.00") },
          { purpose: "children", amount: yuan("6,000.00") },
          { purpose: "housing", amount: yuan("90,000.00") },
        ],
      },
      {
        kind: "general",
        funds: 1,
        received: yuan("333,348.45"),
        running: yuan("72,719.48"),
        uses: [{ purpose: "migrant", amount: yuan("20,000.00") }],
      },
    ],
    purposes: purposes.map(([code, zh, en, households]) => ({ code, name: { zh, en }, households })),
  },
  funds,
  reports: [september, august],
};

const entry = (
  kind: FundPage["entries"][number]["kind"],
  to: string,
  count: number,
  first: number,
  amount: Fen,
  from = to,
) => ({ kind, from, to, count, amount, lines: { first, count } });
const aidRow = (
  purpose: string | undefined,
  households: number,
  amount: Fen,
  lines: { first: number; count: number },
) => ({
  ...(purpose === undefined ? {} : { purpose }),
  households,
  amount,
  from: "2026-09-02",
  to: "2026-09-25",
  lines,
});
export const fundPage: FundPage = {
  fund: {
    code: "S01",
    name: { zh: "东篱街道社区服务基金", en: "Dongli Street Community Service Fund" },
    kind: "street",
    status: "active",
    purposes: [
      { zh: "大病救助", en: "serious illness" },
      { zh: "助老", en: "older people" },
      { zh: "急难救助", en: "sudden hardship" },
    ],
  },
  period: "2026-09",
  periods: ["2026-09", "2026-08"],
  asOf: "2026-09-30",
  opening: yuan("412,650.30"),
  balance: yuan("435,172.38"),
  reserved: yuan("38,600.00"),
  available: yuan("396,572.38"),
  giftCount: 422,
  households: 139,
  aid: [
    aidRow("elderly", 128, yuan("23,040.00"), { first: 14302, count: 128 }),
    aidRow("medical", 6, yuan("21,440.00"), { first: 14110, count: 6 }),
    aidRow(undefined, 5, yuan("19,000.00"), { first: 13077, count: 5 }),
  ],
  purposes: purposes.map(([code, zh, en]) => ({ code, name: { zh, en } })),
  entries: [
    entry("fees", "2026-09-30", 20, 14870, out("318.42"), "2026-09-02"),
    entry("gifts_bank", "2026-09-20", 10, 13420, yuan("33,250.50"), "2026-09-16"),
    entry("gifts_wechat", "2026-09-30", 412, 10301, yuan("53,070.00"), "2026-09-01"),
  ],
  confirmed: { paid: yuan("63,480.00"), confirmed: yuan("60,940.80") },
  lastAid: "2026-09",
  show: "all",
  decisions: [
    {
      count: 9,
      from: "2026-09-10",
      to: "2026-09-24",
      members: 5,
      yes: 4,
      no: 0,
      recused: 1,
      remark: "no_objection",
      amount: yuan("30,440.00"),
    },
    {
      count: 8,
      from: "2026-09-08",
      to: "2026-09-08",
      members: 5,
      yes: 3,
      no: 1,
      recused: 0,
      remark: "reminded",
      amount: yuan("23,040.00"),
    },
  ],
  reports: [september],
};

export const reportsPage: ReportsPage = {
  reports: [september, august],
  reopened: [{ period: "2026-08", on: "2026-09-12", reason: "银行补来一笔 8 月的回单" }],
  duties: [
    { period: "2026-10", by: "2026-11-15", state: "waiting" },
    { period: "2026-09", by: "2026-10-15", publishedOn: "2026-10-09", state: "on_time" },
    { period: "2026-08", by: "2026-09-15", publishedOn: "2026-09-16", state: "late" },
    { period: "2026-07", by: "2026-08-15", state: "overdue" },
  ],
  all: { href: "/reports/all-months.csv", bytes: 372_800, sha256: sha("5a31d0c2"), months: 2 },
};
export const monthPage: MonthPage = {
  report: september,
  published: { line: 14_880, leaf: "5b1c0d9e".repeat(8), text: '{"kind":"report.published"}' },
  older: [],
  funds: funds.map((fund) => ({
    code: fund.code,
    name: fund.name,
    opening: fund.balance,
    received: fund.received,
    aid: fund.aidPaid,
    running: fen(31_842n),
    moved: fen(fund.kind === "general" ? 120_000n : -8_000n),
    closing: fund.balance,
  })),
  accounts: [
    {
      account: "1002/base",
      name: "示例银行 ****8801",
      book: yuan("30,900,200.11"),
      statement: yuan("30,900,200.11"),
      outstanding: fen(0n),
    },
    {
      account: "1009/wechat",
      name: "1009/wechat",
      channel: "wechat",
      book: yuan("12,300.40"),
      outstanding: yuan("12,300.40"),
    },
  ],
  journal: { lines: 14_877, root: sha("e3b0c442") },
  corrections: [],
  changes: [],
  late: [],
};
/** The second version of a month that has been corrected, and looks otherwise again by now. */
export const correctedMonthPage: MonthPage = {
  ...monthPage,
  report: { ...august, id: "2026-08-v2" },
  older: [{ ...august, id: "2026-08-v1", version: 1, status: "replaced" }],
  newer: { ...august, id: "2026-08-v3", version: 3 },
  reason: "一笔 2,000.00 元应为急难救助，用途记错。",
  corrections: [{ place: "东篱街道：救助", before: "86,400.00", after: "84,400.00" }],
  changes: [
    { name: funds[0]?.name, column: "available", before: yuan("100.00"), after: yuan("90.00") },
    { name: undefined, column: "available", before: yuan("100.00"), after: yuan("90.00") },
  ],
  late: [{ booked: "2026-09", count: 2, amount: yuan("300.00") }],
};
export const explainPage: ExplainPage = {
  figure: "received",
  period: "2026-09",
  report: "R-2026-09-v1",
  published: yuan("2,752,001.91"),
  now: yuan("2,752,301.91"),
  asOf: "2026-09-30",
  lines: 14877,
  parts: [
    { name: { zh: "微信支付捐款", en: "By WeChat Pay" }, amount: yuan("699,005.00") },
    { name: { zh: "退款", en: "Refunds" }, amount: out("3,258.00") },
  ],
};
