import { type Fen, formatYuan, sum } from "../kernel/money.ts";
import { csv, textCell } from "../platform/csv.ts";
import { reportDigest } from "./report-json.ts";
import { type ReportSheet, sumFunds, unexplainedOf } from "./report-sheet.ts";

/** One published figure: which table, which fund, what, how many, how much. */
type Figure = {
  readonly table: string;
  readonly code?: string | undefined;
  readonly name?: string;
  readonly item?: string;
  readonly count?: number | string | undefined;
  readonly amount?: Fen | undefined;
};

const COLUMNS = ["table", "code", "name", "item", "count", "amount"] as const;

/**
 * All figures of a report as one long table, UTF-8 with BOM for spreadsheets. The head repeats the number of rows and the
 * sum of their amounts in yuan, so that a cut file is noticed (PDF-8).
 */
export const reportCsv = (report: ReportSheet): string => {
  const figures = figuresOf(report);
  const head = [
    ["report", report.number, "version", String(report.version)],
    ["cut_off", report.cutOff, "data_sha256", reportDigest(report)],
    ["journal_lines", String(report.journal.lines), "checkpoint", report.journal.checkpoint],
    ["rows", String(figures.length), "sum", formatYuan(sum(figures.map(({ amount }) => amount ?? (0n as Fen))))],
  ];
  return csv([...head, COLUMNS, ...figures.map(cellsOf)]);
};

/**
 * Every figure of the newest version of every published month as one table, oldest month first: the rows of a month are
 * those of its own file, behind month and version.
 */
export const allMonthsCsv = (reports: readonly ReportSheet[]): string => {
  const inOrder = [...reports].sort((a, b) => (a.period < b.period ? -1 : 1));
  const rows = inOrder.flatMap((report) =>
    figuresOf(report).map((figure) => [report.period, String(report.version), ...cellsOf(figure)]),
  );
  return csv([["period", "version", ...COLUMNS], ...rows]);
};

const cellsOf = ({ table, code = "", name = "", item = "", count = "", amount }: Figure): string[] => [
  table,
  textCell(code),
  textCell(name),
  textCell(item),
  String(count),
  amount === undefined ? "" : formatYuan(amount),
];

const figuresOf = (report: ReportSheet): Figure[] => [
  ...report.funds.flatMap(({ code, name, kind: _kind, ...amounts }) =>
    Object.entries(amounts).map(([item, amount]) => ({ table: "funds", code, name, item: snake(item), amount })),
  ),
  ...Object.entries(sumFunds(report.funds)).map(([item, amount]) => ({ table: "totals", item: snake(item), amount })),
  ...report.income.map(({ fund, label, donors, way, gifts, gross }) => {
    return { table: "income", code: fund, name: label, item: `${donors}/${way}`, count: gifts, amount: gross };
  }),
  ...report.aid.map(({ fund, label, purpose, households, amount }) => {
    return { table: "aid", code: fund, name: label, item: purpose, count: households, amount };
  }),
  ...report.purposes.map(({ purpose, households, amount }) => {
    return { table: "purposes", item: purpose, count: households, amount };
  }),
  ...report.goods.map(({ fund, label, item, unit, quantity, value }) => {
    return { table: "goods", code: fund, name: label, item: `${item} (${unit})`, count: quantity, amount: value };
  }),
  ...report.refunds.map(({ kind, count, amount }) => ({ table: "refunds", item: kind, count, amount })),
  ...report.transfers.map(({ number, from, to, amount }) => {
    return { table: "transfers", code: number, name: `${from} > ${to}`, amount };
  }),
  ...report.related.map(({ on, text, amount }) => ({ table: "related", code: on, item: text, amount })),
  ...report.channels.flatMap(({ channel, name, payouts, gross, fee, net }) =>
    Object.entries({ gross, fee, net }).map(([item, amount]) => {
      return { table: "channels", code: channel, name, item, count: payouts, amount };
    }),
  ),
  ...report.accounts.flatMap((account) => [
    { table: "accounts", code: account.account, name: account.name, item: "book", amount: account.book },
    { table: "accounts", code: account.account, name: account.name, item: "statement", amount: account.statement },
    ...account.outstanding.map(({ id, amount }) => {
      return { table: "outstanding", code: account.account, name: account.name, item: id, amount };
    }),
    {
      table: "accounts",
      code: account.account,
      name: account.name,
      item: "unexplained",
      amount: unexplainedOf(account),
    },
  ]),
  ...report.suspense.map(({ cause, name, amount }) => ({ table: "suspense", code: cause, name, amount })),
  ...Object.entries(report.agency).map(([item, amount]) => ({ table: "agency", item, amount })),
];

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
