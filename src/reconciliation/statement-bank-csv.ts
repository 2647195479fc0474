import { type BusinessDate, isBusinessDate } from "../kernel/dates.ts";
import { type Fen, minus, negate, plus, ZERO } from "../kernel/money.ts";
import { type ByteSource, decodedText } from "../platform/byte-text.ts";
import { type Cells, columnReader, csvRecords, headerName } from "../platform/csv-records.ts";
import { FileFault } from "../platform/file-fault.ts";
import { compactDayCell, filled, groupedYuanCell, isTime } from "./statement-cells.ts";
import type { StatementEvents, StatementHeader, StatementLine, StatementSummary } from "./statement-line.ts";
import { balancesMustAgree, mustAgree, statementTally } from "./statement-tally.ts";

/** Every bank has its own export: its words are data. This is the layout of DOMAIN §6.7 and the sample month. */
const COLUMNS = {
  day: "交易日期",
  time: "交易时间",
  debit: "借方发生额",
  credit: "贷方发生额",
  balance: "余额",
  name: "对方户名",
  account: "对方账号",
  bank: "对方行名",
  summary: "摘要",
  memo: "用途/附言",
  serial: "流水号",
} as const;
const LABELS = { account: "账号", currency: "币种", period: "起止日期", opening: "期初余额" } as const;
const TAIL = { debit: "借方合计", credit: "贷方合计", closing: "期末余额" } as const;
const CURRENCIES: Readonly<Record<string, string>> = { 人民币: "CNY", 人民币元: "CNY" };
type Row = Cells<keyof typeof COLUMNS>;
type Preamble = Readonly<Record<string, string>>;

/**
 * Export of a mainland bank (DOMAIN §6.7): running balance of every row, totals and closing balance are checked (REC-2).
 * A file without preamble begins at the balance before its first row and ends at that of its last.
 */
export async function* readBankCsv(bytes: ByteSource): StatementEvents {
  const records = csvRecords(decodedText(bytes));
  const { preamble, header } = await untilHeader(records);
  const cellsOf = columnReader(header, COLUMNS);
  yield { type: "header", header: headerOf(preamble) };
  const tail: Record<string, readonly string[]> = {};
  const tally = statementTally();
  const running = runningBalance(openingOf(preamble));
  let row = 0;
  for await (const record of records) {
    if (record[0] === TAIL.debit || record[0] === TAIL.closing) {
      tail[record[0]] = record;
      continue;
    }
    row += 1;
    if (Object.keys(tail).length > 0) throw new FileFault("bad_row", { row, detail: "after_totals" });
    const cells = cellsOf(record, row);
    const line = lineOf(cells, row);
    running.check(line, groupedYuanCell({ text: cells.balance, row, column: COLUMNS.balance }));
    tally.add(line);
    yield { type: "line", line };
  }
  const summary = tally.summary({ ...running.extent(), ...periodOf(preamble) });
  if (preamble[LABELS.opening] !== undefined || Object.keys(tail).length > 0)
    checkTail(tail, { opening: summary.opening ?? ZERO, summary });
  yield { type: "summary", summary };
}

/** The lines before the header row, each a label and its value. */
const untilHeader = async (
  records: AsyncGenerator<readonly string[]>,
): Promise<{ preamble: Preamble; header: readonly string[] }> => {
  const preamble: Record<string, string> = {};
  let count = 0;
  for (let next = await records.next(); !next.done && count < 100; next = await records.next()) {
    if (isHeaderRow(next.value)) return { preamble, header: next.value };
    const [label = "", value = ""] = next.value;
    preamble[headerName(label)] = value;
    count += 1;
  }
  throw new FileFault("unknown_header", { detail: COLUMNS.serial });
};

/** Balance before the first row, and after each; the file must say the same on every row. */
const runningBalance = (stated: Fen | undefined) => {
  let opening = stated;
  let balance: Fen = stated ?? ZERO;
  return {
    check: (line: StatementLine, after: Fen): void => {
      if (opening === undefined) {
        opening = minus(after, line.amount);
        balance = opening;
      }
      balance = plus(balance, line.amount);
      if (balance !== after) throw new FileFault("summary_mismatch", { row: line.row, detail: "running_balance" });
    },
    extent: (): { opening?: Fen; closing?: Fen } => (opening === undefined ? {} : { opening, closing: balance }),
  };
};

