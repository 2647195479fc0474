import { displayYuan, sum, ZERO } from "../kernel/money.ts";
import { wholeNumber } from "../platform/display.ts";
import { type Column, drawTable, type Flow, type TableRow } from "../platform/table-pdf.ts";
import { dateText, openChapter, type ReportBook, say, shortDate, subhead } from "./report-book-pdf.ts";
import { fundCount, sumFunds, unexplainedOf } from "./report-sheet.ts";

/** Columns by name and width; the first takes what is left. Names with `>` are right-aligned. */
const columnsOf = (
  book: ReportBook,
  flow: Flow,
  section: string,
  widths: Readonly<Record<string, number>>,
): Column[] => {
  const rest = flow.width - Object.values(widths).reduce((total, width) => total + width, 0);
  return Object.entries(widths).map(([name, width]) => {
    const right = name.endsWith(">");
    const head = book.t(`${section}.${right ? name.slice(0, -1) : name}`);
    return { head, width: width === 0 ? rest : width, align: right ? "right" : "left" };
  });
};

/** Chapter 4: gifts in money by fund, kind of donor and way. */
export const drawIncome = (book: ReportBook, after: Flow): Flow => {
  const { report, t } = book;
  const flow = openChapter(book, "income", { layout: "portrait", after });
  const columns = columnsOf(book, flow, "income", { fund: 0, donors: 84, way: 84, "gifts>": 54, "gross>": 98 });
  const rows: TableRow[] = report.income.map((row) => ({
    kind: "row",
    cells: [
      row.merged === undefined ? row.label : t("merged.sign", { label: row.label }),
      t(`donors.${row.donors}`),
      t(`way.${row.way}`),
      wholeNumber(row.gifts),
      displayYuan(row.gross),
    ],
  }));
  const gifts = report.income.reduce((total, row) => total + row.gifts, 0);
  const gross = sum(report.income.map((row) => row.gross));
  rows.push({ kind: "grand", cells: [t("income.total"), "", "", wholeNumber(gifts), displayYuan(gross)] });
  drawTable(flow, { caption: t("income.caption"), unit: t("report.unit"), columns, rows }, t);
  say(flow, t("income.note"), true);
  return flow;
};

/** Chapter 5: goods, by value or by count only. */
export const drawGoods = (book: ReportBook, after: Flow): Flow => {
  const { report, t } = book;
  const flow = openChapter(book, "goods", { layout: "portrait", after });
  if (report.goods.length === 0) {
    say(flow, t("report.none"));
    return flow;
  }
  const columns = columnsOf(book, flow, "goods", { fund: 0, item: 130, "quantity>": 90, "value>": 98 });
  const rows: TableRow[] = report.goods.map((row) => ({
    kind: "row",
    cells: [
      row.label,
      row.item,
      `${row.quantity} ${row.unit}`,
      row.value === undefined ? { text: t("goods.memo"), ink: "quiet" } : displayYuan(row.value),
    ],
  }));
  const value = sum(report.goods.map((row) => row.value ?? ZERO));
  rows.push({ kind: "grand", cells: [t("goods.total"), "", "", displayYuan(value)] });
  drawTable(flow, { caption: t("goods.caption"), unit: t("report.unit"), columns, rows }, t);
  say(flow, t("goods.note"), true);
  return flow;
};

/** Chapter 7: book = statement + outstanding, account by account, and whose the money is (LED-7). */
export const drawReconciliation = (book: ReportBook, after: Flow): Flow => {
  const { report, t } = book;
  const { accounts, agency, funds, suspense } = report;
  const flow = openChapter(book, "reconciliation", { layout: "portrait", after, room: 400 });
  say(flow, t("reconciliation.text", { date: dateText(t, report.cutOff) }));
  flow.y += 6;
  const widths = { account: 0, "statement>": 94, "outstanding>": 80, "book>": 94, "unexplained>": 74 };
  const outstanding = sum(accounts.flatMap((account) => account.outstanding.map((item) => item.amount)));
  const money = sum(accounts.map((account) => account.book));
  const rows: TableRow[] = accounts.map((account) => ({
    kind: "row",
    cells: [
      account.name,
      account.statement === undefined ? t("reconciliation.no_statement") : displayYuan(account.statement),
      displayYuan(sum(account.outstanding.map((item) => item.amount))),
      displayYuan(account.book),
      displayYuan(unexplainedOf(account)),
    ],
  }));
  const stated = displayYuan(sum(accounts.map((account) => account.statement ?? ZERO)));
  const unexplained = displayYuan(sum(accounts.map(unexplainedOf)));
  rows.push({
    kind: "grand",
    cells: [t("reconciliation.total"), stated, displayYuan(outstanding), displayYuan(money), unexplained],
  });
  const columns = columnsOf(book, flow, "reconciliation", widths);
  drawTable(flow, { caption: t("reconciliation.caption"), unit: t("report.unit"), columns, rows }, t);
  const count = accounts.reduce((total, account) => total + account.outstanding.length, 0);
  say(flow, t("reconciliation.note", { count }), true);
  flow.y += 10;
  const owned: TableRow[] = [
    {
      kind: "row",
      cells: [t("reconciliation.funds", { count: fundCount(report) }), displayYuan(sumFunds(funds).closing)],
    },
    ...suspense.map(
      ({ name, amount }): TableRow => ({
        kind: "row",
        cells: [t("reconciliation.suspense", { name }), displayYuan(amount)],
      }),
    ),
    { kind: "row", cells: [t("reconciliation.agency"), displayYuan(agency.closing)] },
    { kind: "grand", cells: [t("reconciliation.money"), displayYuan(money)] },
  ];
  const pair = columnsOf(book, flow, "overview", { item: 0, "amount>": 130 });
  drawTable(flow, { caption: t("reconciliation.owed"), unit: t("report.unit"), columns: pair, rows: owned }, t);
  return flow;
};

