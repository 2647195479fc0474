import { addDays, type BusinessDate, isBusinessDate } from "../kernel/dates.ts";
import { absolute, type Fen, negate } from "../kernel/money.ts";
import { type ByteSource, decodedText } from "../platform/byte-text.ts";
import { type Cells, columnReader, csvRecords, headerName } from "../platform/csv-records.ts";
import { FileFault } from "../platform/file-fault.ts";
import { momentCells, yuanCell } from "./statement-cells.ts";
import type { StatementEvents, StatementLine, StatementSummary } from "./statement-line.ts";
import { mustAgree, statementTally } from "./statement-tally.ts";

const COLUMNS = {
  transaction: "支付宝交易号",
  orderNo: "商户订单号",
  type: "业务类型",
  product: "商品名称",
  finished: "完成时间",
  received: "商家实收（元）",
  refundNo: "退款批次号/请求号",
  fee: "服务费（元）",
} as const;
type Row = Cells<keyof typeof COLUMNS>;

/** How 服务费 is signed: here as the merchant feels it, negative when taken (`set`). */
export type AlipayDialect = { readonly takenFee: "negative" | "positive" };
const DIALECT: AlipayDialect = { takenFee: "negative" };

/** Alipay domestic trade bill 业务明细 (DOMAIN §6.2): checks the totals of its footer where it has them (REC-2). */
export async function* readAlipayBill(bytes: ByteSource, dialect = DIALECT): StatementEvents {
  const records = csvRecords(decodedText(bytes));
  const before: string[] = [];
  const cellsOf = columnReader(await headerAfter(records, before), COLUMNS);
  yield { type: "header", header: { format: "alipay-bill", ...accountIn(before), currency: "CNY" } };
  const tally = statementTally();
  const momentOf = momentCells();
  const after: string[] = [];
  let row = 0;
  for await (const record of records) {
    if (isRemark(record)) {
      keepRemark(after, record);
      continue;
    }
    if (after.some(isEnd)) throw new FileFault("bad_row", { detail: "after_end" });
    row += 1;
    const line = lineOf(cellsOf(record, row), row, { ...dialect, momentOf });
    tally.add(line);
    yield { type: "line", line };
  }
  if (!after.some(isEnd)) throw new FileFault("truncated", { row, detail: "end_of_list" });
  const summary = tally.summary(periodIn(before));
  checkTotals(after, summary);
  yield { type: "summary", summary };
}

type Record = readonly string[];

const isRemark = (record: Record): boolean => record[0]?.startsWith("#") === true;
const isEnd = (remark: string): boolean => remark.includes("列表结束");
const keepRemark = (remarks: string[], record: Record): void => {
  if (remarks.length < 100) remarks.push(record.join(","));
};

/** The first row that is no remark; the remarks before it are kept. */
const headerAfter = async (records: AsyncGenerator<Record>, remarks: string[]): Promise<Record> => {
  for (let next = await records.next(); !next.done; next = await records.next()) {
    if (!isRemark(next.value)) return next.value;
    keepRemark(remarks, next.value);
  }
  throw new FileFault("unknown_header", { detail: COLUMNS.transaction });
};

type Reading = AlipayDialect & { readonly momentOf: ReturnType<typeof momentCells> };

const lineOf = (cells: Row, row: number, { takenFee, momentOf }: Reading): StatementLine => {
  const at = momentOf({ text: cells.finished, row, column: COLUMNS.finished });
  if (cells.transaction === "") throw new FileFault("bad_row", { row, detail: COLUMNS.transaction });
  const fee = yuanCell({ text: cells.fee, row, column: COLUMNS.fee }) * 1000n;
  const amount = absolute(yuanCell({ text: cells.received, row, column: COLUMNS.received }));
  const common = {
    row,
    at,
    on: at.slice(0, 10),
    fee: takenFee === "negative" ? -fee : fee,
    orderNo: cells.orderNo,
    ...(cells.product === "" ? {} : { narrative: cells.product }),
  };
  if (cells.type === "交易") return { ...common, id: cells.transaction, kind: "payment", side: "credit", amount };
  if (cells.type !== "退款") throw new FileFault("bad_code", { row, detail: COLUMNS.type });
  if (cells.refundNo === "") throw new FileFault("bad_row", { row, detail: COLUMNS.refundNo });
  return {
    ...common,
    id: `${cells.transaction}/${cells.refundNo}`,
    kind: "refund",
    side: "debit",
    amount: negate(amount),
    refundNo: cells.refundNo,
  };
};

const TOTAL = /^#(交易|退款)合计[：:](\d{1,12})笔[，,]商家实收(?:退款)?共([^元]*)元/;

const checkTotals = (remarks: readonly string[], summary: StatementSummary): void => {
  for (const remark of remarks) {
    if (!/^#(交易|退款)合计/.test(remark)) continue;
    const [, type = "", count = "", amount = ""] = TOTAL.exec(remark) ?? [];
    if (count === "") throw new FileFault("bad_amount", { detail: "totals" });
    const counted = summary[type === "交易" ? "credit" : "debit"];
    const stated: Fen = absolute(yuanCell({ text: amount, column: `${type}合计` }));
    mustAgree(`${type}合计 count`, { stated: BigInt(count), counted: counted.count });
    mustAgree(`${type}合计`, { stated, counted: counted.amount });
  }
};

const accountIn = (remarks: readonly string[]): { account?: string } => {
  for (const remark of remarks) {
    const account = /^#账号[：:]\[(\d+)\]/.exec(remark)?.[1];
    if (account !== undefined) return { account };
  }
  return {};
};

/** 终止日期 at midnight is the end of the day before. */
const periodIn = (remarks: readonly string[]): { from?: BusinessDate; to?: BusinessDate } => {
  const moments = /起始日期[：:]\[(.+?)年(.+?)月(.+?)日.*?终止日期[：:]\[(.+?)年(.+?)月(.+?)日 ?(.*?)\]/;
  const found = remarks.map((remark) => moments.exec(remark)).find((match) => match !== null);
  if (!found) return {};
  const from = found.slice(1, 4).join("-");
  const to = found.slice(4, 7).join("-");
  if (!isBusinessDate(from) || !isBusinessDate(to)) throw new FileFault("bad_date", { detail: "起始日期" });
  return { from, to: found[7] === "00:00:00" && to > from ? addDays(to, -1) : to };
};

/** True when a line of the text is the header of this bill; the personal export has other columns. */
export const isAlipayBill = (text: string): boolean =>
  text.split(/\r?\n/).some((line) => {
    const names = line.split(",").map(headerName);
    return [COLUMNS.transaction, COLUMNS.orderNo, COLUMNS.type].every((name) => names.includes(name));
  });
