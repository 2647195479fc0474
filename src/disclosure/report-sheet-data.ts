import { type BusinessDate, lastDay, type Period, periodOf } from "../kernel/dates.ts";
import { type Fen, fen, minus, parseSignedYuan, plus, sum, ZERO } from "../kernel/money.ts";
import { accountFigures, suspenseFigures } from "../reconciliation/public.ts";
import { closingOf, movedOf, openingOf, settledIn } from "./home-data.ts";
import type { Request } from "../disbursements/public.ts";
import { agencyMonth } from "./agency-month.ts";
import { bookedIn } from "./booked.ts";
import type { FundMonth } from "./fund-figures.ts";
import { type Books, figureBooks } from "./month.ts";
import { type PublicMonths, REST } from "./public-months.ts";
import type { Report } from "./publication.ts";
import type { AidLine, FundLine, IncomeLine, RefundLine, ReportSheet } from "./report-sheet.ts";
import { purposeCells, purposesOf } from "./purposes.ts";
import { incomeRows } from "./rows.ts";
import { amountOf, type Cell, cellOf, mergeSmall, SMALL_GROUP } from "./small-groups.ts";

export type SheetRequest = {
  readonly report: Pick<Report, "id" | "period" | "version">;
  readonly publishedOn: BusinessDate;
  readonly journal: ReportSheet["journal"];
  readonly publicUrl: string;
  readonly open: PublicMonths;
  /** What this version changes in the one before (DISC-5). */
  readonly corrections: ReportSheet["corrections"];
};

const TEMPLATE_VERSION = 2;
const RULES_VERSION = 2;
/** Words of the Chinese report that stand in its data. */
const WORDS = {
  merged: "人数较少的各项合并",
  several: "多个基金",
  wallet: "商户余额",
  channels: { wechat: "微信支付", alipay: "支付宝", unionpay: "银联", stripe: "银行卡", sandbox: "演示通道" },
} as const;

/** The data of one report from the books of this moment, small groups merged: to be frozen (PDF-8). */
export const reportSheetData = (books: Books, asked: SheetRequest): ReportSheet => {
  const { report, open: months } = asked;
  const { period } = report;
  const federation = books.funds.federation();
  const rest = months.rest && restLine(books, months.rest);
  const open = { open: months, rest };
  return {
    federation: {
      name: federation?.nameZh ?? "",
      creditCode: federation?.creditCode ?? "",
      certificate: federation?.certificate?.no ?? "",
      contact: `${asked.publicUrl}/reports`,
    },
    number: `BG-${period}-${String(report.version).padStart(2, "0")}`,
    version: report.version,
    period,
    publishedOn: asked.publishedOn,
    cutOff: lastDay(period),
    templateVersion: TEMPLATE_VERSION,
    rulesVersion: RULES_VERSION,
    journal: asked.journal,
    verifyUrl: `${asked.publicUrl}/reports/${report.id}`,
    funds: [...months.months.map((month) => fundLine(books, month, months.held)), ...(rest ? [rest] : [])],
    income: incomeLines(books, period),
    aid: aidLines(books, open),
    purposes: purposeLines(books, months),
    goods: goodsLines(books, period),
    refunds: refundLines(books, period),
    transfers: transferLines(books, period),
    related: [],
    channels: channelLines(books, period),
    accounts: accountLines(books, period),
    suspense: suspenseLines(books, period),
    agency: agencyMonth(books.ledger, period),
    corrections: asked.corrections,
  };
};

type Open = { readonly open: PublicMonths; readonly rest: FundLine | undefined };

const restLine = (books: Books, rest: FundMonth): FundLine => ({
  ...fundLine(books, rest, new Set([REST.code])),
  name: `* ${REST.name.zh}`,
  kind: "merged",
});

