import { displayYuan, type Fen, fen, minus, plus, sum } from "../kernel/money.ts";
import { percent, signedYuan, tenThousands, wholeNumber } from "../platform/display.ts";
import { type Column, drawTable, type Flow, type TableRow } from "../platform/table-pdf.ts";
import { drawBars } from "./report-bars-pdf.ts";
import { facts, openChapter, type ReportBook, say, subhead } from "./report-book-pdf.ts";
import { type FundLine, runningCosts, fundCount, sumFunds, unexplained } from "./report-sheet.ts";

/** Chapter 1: the month in one paragraph and one equation. */
export const drawOverview = (book: ReportBook): Flow => {
  const { report, t } = book;
  const flow = openChapter(book, "overview", { layout: "portrait" });
  const totals = sumFunds(report.funds);
  const shown = {
    raised: displayYuan(totals.raised),
    aid: displayYuan(totals.aid),
    running: displayYuan(runningCosts(totals)),
    closing: displayYuan(totals.closing),
    reserved: displayYuan(totals.reserved),
    unexplained: displayYuan(unexplained(report)),
  };
  say(flow, t("overview.text", shown));
  flow.y += 10;
  const line = (name: string, amount: Fen, moves = false): TableRow => ({
    kind: "row",
    cells: [t(`overview.${name}`), moves ? signedYuan(amount) : displayYuan(amount)],
  });
  const held = minus(minus(totals.closing, totals.reserved), totals.available);
  const rows: TableRow[] = [
    line("opening", totals.opening),
    line("raised", totals.raised, true),
    line("other", totals.otherIncome, true),
    line("refunds", fen(-totals.refunds), true),
    line("aid", fen(-totals.aid), true),
    line("channel", fen(-totals.channelFees), true),
    line("operating", fen(-totals.operatingCosts), true),
    ...(totals.adjustments === 0n ? [] : [line("adjustments", totals.adjustments, true)]),
    { ...line("closing", totals.closing), kind: "grand" },
    line("reserved", totals.reserved),
    line("available", totals.available),
    ...(held === 0n ? [] : [line("held", held)]),
  ];
  drawTable(flow, { caption: t("overview.caption"), unit: t("report.unit"), columns: twoColumns(flow, t), rows }, t);
  say(flow, t("overview.note"), true);
  subhead(flow, t("overview.agency"));
  const { opening, received, paid, closing } = report.agency;
  const agency = { opening, received, paid, closing };
  const texts = Object.fromEntries(Object.entries(agency).map(([name, amount]) => [name, displayYuan(amount)]));
  say(flow, t("overview.agency.text", texts));
  drawPurposes(book, flow);
  return flow;
};

const twoColumns = (flow: Flow, t: ReportBook["t"]): Column[] => [
  { head: t("overview.item"), width: flow.width - 130, align: "left" },
  { head: t("overview.amount"), width: 130, align: "right" },
];

const KINDS = ["street", "named", "general", "merged"] as const;
const NAME_WIDTH = 104;

/** Chapter 2: every fund in one line, on pages turned to the side. */
export const drawFunds = (book: ReportBook): Flow => {
  const { report, t } = book;
  const flow = openChapter(book, "funds", { layout: "landscape" });
  const names = ["opening", "in", "aid", "running", "management", "transfers", "closing", "reserved", "available"];
  const width = (flow.width - NAME_WIDTH) / names.length;
  const columns: Column[] = [
    { head: t("funds.fund"), width: NAME_WIDTH, align: "left" },
    ...names.map((name) => ({ head: t(`funds.${name}`), width, align: "right" }) as const),
  ];
  const rows = KINDS.flatMap((kind) =>
    fundGroup(
      book,
      report.funds.filter((fund) => fund.kind === kind),
      kind,
    ),
  );
  const count = fundCount(report);
  rows.push({ kind: "grand", cells: fundCells(t("funds.total", { count }), sumFunds(report.funds)) });
  drawTable(flow, { caption: t("funds.caption"), unit: t("report.unit"), columns, rows, size: 8.2 }, t);
  subhead(flow, t("funds.reading"));
  say(flow, t("funds.reading.text"), true);
  const held = count < report.funds.length ? t("funds.held") : "";
  say(flow, held + t("funds.host", { name: report.federation.name }), true);
  return flow;
};

const fundGroup = ({ t }: ReportBook, funds: readonly FundLine[], kind: FundLine["kind"]): TableRow[] => {
  if (funds.length === 0) return [];
  const subtotal: TableRow = {
    kind: "total",
    cells: fundCells(t("funds.subtotal", { count: funds.length }), sumFunds(funds)),
  };
  return [
    { kind: "group", cells: [t(`funds.group.${kind}`)] },
    ...funds.map((fund): TableRow => ({ kind: "row", cells: fundCells(fund.name, fund) })),
    ...(funds.length > 1 ? [subtotal] : []),
  ];
};

const fundCells = (name: string, fund: ReturnType<typeof sumFunds>): TableRow["cells"] => [
  name,
  displayYuan(fund.opening),
  { text: displayYuan(minus(plus(fund.raised, fund.otherIncome), fund.refunds)), ink: "in" },
  displayYuan(fund.aid),
  displayYuan(runningCosts(fund)),
  signedYuan(fund.managementFee),
  signedYuan(plus(fund.transfers, fund.adjustments)),
  { text: displayYuan(fund.closing), strong: true },
  { text: displayYuan(fund.reserved), ink: "wait" },
  displayYuan(fund.available),
];

