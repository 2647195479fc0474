import { type Fen, fen, minus, parseSignedYuan, plus, sum, ZERO } from "../../src/kernel/money.ts";
import { checkpointText } from "../../src/journal/checkpoint.ts";
import { openSigner, signNote } from "../../src/journal/signed-note.ts";
import { expectedClosing, type FundLine, type ReportSheet } from "../../src/disclosure/report-sheet.ts";

const yuan = (text: string): Fen => {
  const amount = parseSignedYuan(text);
  if (amount === undefined) throw new Error(`not an amount: ${text}`);
  return amount;
};

/** Signed by a key of this file, over the root below. */
const CHECKPOINT = signNote(
  checkpointText({ origin: "give.example.org/shanzhang", size: 14_877, root: "5b1c0d9e".repeat(8) }),
  [openSigner("give.example.org/shanzhang", Buffer.alloc(32, 1))],
);

const STREETS = ["青禾", "云溪", "东篱", "南塘", "西渡", "北亭", "松风", "竹溪", "兰泽", "云桥", "澄湖"];
const NAMED =
  "晨光助学 拾穗大病 暖屋冬衣 银龄助餐 星灯康复 长明应急 同檐互助 萤火阅读 小舟护童 归巢安居 山豆助农 听泉助听 绿荫花园 隔壁食堂 远帆就业".split(
    " ",
  );

/** Amounts that differ from fund to fund and are the same in every run. */
const fundLine = (head: Pick<FundLine, "code" | "name" | "kind">, at: number): FundLine => {
  const share = (base: number, step: number): Fen => fen(BigInt(base + ((at * 7919 + step) % 97) * 10_301));
  const general = head.kind === "general";
  const charge = head.kind === "named" ? share(100, 3) : ZERO;
  const amounts = {
    opening: share(412_650_30, 11),
    raised: at % 9 === 5 ? ZERO : share(8_632_050, 29),
    otherIncome: general ? yuan("6782.54") : ZERO,
    refunds: at === 3 ? yuan("1258.00") : ZERO,
    aid: at % 6 === 4 ? ZERO : share(6_348_000, 53),
    channelFees: share(31_842, 71),
    operatingCosts: general ? yuan("327152.91") : ZERO,
    managementFee: fen(-charge),
    transfers: at === 1 ? yuan("12345.67") : at === 12 ? yuan("-12345.67") : ZERO,
    adjustments: ZERO,
    reserved: at % 5 === 2 ? yuan("1800.00") : ZERO,
    closing: ZERO,
    available: ZERO,
  };
  return balanced({ ...head, ...amounts });
};

const balanced = (fund: FundLine): FundLine => {
  const closing = expectedClosing(fund);
  const held = fund.kind === "general" ? yuan("2000.00") : ZERO;
  return { ...fund, closing, available: minus(minus(closing, fund.reserved), held) };
};

const sampleFunds = (): FundLine[] => {
  const streets = STREETS.map((name, at) => {
    const code = `S${String(at + 1).padStart(2, "0")}`;
    return fundLine({ code, name: `${name}街道社区服务基金`, kind: "street" }, at);
  });
  const named = NAMED.map((name, at) => {
    const code = `N${String(at + 1).padStart(2, "0")}`;
    return fundLine({ code, name: `${name}基金`, kind: "named" }, at + 11);
  });
  const general = fundLine({ code: "G00", name: "慈善基金（非限定）", kind: "general" }, 26);
  const fees = sum(named.map((fund) => fund.managementFee));
  return [balanced({ ...general, managementFee: fen(-fees) }), ...streets, ...named];
};