const isHeaderRow = (record: readonly string[]): boolean => {
  const names = record.map(headerName);
  return [COLUMNS.day, COLUMNS.debit, COLUMNS.credit, COLUMNS.serial].every((name) => names.includes(name));
};

const lineOf = (cells: Row, row: number): StatementLine => {
  const on = compactDayCell({ text: cells.day, row, column: COLUMNS.day });
  if (cells.time !== "" && !isTime(cells.time)) throw new FileFault("bad_date", { row, detail: COLUMNS.time });
  if (cells.serial === "") throw new FileFault("bad_row", { row, detail: COLUMNS.serial });
  const counterparty = filled({ name: cells.name, account: cells.account, bank: cells.bank });
  return {
    id: cells.serial,
    row,
    at: cells.time === "" ? on : `${on} ${cells.time}`,
    on,
    kind: "entry",
    ...sideAndAmount(cells, row),
    fee: 0n,
    serial: cells.serial,
    ...filled({ summary: cells.summary, narrative: cells.memo }),
    ...(Object.keys(counterparty).length === 0 ? {} : { counterparty }),
  };
};

/** A negative debit (红字冲正) stays a debit and brings money back; a line of 0.00 is a notice among the credits. */
const sideAndAmount = (cells: Row, row: number): Pick<StatementLine, "side" | "amount"> => {
  const amountOf = (column: "debit" | "credit"): Fen =>
    cells[column] === "" ? ZERO : groupedYuanCell({ text: cells[column], row, column: COLUMNS[column] });
  const debit = amountOf("debit");
  const credit = amountOf("credit");
  const neither = cells.debit === "" && cells.credit === "";
  if (neither || (debit !== 0n && credit !== 0n)) throw new FileFault("bad_row", { row, detail: COLUMNS.debit });
  const isDebit = debit !== 0n || cells.credit === "";
  return isDebit ? { side: "debit", amount: negate(debit) } : { side: "credit", amount: credit };
};

const openingOf = (preamble: Preamble): Fen | undefined => {
  const text = preamble[LABELS.opening];
  return text === undefined ? undefined : groupedYuanCell({ text, column: LABELS.opening });
};

const headerOf = (preamble: Preamble): StatementHeader => {
  const account = preamble[LABELS.account];
  const currency = preamble[LABELS.currency] ?? "CNY";
  return { format: "bank-csv", ...(account ? { account } : {}), currency: CURRENCIES[currency] ?? currency };
};

const periodOf = (preamble: Preamble): { from?: BusinessDate; to?: BusinessDate } => {
  const text = preamble[LABELS.period];
  if (text === undefined) return {};
  const [from = "", to = ""] = text.split(/[至~]/).map((day) => day.trim());
  if (!isBusinessDate(from) || !isBusinessDate(to)) throw new FileFault("bad_date", { detail: LABELS.period });
  return { from, to };
};

const checkTail = (
  tail: Readonly<Record<string, readonly string[]>>,
  counted: { opening: Fen; summary: StatementSummary },
): void => {
  const totals = tail[TAIL.debit];
  const closing = tail[TAIL.closing];
  if (!totals || !closing) throw new FileFault("truncated", { detail: totals ? TAIL.closing : TAIL.debit });
  for (const side of ["debit", "credit"] as const) {
    const at = totals.indexOf(TAIL[side]);
    const [count = "", amount = ""] = at < 0 ? [] : totals.slice(at + 1, at + 3);
    if (!/^\d{1,12}$/.test(count)) throw new FileFault("bad_amount", { detail: TAIL[side] });
    mustAgree(`${TAIL[side]} count`, { stated: BigInt(count), counted: counted.summary[side].count });
    const stated = groupedYuanCell({ text: amount, column: TAIL[side] });
    mustAgree(TAIL[side], { stated, counted: counted.summary[side].amount });
  }
  const stated = groupedYuanCell({ text: closing[1] ?? "", column: TAIL.closing });
  balancesMustAgree(counted.opening, counted.summary, stated);
};

/** True when a line of the text is the header row of this export. */
export const isBankCsv = (text: string): boolean => text.split(/\r?\n/).some((line) => isHeaderRow(line.split(",")));