const drawPurposes = ({ report, t }: ReportBook, flow: Flow): void => {
  const named = report.purposes.map(({ purpose, amount }) =>
    t("aid.chart.item", { purpose, amount: displayYuan(amount) }),
  );
  if (named.length === 0) return;
  flow.y += 8;
  drawBars(flow, {
    caption: t("aid.chart"),
    alt: t("aid.chart.alt", { list: named.join("；") }),
    lines: report.purposes.map(({ purpose, amount }) => ({
      label: purpose,
      bars: [{ amount, text: displayYuan(amount), ink: "ink" }],
    })),
  });
};

/** Chapter 3: what the money did, by fund and purpose, then the street funds as a picture. */
export const drawAid = (book: ReportBook): Flow => {
  const { report, t } = book;
  const flow = openChapter(book, "aid", { layout: "portrait" });
  const amount = sum(report.aid.map((row) => row.amount));
  const payments = report.aid.reduce((total, row) => total + row.payments, 0);
  const [first] = [...report.purposes].sort((a, b) => (a.amount < b.amount ? 1 : -1));
  if (first === undefined || amount === 0n) {
    say(flow, t("aid.text.none"));
    return flow;
  }
  const share = percent(first.amount, amount);
  say(flow, t("aid.text", { amount: displayYuan(amount), payments: wholeNumber(payments), top: first.purpose, share }));
  flow.y += 6;
  const columns: Column[] = [
    { head: t("aid.fund"), width: 138, align: "left" },
    { head: t("aid.purpose"), width: flow.width - 138 - 50 - 58 - 92, align: "left" },
    { head: t("aid.payments"), width: 50, align: "right" },
    { head: t("aid.households"), width: 58, align: "right" },
    { head: t("aid.amount"), width: 92, align: "right" },
  ];
  const rows: TableRow[] = report.aid.map((row) => ({
    kind: "row",
    cells: [
      row.merged === undefined ? row.label : t("merged.sign", { label: row.label }),
      row.purpose,
      wholeNumber(row.payments),
      row.households === undefined ? t("aid.few") : wholeNumber(row.households),
      displayYuan(row.amount),
    ],
  }));
  rows.push({ kind: "grand", cells: [t("aid.total"), "", wholeNumber(payments), "", displayYuan(amount)] });
  drawTable(flow, { caption: t("aid.caption"), unit: t("report.unit"), columns, rows }, t);
  say(flow, t("aid.note"), true);
  drawStreetChart(book, flow);
  return flow;
};

const drawStreetChart = ({ report, t }: ReportBook, flow: Flow): void => {
  const streets = report.funds.filter((fund) => fund.kind === "street");
  if (streets.length === 0) return;
  flow.y += 10;
  drawBars(flow, {
    caption: `${t("funds.chart")}。${t("funds.chart.note")}`,
    alt: t("funds.chart.alt"),
    lines: streets.map(({ name, raised, aid }) => ({
      label: name,
      bars: [
        { amount: raised, text: t("funds.chart.in", { amount: tenThousands(raised) }), ink: "in" },
        { amount: aid, text: t("funds.chart.out", { amount: tenThousands(aid) }), ink: "ink" },
      ],
    })),
  });
};

/** Chapter 6: what the channels and the office cost. */
export const drawChannels = (book: ReportBook, after: Flow): Flow => {
  const { report, t } = book;
  const flow = openChapter(book, "channels", { layout: "portrait", after });
  const totals = sumFunds(report.funds);
  const costs = fen(totals.aid + runningCosts(totals));
  const text = {
    fees: displayYuan(totals.channelFees),
    share: percent(totals.channelFees, totals.raised, 2),
    operating: displayYuan(totals.operatingCosts),
    operating_share: percent(totals.operatingCosts, costs, 1),
  };
  say(flow, t("channels.text", text));
  flow.y += 6;
  const columns: Column[] = [
    { head: t("channels.channel"), width: flow.width - 60 - 3 * 94, align: "left" },
    { head: t("channels.payouts"), width: 60, align: "right" },
    ...["gross", "fee", "net"].map((name) => ({ head: t(`channels.${name}`), width: 94, align: "right" }) as const),
  ];
  const rows: TableRow[] = report.channels.map(({ name, payouts, gross, fee, net }) => ({
    kind: "row",
    cells: [name, wholeNumber(payouts), displayYuan(gross), displayYuan(fee), displayYuan(net)],
  }));
  const total = (name: "gross" | "fee" | "net"): string => displayYuan(sum(report.channels.map((row) => row[name])));
  const payouts = wholeNumber(report.channels.reduce((count, row) => count + row.payouts, 0));
  rows.push({ kind: "grand", cells: [t("channels.total"), payouts, total("gross"), total("fee"), total("net")] });
  drawTable(flow, { caption: t("channels.caption"), unit: t("report.unit"), columns, rows }, t);
  say(flow, t("channels.note"), true);
  return flow;
};

/** Chapter 10: how each figure is counted and how to check it. */
export const drawMethod = (
  book: ReportBook,
  after: Flow,
  about: { file: string; proofs: readonly (readonly [string, string])[] },
): void => {
  const { report, t } = book;
  const flow = openChapter(book, "method", { layout: "portrait", after, room: 560 });
  subhead(flow, t("method.counting"));
  for (const name of ["raised", "aid", "running", "waiting", "unexplained", "households"])
    say(flow, t(`method.${name}`));
  subhead(flow, t("method.checking"));
  say(flow, t("method.checking.text", { file: about.file, lines: wholeNumber(report.journal.lines) }));
  flow.y += 4;
  facts(flow, about.proofs);
  subhead(flow, t("method.contact"));
  say(flow, report.federation.contact);
};
