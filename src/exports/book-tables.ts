import { minus, sum, ZERO } from "../kernel/money.ts";
import type { FundMonth } from "../disclosure/public.ts";
import type { TrialBalance } from "../ledger/public.ts";
import { pick, type Words } from "../platform/display.ts";
import { accountIn, type BookExport, closingOf, pathsOf, turnoverOf } from "./book-export.ts";
import { type Cell, type ExportTable, sides, tableFrame } from "./export-table.ts";
import { cashBookTable, generalLedgerTable } from "./ledger-tables.ts";

/** The tables of the books for people and spreadsheets; the first says what the others hold (PIT-54). */
export const bookTables = (book: BookExport, words: Words): ExportTable[] => {
  const tables = [
    trialBalanceTable(book, words),
    balancesTable(book, words),
    generalLedgerTable(book, words),
    cashBookTable(book, words),
    fundStatementsTable(book, words),
  ];
  return [aboutTable(book, tables, words), ...tables];
};

const aboutTable = (book: BookExport, tables: readonly ExportTable[], words: Words): ExportTable => {
  const { nameZh, nameEn, creditCode } = book.federation;
  const row = (key: string, value: Cell): Cell[] => [words.t(`exports.about.${key}`), value];
  return {
    ...tableFrame("about", words, ["item", "value"]),
    rows: [
      row("federation", pick(words, { zh: nameZh, en: nameEn })),
      row("credit_code", creditCode),
      row("from", book.from),
      row("to", book.to),
      row("unit", words.t("unit.yuan.short")),
      row("lines", book.head.lines),
      row("root", book.head.root),
      row("turnover", sum(turnoverOf(book.entries).debit.values())),
      ...tables.map(({ title, rows }): Cell[] => [words.t("exports.about.rows", { table: title }), rows.length]),
    ],
  };
};

const trialBalanceTable = (book: BookExport, words: Words): ExportTable => {
  const { beforeClose, afterClose } = book.trial;
  const [before, after] = [netsOf(beforeClose), netsOf(afterClose)];
  const columns = ["account", "name", "debit_before", "credit_before", "debit_after", "credit_after"];
  return {
    ...tableFrame("trial-balance", words, columns),
    rows: [
      ...[...new Set([...before.keys(), ...after.keys()])]
        .sort()
        .map((account) => [
          account,
          pick(words, accountIn(book, account)),
          ...sides(before.get(account) ?? ZERO),
          ...sides(after.get(account) ?? ZERO),
        ]),
      [
        words.t("exports.total"),
        undefined,
        ...[beforeClose, afterClose].flatMap(({ totalDebit, totalCredit }) => [totalDebit, totalCredit]),
      ],
    ],
  };
};

const netsOf = ({ rows }: TrialBalance) =>
  new Map(rows.map(({ account, debit, credit }) => [account, minus(debit, credit)]));

const balancesTable = (book: BookExport, words: Words): ExportTable => {
  const closing = closingOf(book);
  const { debit, credit } = turnoverOf(book.entries);
  return {
    ...tableFrame("account-balances", words, ["account", "name", "opening", "debit", "credit", "closing"]),
    rows: pathsOf(book).map((path) => [
      path,
      pick(words, accountIn(book, path)),
      ...[book.opening, debit, credit, closing].map((amounts) => amounts.get(path) ?? ZERO),
    ]),
  };
};

/** A row for each fund and month: its columns as on the page of the books (LED-2). */
const fundStatementsTable = (book: BookExport, words: Words): ExportTable => {
  const names = new Map(book.funds.map(({ code, zh, en }) => [code, pick(words, { zh, en })]));
  const all = book.fundMonths.flatMap(({ period, months }) => months.map((month) => ({ period, month })));
  const frame = tableFrame("fund-statements", words, ["period", "fund", "name"]);
  const amounts = all[0] === undefined ? [] : Object.keys(amountsOf(all[0].month));
  return {
    ...frame,
    columns: [...frame.columns, ...amounts.map((column) => words.t(`exports.fund.${column}`))],
    rows: all.map(({ period, month }) => [
      period,
      month.fund,
      names.get(month.fund) ?? month.fund,
      ...Object.values(amountsOf(month)),
    ]),
  };
};

const amountsOf = ({ fund: _fund, ...amounts }: FundMonth) => amounts;
