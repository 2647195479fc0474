import { absolute, divideHalfUp, type Fen, minus } from "../kernel/money.ts";
import { type ByteSource, decodedText } from "../platform/byte-text.ts";
import { columnReader, csvRecords, headerName } from "../platform/csv-records.ts";
import { FileFault } from "../platform/file-fault.ts";
import { yuanCell } from "./statement-cells.ts";
import type { StatementSummary } from "./statement-line.ts";
import { mustAgree } from "./statement-tally.ts";

/** What 业务明细(汇总), the second file of Alipay's zip, says of the whole bill (DOMAIN §6.2). */
export type AlipayTotals = {
  readonly payments: bigint;
  readonly refunds: bigint;
  /** Received less refunded. */
  readonly received: Fen;
  /** Without its sign, which files write differently (`set`). */
  readonly fee: Fen;
};

const COLUMNS = {
  shop: "门店编号",
  payments: "交易订单总笔数",
  refunds: "退款订单总笔数",
  received: "商家实收（元）",
  fee: "服务费（元）",
} as const;
const TOTAL = "合计";

/** True when a line of the text is the header of the totals. */
export const isAlipayTotals = (text: string): boolean =>
  text.split(/\r?\n/).some((line) => {
    const names = line.split(",").map(headerName);
    return Object.values(COLUMNS).every((name) => names.includes(headerName(name)));
  });

/** Its row 合计; shops have rows of their own above it. Throws `FileFault` when it has none (REC-2). */
export const readAlipayTotals = async (bytes: ByteSource): Promise<AlipayTotals> => {
  let cellsOf: ReturnType<typeof columnReader<keyof typeof COLUMNS>> | undefined;
  for await (const record of csvRecords(decodedText(bytes))) {
    if (record[0]?.startsWith("#") === true) continue;
    if (!cellsOf) {
      cellsOf = columnReader(record, COLUMNS);
      continue;
    }
    if (record[0]?.trim() !== TOTAL) continue;
    const cells = cellsOf(record, 1);
    return {
      payments: countOf(cells.payments, COLUMNS.payments),
      refunds: countOf(cells.refunds, COLUMNS.refunds),
      received: yuanCell({ text: cells.received, column: COLUMNS.received }),
      fee: absolute(yuanCell({ text: cells.fee, column: COLUMNS.fee })),
    };
  }
  throw new FileFault("truncated", { detail: TOTAL });
};

const countOf = (text: string, detail: string): bigint => {
  if (!/^\d{1,12}$/.test(text)) throw new FileFault("bad_amount", { detail });
  return BigInt(text);
};

/** REC-2: the detail adds up to what the totals say, counts, money and fee. */
export const totalsMustAgree = (totals: AlipayTotals, { credit, debit, fee }: StatementSummary): void => {
  mustAgree(COLUMNS.payments, { stated: totals.payments, counted: credit.count });
  mustAgree(COLUMNS.refunds, { stated: totals.refunds, counted: debit.count });
  mustAgree(COLUMNS.received, { stated: totals.received, counted: minus(credit.amount, debit.amount) });
  const counted = divideHalfUp(fee, 1000n);
  mustAgree(COLUMNS.fee, { stated: totals.fee, counted: counted < 0n ? -counted : counted });
};
