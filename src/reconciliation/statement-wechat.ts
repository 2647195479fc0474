import { type Fen, negate, plus, ZERO } from "../kernel/money.ts";
import { type ByteSource, decodedText, textLines } from "../platform/byte-text.ts";
import { type Cells, columnReader, headerName } from "../platform/csv-records.ts";
import { FileFault } from "../platform/file-fault.ts";
import { feeCell, momentCells, yuanCell } from "./statement-cells.ts";
import type { StatementEvents, StatementLine } from "./statement-line.ts";
import { mustAgree, statementTally } from "./statement-tally.ts";

const COLUMNS = {
  time: "交易时间",
  merchant: "商户号",
  transaction: "微信订单号",
  orderNo: "商户订单号",
  state: "交易状态",
  currency: "货币种类",
  settled: "应结订单金额",
  refund: "微信退款单号",
  refundNo: "商户退款单号",
  refunded: "退款金额",
  vouchers: "充值券退款金额",
  product: "商品名称",
  fee: "手续费",
  ordered: "订单金额",
  asked: "申请退款金额",
} as const;
const SUMMARY = {
  rows: "总交易单数",
  settled: "应结订单总金额",
  refunded: "退款总金额",
  vouchers: "充值券退款总金额",
  fee: "手续费总金额",
  ordered: "订单总金额",
  asked: "申请退款总金额",
} as const;
type Row = Cells<keyof typeof COLUMNS>;
const SUMMED = ["settled", "refunded", "vouchers", "ordered", "asked"] as const;
type Sums = { settled: Fen; refunded: Fen; vouchers: Fen; ordered: Fen; asked: Fen };

/** Free text may hold commas: a new field begins only at a comma with a back-quote. */
const fieldsOf = (line: string, row?: number): string[] => {
  if (!line.startsWith("`")) throw new FileFault("bad_row", { row, detail: "back_quote" });
  return line.slice(1).split(",`");
};

/** WeChat Pay trade bill, type ALL, plain or gzip (DOMAIN §6.1). Checks every sum of its summary (REC-2). */
export async function* readWechatBill(bytes: ByteSource): StatementEvents {
  const lines = textLines(decodedText(bytes));
  const cellsOf = columnReader(((await nextLine(lines)) ?? "").split(","), COLUMNS);
  const tally = statementTally();
  const sums = columnSums();
  const momentOf = momentCells();
  let account: string | undefined;
  let row = 0;
  for await (const text of lines) {
    if (text.startsWith(SUMMARY.rows)) {
      checkSummary(text, { stated: await onlyLine(lines), rows: row, fee: tally.summary().fee, ...sums.of() });
      if (account === undefined) yield { type: "header", header: { format: "wechat-bill", currency: "CNY" } };
      yield { type: "summary", summary: tally.summary() };
      return;
    }
    row += 1;
    const cells = cellsOf(fieldsOf(text, row), row);
    if (cells.currency !== "CNY") throw new FileFault("wrong_currency", { row });
    if (account === undefined) {
      account = cells.merchant;
      yield { type: "header", header: { format: "wechat-bill", account, currency: "CNY" } };
    }
    if (cells.merchant !== account) throw new FileFault("mixed_account", { row, detail: COLUMNS.merchant });
    const line = lineOf(cells, row, momentOf({ text: cells.time, row, column: COLUMNS.time }));
    sums.add(cells, row);
    tally.add(line);
    yield { type: "line", line };
  }
  throw new FileFault("truncated", { row, detail: SUMMARY.rows });
}

const onlyLine = async (lines: AsyncGenerator<string>): Promise<string> => {
  const line = await nextLine(lines);
  if (line === undefined) throw new FileFault("truncated", { detail: "summary" });
  for await (const more of lines) if (more.trim() !== "") throw new FileFault("bad_row", { detail: "after_summary" });
  return line;
};

const nextLine = async (lines: AsyncGenerator<string>): Promise<string | undefined> => {
  const { value } = await lines.next();
  return typeof value === "string" ? value : undefined;
};

const lineOf = (cells: Row, row: number, at: string): StatementLine => {
  if (cells.transaction === "") throw new FileFault("bad_row", { row, detail: COLUMNS.transaction });
  const common = {
    row,
    at,
    on: at.slice(0, 10),
    fee: feeCell({ text: cells.fee, row, column: COLUMNS.fee }),
    orderNo: cells.orderNo,
    ...(cells.product === "" ? {} : { narrative: cells.product }),
  };
  if (cells.state === "SUCCESS")
    return { ...common, id: cells.transaction, kind: "payment", side: "credit", amount: sizeOf(cells, row, "settled") };
  if (cells.state !== "REFUND") throw new FileFault("bad_code", { row, detail: COLUMNS.state });
  if (cells.refund === "" || cells.refund === "0") throw new FileFault("bad_row", { row, detail: COLUMNS.refund });
  return {
    ...common,
    id: `${cells.transaction}/${cells.refund}`,
    kind: "refund",
    side: "debit",
    amount: negate(sizeOf(cells, row, "refunded")),
    refundNo: cells.refundNo,
  };
};

const sizeOf = (cells: Row, row: number, column: "settled" | "refunded"): Fen => {
  const amount = yuanCell({ text: cells[column], row, column: COLUMNS[column] });
  if (amount < 0n) throw new FileFault("bad_amount", { row, detail: COLUMNS[column] });
  return amount;
};

/** Files disagree about columns 13 and 25 on refund rows: their sums are kept with and without them. */
const columnSums = () => {
  const all: Sums = { settled: ZERO, refunded: ZERO, vouchers: ZERO, ordered: ZERO, asked: ZERO };
  const payments: Sums = { ...all };
  return {
    add: (cells: Row, row: number): void => {
      for (const key of SUMMED) {
        const amount = yuanCell({ text: cells[key] || "0.00", row, column: COLUMNS[key] });
        if (amount === 0n) continue;
        all[key] = plus(all[key], amount);
        if (cells.state === "SUCCESS") payments[key] = plus(payments[key], amount);
      }
    },
    of: () => ({ all, payments }),
  };
};

type Counted = { stated: string; rows: number; fee: bigint; all: Sums; payments: Sums };

const checkSummary = (header: string, counted: Counted): void => {
  const stated = columnReader(header.split(","), SUMMARY)(fieldsOf(counted.stated), counted.rows);
  if (!/^\d{1,12}$/.test(stated.rows)) throw new FileFault("bad_amount", { detail: SUMMARY.rows });
  mustAgree(SUMMARY.rows, { stated: BigInt(stated.rows), counted: counted.rows });
  mustAgree(SUMMARY.fee, { stated: feeCell({ text: stated.fee, column: SUMMARY.fee }), counted: counted.fee });
  for (const key of SUMMED) {
    const sum = yuanCell({ text: stated[key], column: SUMMARY[key] });
    const optional = key === "settled" || key === "ordered";
    if (optional && sum === counted.payments[key]) continue;
    mustAgree(SUMMARY[key], { stated: sum, counted: counted.all[key] });
  }
};

/** True when the first line of a text is the header of this bill. */
export const isWechatBill = (text: string): boolean => {
  const names = (text.split(/\r?\n/, 1)[0] ?? "").split(",").map(headerName);
  return [COLUMNS.time, COLUMNS.transaction, COLUMNS.orderNo, COLUMNS.fee].every((name) => names.includes(name));
};
