import { fen, formatYuan } from "../../src/kernel/money.ts";

/** A payment of a WeChat bill, or with `refund` the refund of one. Amounts in fen, fee in 1/1000 fen. */
export type WechatRow = {
  readonly at: string;
  readonly order: string;
  readonly amount: bigint;
  readonly fee: bigint;
  readonly refund?: string;
};

export const WECHAT_HEADER =
  "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注";
export const WECHAT_SUMMARY =
  "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额";

const yuan = (amount: bigint): string => formatYuan(fen(amount));

/** Five decimals of yuan from thousandths of a fen. */
const feeText = (fee: bigint): string => {
  const digits = (fee < 0n ? -fee : fee).toString().padStart(6, "0");
  return `${fee < 0n ? "-" : ""}${digits.slice(0, -5)}.${digits.slice(-5)}`;
};

/** One line of the bill, in the format of the sample's README §1. */
export const wechatLine = ({ at, order, amount, fee, refund }: WechatRow, merchant: string): string => {
  const paid = refund === undefined ? yuan(amount) : "0.00";
  const back = refund === undefined ? "0.00" : yuan(amount);
  const state =
    refund === undefined
      ? ["0", "0", back, "0.00", "", ""]
      : [`50${refund}`, refund, back, "0.00", "ORIGINAL", "SUCCESS"];
  return [
    [at, "wx0000000000000001", merchant, "0", "", `42${order}`, order, "oDEMO00000000000000000000001", "JSAPI"],
    [refund === undefined ? "SUCCESS" : "REFUND", "OTHERS", "CNY", paid, "0.00", ...state],
    ["街道捐赠,春节", "fund=S01;purpose=any", feeText(fee), "0.60%", paid, back, ""],
  ]
    .flat()
    .map((field) => `\`${field}`)
    .join(",");
};

/** The last line: number of rows, sums of payments and refunds in fen, of fees in 1/1000 fen. */
export const wechatTotals = (sums: { rows: number; paid: bigint; back: bigint; fee: bigint }): string =>
  [String(sums.rows), yuan(sums.paid), yuan(sums.back), "0.00", feeText(sums.fee), yuan(sums.paid), yuan(sums.back)]
    .map((field) => `\`${field}`)
    .join(",");

export const wechatBill = (rows: readonly WechatRow[], merchant = "1999000001"): Buffer => {
  const total = (some: readonly WechatRow[]) => some.reduce((all, { amount }) => all + amount, 0n);
  const sums = {
    rows: rows.length,
    paid: total(rows.filter(({ refund }) => refund === undefined)),
    back: total(rows.filter(({ refund }) => refund !== undefined)),
    fee: rows.reduce((all, { fee }) => all + fee, 0n),
  };
  const lines = rows.map((row) => wechatLine(row, merchant));
  return Buffer.from([WECHAT_HEADER, ...lines, WECHAT_SUMMARY, wechatTotals(sums), ""].join("\r\n"));
};

/** A row of a mainland bank: a credit, or with `debit` what went out (negative for 红字冲正). Amounts in fen. */
export type BankCsvRow = {
  readonly day: string;
  readonly time?: string;
  readonly serial: string;
  readonly credit?: bigint;
  readonly debit?: bigint;
  readonly name?: string;
  readonly summary?: string;
  readonly memo?: string;
};

type BankCsv = {
  readonly opening: bigint;
  readonly from: string;
  readonly to: string;
  readonly rows: readonly BankCsvRow[];
};

/** The export of sample README §1 with its running balance, in UTF-8. */
export const bankCsv = ({ opening, from, to, rows }: BankCsv): Buffer => {
  let balance = opening;
  const lines = rows.map(({ day, time = "09:00:00", serial, credit, debit, name = "", summary = "", memo = "" }) => {
    balance += (credit ?? 0n) - (debit ?? 0n);
    const amounts = [debit, credit].map((amount) => (amount === undefined ? "" : yuan(amount)));
    return [day.replaceAll("-", ""), time, ...amounts, yuan(balance), name, "", "", summary, memo, serial, ""].join(
      ",",
    );
  });
  const sideOf = (side: "debit" | "credit") => {
    const some = rows.flatMap((row) => row[side] ?? []);
    return `${some.length},${yuan(some.reduce((all, amount) => all + amount, 0n))}`;
  };
  return Buffer.from(
    [
      "账户明细清单",
      "账号,6299010020000088801",
      "币种,人民币",
      `起止日期,${from}至${to}`,
      `期初余额,${yuan(opening)}`,
      "交易日期,交易时间,借方发生额,贷方发生额,余额,对方户名,对方账号,对方行名,摘要,用途/附言,流水号,回单编号",
      ...lines,
      `借方合计,${sideOf("debit")},贷方合计,${sideOf("credit")}`,
      `期末余额,${yuan(balance)}`,
      "",
    ].join("\r\n"),
  );
};