/** A September of 27 funds whose sums all agree. Everything is invented. */
export const sampleReport = (): ReportSheet => {
  const funds = sampleFunds();
  const closing = sum(funds.map((fund) => fund.closing));
  const suspense = [
    { cause: "opening", name: "以前月份待查", amount: yuan("1200.00") },
    { cause: "unknown_credit", name: "来款待认领", amount: yuan("2888.00") },
    { cause: "no_order", name: "通道收款无订单", amount: yuan("66.00") },
    { cause: "returned_aid", name: "救助款退回，等待再付", amount: yuan("1300.00") },
  ];
  const agency = { opening: ZERO, received: yuan("500.00"), paid: yuan("200.00"), closing: yuan("300.00") };
  const money = sum([closing, agency.closing, ...suspense.map(({ amount }) => amount)]);
  const wallets = [yuan("168.00"), yuan("38.00"), yuan("378.07")] as const;
  const overseas = yuan("807946.98");
  const base = minus(money, plus(overseas, sum(wallets)));
  return {
    federation: {
      name: "示例区慈善会",
      creditCode: "51990000202609017K",
      certificate: "示例慈募证字第0001号，有效期 2024 年 9 月 5 日至 2029 年 9 月 4 日",
      contact: "示例路 1 号一楼服务台，工作日 9:00–17:30；电话 128-0000-0000。",
    },
    number: "BG-2026-09-01",
    version: 1,
    period: "2026-09",
    publishedOn: "2026-10-09",
    cutOff: "2026-09-30",
    templateVersion: 1,
    rulesVersion: 1,
    journal: { lines: 14_877, root: "5b1c0d9e".repeat(8), checkpoint: CHECKPOINT },
    verifyUrl: "https://cishan.example.org/reports/BG-2026-09-01",
    funds,
    income: incomeOf(funds),
    ...aidOf(funds),
    goods: [
      {
        fund: "S07",
        label: "松风街道社区服务基金",
        item: "食用油",
        quantity: "300",
        unit: "桶",
        value: yuan("17970.00"),
      },
      { fund: "N02", label: "拾穗大病基金", item: "进口助听器", quantity: "8", unit: "台", value: yuan("64000.00") },
      { fund: "N07", label: "同檐互助基金", item: "旧衣物", quantity: "860", unit: "件", value: undefined },
    ],
    refunds: [
      { kind: "full", count: 5, amount: yuan("1158.00") },
      { kind: "partial", count: 2, amount: yuan("100.00") },
    ],
    transfers: [
      {
        number: "ZB-2609-02",
        on: "2026-09-18",
        from: "拾穗大病基金",
        to: "云溪街道社区服务基金",
        amount: yuan("12345.67"),
        reason: "项目结余转入相近用途",
      },
    ],
    related: [],
    channels: [
      {
        channel: "wechat",
        name: "微信支付",
        payouts: 22,
        gross: yuan("23441.21"),
        fee: yuan("139.95"),
        net: yuan("23301.26"),
      },
      {
        channel: "alipay",
        name: "支付宝",
        payouts: 21,
        gross: yuan("7228.71"),
        fee: yuan("43.36"),
        net: yuan("7185.35"),
      },
      {
        channel: "stripe",
        name: "境外银行卡",
        payouts: 5,
        gross: yuan("12617.76"),
        fee: yuan("378.40"),
        net: yuan("12239.36"),
      },
    ],
    accounts: [
      { account: "1002/base", name: "基本户", book: base, statement: base, outstanding: [] },
      { account: "1002/hk", name: "境外账户", book: overseas, statement: overseas, outstanding: [] },
      wallet("wechat", "微信支付", wallets[0]),
      wallet("alipay", "支付宝", wallets[1]),
      {
        account: "1009/stripe",
        name: "境外银行卡",
        book: wallets[2],
        statement: undefined,
        outstanding: [
          { id: "txn_3VAq1b", amount: yuan("388.00") },
          { id: "txn_3nJqSC", amount: yuan("-9.93") },
        ],
      },
    ],
    suspense,
    agency,
    corrections: [
      {
        place: "2026 年 8 月月报，表 3，助学",
        on: "2026-09-12",
        before: "86,400.00",
        after: "84,400.00",
        reason: "一笔 2,000.00 元应为急难救助，用途记错；合计不变。第 9,771 行冲回，第 9,772 行重记。",
      },
    ],
  };
};

const wallet = (channel: string, name: string, book: Fen): ReportSheet["accounts"][number] => ({
  account: `1009/${channel}`,
  name,
  book,
  statement: undefined,
  outstanding: [{ id: "2026-09-30", amount: book }],
});

const incomeOf = (funds: readonly FundLine[]): ReportSheet["income"] =>
  funds.flatMap(({ code, name, raised }, at): ReportSheet["income"] => {
    if (raised === 0n) return [];
    const online = fen(raised / 3n);
    const row = { fund: code, label: name } as const;
    if (at % 3 === 0) {
      return [{ ...row, donors: "all", way: "all", gifts: 7, gross: raised, merged: "small_group" }];
    }
    return [
      { ...row, donors: "person", way: "online", gifts: 12 + at, gross: online, merged: undefined },
      { ...row, donors: "enterprise", way: "bank", gifts: 5, gross: minus(raised, online), merged: undefined },
    ];
  });

const PURPOSES = ["大病救助", "助学", "助老", "助残", "急难救助", "住房修缮"];

const aidOf = (funds: readonly FundLine[]): Pick<ReportSheet, "aid" | "purposes"> => {
  const helped = funds.filter(({ aid }) => aid > 0n);
  const aid = helped.map(({ code, name, aid: amount }, at): ReportSheet["aid"][number] => {
    const [first = "", second = ""] = [PURPOSES[at % PURPOSES.length], PURPOSES[(at + 1) % PURPOSES.length]];
    return at % 4 === 1
      ? {
          fund: code,
          label: name,
          purpose: `${first}、${second}`,
          payments: 6,
          households: 6,
          amount,
          merged: "small_group",
        }
      : { fund: code, label: name, purpose: first, payments: 9 + at, households: 8 + at, amount, merged: undefined };
  });
  const purposes = PURPOSES.map((purpose) => {
    const rows = aid.filter((row) => row.purpose.startsWith(purpose));
    const households = rows.reduce((total, row) => total + (row.households ?? 0), 0);
    return { purpose, households, amount: sum(rows.map((row) => row.amount)) };
  });
  return { aid, purposes };
};
