import { type BusinessDate, lastDay, type Period } from "../kernel/dates.ts";
import { type Fen, minus, plus, sum, ZERO } from "../kernel/money.ts";
import type { Request } from "../disbursements/public.ts";
import type { GiftSum } from "../donations/public.ts";
import type { Fund } from "../funds/public.ts";
import { explained } from "../reconciliation/public.ts";
import { confirmedOf } from "./confirmed.ts";
import type { FlowData } from "./flow-view.ts";
import type { FundMonth } from "./fund-figures.ts";
import type { FundLine, HomePage } from "./home-view.ts";
import { type Books, figureBooks, monthsOf } from "./month.ts";
import type { PublicMonths } from "./public-months.ts";
import { purposeCells } from "./purposes.ts";
import type { ReportVersion } from "./report-view.ts";

/** Everything the home page says of a month. */
export const homeData = (
  books: Books,
  page: {
    readonly open: PublicMonths;
    readonly periods: readonly Period[];
    readonly today: BusinessDate;
    readonly reports: readonly ReportVersion[];
    readonly disclosures: HomePage["disclosures"];
  },
): HomePage => {
  const { open } = page;
  const months = monthsOf(books, open.period);
  const settled = settledIn(books, open.period);
  const total = (pick: (month: FundMonth) => Fen): Fen => sum(months.map(pick));
  return {
    period: open.period,
    periods: page.periods,
    today: page.today,
    figures: {
      opening: total(openingOf),
      received: total(receivedOf),
      receivedCount: giftsIn(settled),
      people: total((month) => month.aidPaid),
      households: new Set(open.paid.map((request) => request.beneficiary)).size,
      running: total(runningOf),
      waiting: total(closingOf),
      reserved: total((month) => month.reserved),
    },
    reconciled: reconciledOf(books, { period: open.period, today: page.today }),
    disclosures: page.disclosures,
    flow: flowOf(books, { months, settled, open }),
    funds: books.funds.all().map((fund, i) => fundLine(books, { fund, month: open.months[i], open })),
    ...(open.rest ? { rest: { balance: closingOf(open.rest), spent: open.rest.aidPaid } } : {}),
    reports: page.reports,
  };
};

export const openingOf = (month: FundMonth): Fen => plus(month.openingUnrestricted, month.openingRestricted);
export const closingOf = (month: FundMonth): Fen => plus(month.closingUnrestricted, month.closingRestricted);
/** Money in, net of what went back to donors; corrections by hand count here. */
const receivedOf = (month: FundMonth): Fen =>
  minus(sum([month.cashIncome, month.otherIncome, month.adjustments]), plus(month.refunds, month.chargebacks));
const runningOf = (month: FundMonth): Fen => plus(month.operatingCosts, month.channelFees);
/** What moved between funds, net: fees to the federation, transfers. */
export const movedOf = (month: FundMonth): Fen =>
  minus(plus(month.managementFeeReceived, month.transfersIn), plus(month.managementFee, month.transfersOut));

/** Sums of the gifts that the books of a month hold, late papers too (ACC-16). */
export const settledIn = ({ donations }: Pick<Books, "donations">, period: Period): GiftSum[] =>
  donations.sumsBookedIn(period).filter(({ what }) => what === "settled");
export const giftsIn = (sums: readonly GiftSum[]): number => sums.reduce((count, each) => count + each.count, 0);

const reconciledOf = (
  books: Books,
  page: { readonly period: Period; readonly today: BusinessDate },
): HomePage["reconciled"] => {
  const { sum: _sum, ...told } = explained(figureBooks(books), { upTo: lastDay(page.period), today: page.today });
  return told;
};

type Month = {
  readonly months: readonly FundMonth[];
  readonly settled: readonly GiftSum[];
  readonly open: PublicMonths;
};

const flowOf = (books: Books, { months, settled, open }: Month): FlowData => {
  const funds = books.funds.all();
  const other = sum(months.map((month) => plus(month.otherIncome, month.adjustments)));
  const back = sum(months.map((month) => plus(month.refunds, month.chargebacks)));
  const by = (via: readonly string[]): Fen =>
    sum(settled.filter((gifts) => via.includes(gifts.via)).map(({ amount }) => amount));
  const unionpay = by(["unionpay"]);
  const sources = [
    { key: "wechat" as const, amount: by(["wechat"]) },
    { key: "alipay" as const, amount: by(["alipay"]) },
    ...(unionpay === 0n ? [] : [{ key: "unionpay" as const, amount: unionpay }]),
    { key: "stripe" as const, amount: by(["stripe", "sandbox"]) },
    { key: "bank" as const, amount: by(["bank"]) },
    { key: "other" as const, amount: other },
  ];
  return {
    sources: netOf(sources, back),
    kinds: (["street", "named", "general"] as const).map((kind) => {
      const some = months.filter((_, i) => funds[i]?.kind === kind);
      const codes = new Set(some.map(({ fund }) => fund));
      return {
        kind,
        funds: some.length,
        received: sum(some.map(receivedOf)),
        running: sum(some.map(runningOf)),
        uses: usesOf(open.paid.filter((request) => codes.has(request.fund))),
      };
    }),
    purposes: purposeCells(books.funds.purposes(), open).map(({ code, zh, en, households }) => ({
      code,
      name: { zh, en },
      households,
    })),
  };
};

/** What went back to donors is taken from the largest sources first, so that no source is drawn below nothing. */
const netOf = <Source extends { readonly amount: Fen }>(sources: readonly Source[], back: Fen): Source[] => {
  let rest = back;
  const largestFirst = [...sources].sort((a, b) => (a.amount < b.amount ? 1 : -1));
  const taken = new Map(
    largestFirst.map((source) => {
      const part = rest < source.amount ? rest : source.amount;
      rest = minus(rest, part);
      return [source, part];
    }),
  );
  return sources.map((source) => ({ ...source, amount: minus(source.amount, taken.get(source) ?? ZERO) }));
};

const usesOf = (paid: readonly Request[]): { purpose: string; amount: Fen }[] => {
  const sums = new Map<string, Fen>();
  for (const { purpose, amount } of paid) sums.set(purpose, plus(sums.get(purpose) ?? ZERO, amount));
  return [...sums].map(([purpose, amount]) => ({ purpose, amount }));
};

type Line = { readonly fund: Fund; readonly month: FundMonth | undefined; readonly open: PublicMonths };

const fundLine = (books: Books, { fund, month, open }: Line): FundLine => {
  const last = open.lastShown.get(fund.code);
  const { paid, confirmed, few } = confirmedOf(books, { fund: fund.code, open });
  return {
    code: fund.code,
    name: { zh: fund.shortZh, en: fund.nameEn },
    kind: fund.kind,
    held: open.held.has(fund.code),
    balance: month ? closingOf(month) : ZERO,
    received: month ? receivedOf(month) : ZERO,
    spent: month ? plus(month.aidPaid, runningOf(month)) : ZERO,
    ...(last === undefined ? {} : { lastAid: last }),
    aidPaid: paid,
    aidConfirmed: confirmed,
    fewConfirmed: few,
  };
};