/** The names of funds without their small groups end in a star: data files and pages say it alike. */
const fundLine = (books: Books, month: FundMonth, held: ReadonlySet<string>): FundLine => {
  const fund = books.funds.fund(month.fund);
  const fees = minus(month.managementFeeReceived, month.managementFee);
  return {
    code: month.fund,
    name: `${fund?.shortZh ?? month.fund}${held.has(month.fund) ? " *" : ""}`,
    kind: fund?.kind ?? "named",
    opening: openingOf(month),
    raised: month.cashIncome,
    otherIncome: month.otherIncome,
    refunds: plus(month.refunds, month.chargebacks),
    aid: month.aidPaid,
    channelFees: month.channelFees,
    operatingCosts: month.operatingCosts,
    managementFee: fees,
    transfers: minus(movedOf(month), fees),
    adjustments: month.adjustments,
    closing: closingOf(month),
    reserved: month.reserved,
    available: month.available,
  };
};

const shortName = (books: Books, code: string): string => books.funds.fund(code)?.shortZh ?? code;

const incomeLines = (books: Books, period: Period): IncomeLine[] => {
  const rows = incomeRows(settledIn(books, period));
  const lines: IncomeLine[] = [];
  for (const fund of new Set(rows.map((row) => row.fund))) {
    const cells = rows
      .filter((row) => row.fund === fund)
      .map((row) => ({ ...row, households: row.gifts, amount: row.gross }));
    const { shown, merged } = mergeSmall(cells, SMALL_GROUP);
    const label = shortName(books, fund);
    for (const { donorType, way, gifts, gross } of shown) {
      lines.push({
        fund,
        label,
        donors: donorType === "enterprise" ? "enterprise" : "person",
        way,
        gifts,
        gross,
        merged: undefined,
      });
    }
    if (merged.length === 0) continue;
    const gifts = merged.reduce((count, row) => count + row.gifts, 0);
    lines.push({
      fund,
      label,
      donors: "all",
      way: "all",
      gifts,
      gross: sum(merged.map((row) => row.gross)),
      merged: "small_group",
    });
  }
  return lines;
};

const aidLines = (books: Books, { open, rest }: Open): AidLine[] => {
  const purposes = new Map(books.funds.purposes().map(({ code, zh }) => [code, zh]));
  const lines = [...new Set(open.shown.map(({ fund }) => fund))].sort().flatMap((fund): AidLine[] => {
    const { shown, merged } = purposesOf(open.shown.filter((request) => request.fund === fund));
    const line = (purpose: string, paid: readonly Request[]): AidLine => ({
      fund,
      label: shortName(books, fund),
      purpose,
      payments: paid.length,
      ...pick(cellOf(paid)),
      merged: purpose === WORDS.merged ? "small_group" : undefined,
    });
    const together = merged.flatMap(({ paid }) => paid);
    return [
      ...shown.map(({ code, paid }) => line(purposes.get(code) ?? code, paid)),
      ...(together.length === 0 ? [] : [line(WORDS.merged, together)]),
    ];
  });
  if (rest === undefined || (rest.aid === ZERO && open.merged.length === 0)) return lines;
  const { households } = cellOf(open.merged);
  const held = households < SMALL_GROUP ? undefined : households;
  const amounts = { payments: open.merged.length, households: held, amount: rest.aid };
  return [
    ...lines,
    { fund: undefined, label: WORDS.several, purpose: WORDS.merged, ...amounts, merged: "small_group" },
  ];
};

const pick = ({ households, amount }: Cell): Pick<AidLine, "households" | "amount"> => ({ households, amount });

const purposeLines = (books: Books, open: PublicMonths): ReportSheet["purposes"] => {
  const cells = purposeCells(books.funds.purposes(), open);
  const { shown, merged } = mergeSmall(
    cells.filter((cell) => cell.helped > 0),
    SMALL_GROUP,
  );
  const lines = shown.map(({ zh, helped, amount }) => ({ purpose: zh, households: helped, amount }));
  if (merged.length === 0) return lines;
  const households = merged.reduce((count, cell) => count + cell.helped, 0);
  const together = { households: households < SMALL_GROUP ? undefined : households, amount: amountOf(merged) };
  return [...lines, { purpose: WORDS.merged, ...together }];
};