/** Chapter 8: what deserves its own list: related parties, refunds, transfers. An empty list says so. */
export const drawOther = (book: ReportBook, after: Flow): Flow => {
  const flow = openChapter(book, "other", { layout: "portrait", after, room: 200 });
  drawRelated(book, flow);
  drawRefunds(book, flow);
  drawTransfers(book, flow);
  return flow;
};

const drawRelated = (book: ReportBook, flow: Flow): void => {
  const { report, t } = book;
  subhead(flow, t("other.related"));
  if (report.related.length === 0) return say(flow, t("other.related.none"));
  const columns = columnsOf(book, flow, "other", { on: 84, text: 0, "amount>": 98 });
  const rows: TableRow[] = report.related.map((row) => ({
    kind: "row",
    cells: [shortDate(t, row.on), row.text, displayYuan(row.amount)],
  }));
  drawTable(flow, { caption: t("other.related.caption"), unit: t("report.unit"), columns, rows }, t);
};

const drawRefunds = (book: ReportBook, flow: Flow): void => {
  const { report, t } = book;
  subhead(flow, t("other.refunds"));
  if (report.refunds.length === 0) return say(flow, t("other.refunds.none"));
  const columns = columnsOf(book, flow, "other", { kind: 0, "count>": 60, "amount>": 98 });
  const rows: TableRow[] = report.refunds.map((row) => ({
    kind: "row",
    cells: [t(`refund.${row.kind}`), wholeNumber(row.count), displayYuan(row.amount)],
  }));
  const count = report.refunds.reduce((total, row) => total + row.count, 0);
  const amount = displayYuan(sum(report.refunds.map((row) => row.amount)));
  rows.push({ kind: "grand", cells: [t("other.total"), wholeNumber(count), amount] });
  drawTable(flow, { caption: t("other.refunds.caption"), unit: t("report.unit"), columns, rows }, t);
};

const drawTransfers = (book: ReportBook, flow: Flow): void => {
  const { report, t } = book;
  subhead(flow, t("other.transfers"));
  if (report.transfers.length === 0) return say(flow, t("other.transfers.none"));
  const columns = columnsOf(book, flow, "other", { number: 70, on: 58, from: 92, to: 92, reason: 0, "amount>": 76 });
  const rows: TableRow[] = report.transfers.map((row) => ({
    kind: "row",
    cells: [row.number, shortDate(t, row.on), row.from, row.to, row.reason, displayYuan(row.amount)],
  }));
  drawTable(flow, { caption: t("other.transfers.caption"), unit: t("report.unit"), columns, rows, size: 9 }, t);
};

/** Chapter 9: what was published wrong and put right; old values stay findable (DISC-5). */
export const drawCorrections = (book: ReportBook, after: Flow): Flow => {
  const { report, t } = book;
  const flow = openChapter(book, "corrections", { layout: "portrait", after, room: 160 });
  say(flow, report.version === 1 ? t("corrections.first") : t("corrections.later", { version: report.version }));
  if (report.corrections.length === 0) {
    say(flow, t("corrections.none"));
    return flow;
  }
  const columns = columnsOf(book, flow, "corrections", { place: 110, on: 62, "before>": 76, "after>": 82, reason: 0 });
  const gap: Column = { head: "", width: 12, align: "left" };
  const [reason] = columns.slice(-1);
  if (reason === undefined) throw new Error("corrections need a reason");
  const spaced = [...columns.slice(0, -1), gap, { ...reason, width: reason.width - gap.width }];
  const rows: TableRow[] = report.corrections.map((row) => ({
    kind: "row",
    cells: [
      row.place,
      shortDate(t, row.on),
      { text: row.before, ink: "quiet" },
      { text: row.after, strong: true },
      "",
      row.reason,
    ],
  }));
  drawTable(flow, { caption: t("corrections.caption"), columns: spaced, rows, size: 9 }, t);
  return flow;
};