const goodsLines = (books: Books, period: Period): ReportSheet["goods"] => {
  const bookedOf = bookedIn(books.ledger);
  return [...books.donations.goods()]
    .filter((lot) => bookedOf({ on: lot.receivedOn, line: lot.line }) === period)
    .map((lot) => ({
      fund: lot.fund,
      label: shortName(books, lot.fund),
      item: lot.item,
      quantity: lot.quantity,
      unit: lot.unit,
      value: lot.value,
    }));
};

const refundLines = (books: Books, period: Period): RefundLine[] => {
  const groups = new Map<RefundLine["kind"], { count: number; amount: Fen }>();
  const bookedOf = bookedIn(books.ledger);
  for (const gift of books.donations.gifts()) {
    for (const refund of gift.refunds) {
      if (bookedOf({ on: refund.on, line: refund.line ?? 0 }) !== period) continue;
      const kind = refund.chargeback
        ? "chargeback"
        : gift.prior
          ? "prior"
          : refund.amount === gift.amount
            ? "full"
            : "partial";
      const group = groups.get(kind) ?? { count: 0, amount: ZERO };
      groups.set(kind, { count: group.count + 1, amount: plus(group.amount, refund.amount) });
    }
  }
  return [...groups].map(([kind, group]) => ({ kind, ...group }));
};

const transferLines = (books: Books, period: Period): ReportSheet["transfers"] => {
  const bookedOf = bookedIn(books.ledger);
  return [...books.funds.transfers()]
    .filter((transfer) => bookedOf(transfer) === period)
    .map((transfer) => ({
      number: transfer.no,
      on: transfer.on,
      from: shortName(books, transfer.from),
      to: shortName(books, transfer.to),
      amount: transfer.amount,
      reason: transfer.basisRef,
    }));
};

const channelLines = (books: Books, period: Period): ReportSheet["channels"] => {
  const payouts = books.reconciliation.book
    .payouts()
    .filter((payout) => payout.credits.some(({ on }) => periodOf(on) === period));
  return books.funds.merchants().flatMap(({ channel, account }) => {
    const some = payouts.filter((payout) => payout.account === account);
    if (some.length === 0) return [];
    const name = channelName(channel);
    const total = (pick: (payout: (typeof some)[number]) => Fen): Fen => sum(some.map(pick));
    return [
      {
        channel,
        name,
        payouts: some.length,
        gross: total(({ gross }) => gross),
        fee: total(({ fee }) => fee),
        net: total(({ net }) => net),
      },
    ];
  });
};

const channelName = (channel: string): string =>
  Object.entries(WORDS.channels).find(([key]) => key === channel)?.[1] ?? channel;

const yuan = (text: unknown): Fen => parseSignedYuan(String(text)) ?? fen(0n);

const accountLines = (books: Books, period: Period): ReportSheet["accounts"] => {
  const names = new Map<string, string | undefined>([
    ...books.funds.accounts().map(({ account, bank }) => [account, bank] as const),
    ...books.funds.merchants().map((each) => [each.account, channelName(each.channel) + WORDS.wallet] as const),
  ]);
  return accountFigures(figureBooks(books), lastDay(period)).map((row) => {
    const account = String(row.account);
    const items = row.outstanding as readonly { readonly id: string; readonly amount: string }[];
    return {
      account,
      name: names.get(account) ?? account,
      book: yuan(row.book),
      statement: row.statement === null ? undefined : yuan(row.statement),
      outstanding: items.map(({ id, amount }) => ({ id, amount: yuan(amount) })),
    };
  });
};

const CAUSES: { readonly [cause: string]: string } = {
  opening: "期初余额",
  unknown_credit: "不明来款",
  ambiguous: "待认领（多笔相符）",
  no_order: "无对应订单",
  returned_aid: "退回救助款（代受助人保管）",
  proposed: "待确认来款",
};

const suspenseLines = (books: Books, period: Period): ReportSheet["suspense"] =>
  Object.entries(suspenseFigures(figureBooks(books), lastDay(period)))
    .filter(([cause]) => cause !== "closing")
    .map(([cause, amount]) => ({ cause, name: CAUSES[cause] ?? cause, amount: yuan(amount) }))
    .filter(({ amount }) => amount !== 0n);
