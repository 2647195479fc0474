import { type BusinessDate, lastDay, type Period } from "../kernel/dates.ts";
import { type Fen, negate, plus, sum, ZERO } from "../kernel/money.ts";
import type { Request } from "../disbursements/public.ts";
import type { GiftSum } from "../donations/public.ts";
import type { Fund } from "../funds/public.ts";
import type { FundMonth } from "./fund-figures.ts";
import { confirmedOf } from "./confirmed.ts";
import type { FundAidRow, FundEntry, FundPage } from "./fund-view.ts";
import { closingOf, giftsIn, openingOf, settledIn } from "./home-data.ts";
import type { Books } from "./month.ts";
import type { PublicMonths } from "./public-months.ts";
import { purposesOf } from "./purposes.ts";
import type { ReportVersion } from "./report-view.ts";
import { cellOf, mayBeShown, mayStandBeside } from "./small-groups.ts";

type Asked = {
  readonly fund: Fund;
  readonly open: PublicMonths;
  readonly periods: readonly Period[];
  readonly show: FundPage["show"];
  readonly reports: readonly ReportVersion[];
};

/** One fund's month for its public page. Undefined before the fund has a month. */
export const fundData = (books: Books, asked: Asked): FundPage | undefined => {
  const { fund, open } = asked;
  const { period } = open;
  const month = open.months.find((row) => row.fund === fund.code);
  if (!month) return undefined;
  const paid = open.shown.filter((request) => request.fund === fund.code);
  const gifts = settledIn(books, period).filter((gift) => gift.fund === fund.code);
  const purposes = books.funds.purposes().map(({ code, zh, en }) => ({ code, name: { zh, en } }));
  const last = open.lastShown.get(fund.code);
  return {
    fund: {
      code: fund.code,
      name: { zh: fund.nameZh, en: fund.nameEn },
      kind: fund.kind,
      status: fund.status,
      purposes: purposes.filter(({ code }) => fund.purposes.includes(code)).map(({ name }) => name),
    },
    period,
    periods: asked.periods,
    asOf: lastDay(period),
    opening: openingOf(month),
    balance: closingOf(month),
    reserved: month.reserved,
    available: month.available,
    giftCount: giftsIn(gifts),
    households: cellOf(paid).households,
    aid: aidRows(paid),
    purposes,
    entries: [...giftEntries(gifts), ...monthEntries(month, period)],
    confirmed: confirmedOf(books, { fund: fund.code, open }),
    ...(last === undefined ? {} : { lastAid: last }),
    held: open.held.has(fund.code),
    show: asked.show,
    decisions: decisionsOf(asked),
    reports: asked.reports,
  };
};

/** Aid by purpose as the report tells it; purposes of few households in one row, without a name. */
const aidRows = (paid: readonly Request[]): FundAidRow[] => {
  const { shown, merged } = purposesOf(paid);
  const row = (some: readonly Request[], purpose?: string): FundAidRow => {
    const days = some.map(({ paidOn = "" }) => paidOn).sort();
    const lines = some.map(({ paidLine = 0 }) => paidLine);
    const { households, amount } = cellOf(some);
    return {
      ...(purpose === undefined ? {} : { purpose }),
      households,
      amount,
      from: days[0] ?? "",
      to: days.at(-1) ?? "",
      lines: { first: Math.min(...lines), count: lines.length },
    };
  };
  const together = merged.flatMap((cell) => cell.paid);
  return [...shown.map((cell) => row(cell.paid, cell.code)), ...(together.length === 0 ? [] : [row(together)])];
};

const CHANNELS = {
  wechat: "gifts_wechat",
  alipay: "gifts_alipay",
  unionpay: "gifts_unionpay",
  stripe: "gifts_stripe",
  sandbox: "gifts_stripe",
  bank: "gifts_bank",
} as const;

/** One row a way of giving, the one that came first on top. */
const giftEntries = (gifts: readonly GiftSum[]): FundEntry[] => {
  const inOrder = [...gifts].sort((a, b) => a.firstLine - b.firstLine);
  return [...new Set(inOrder.map(({ via }) => CHANNELS[via]))].map((kind) => {
    const some = inOrder.filter(({ via }) => CHANNELS[via] === kind);
    const count = giftsIn(some);
    return {
      kind,
      from: some.map(({ from }) => from).sort()[0] ?? "",
      to:
        some
          .map(({ to }) => to)
          .sort()
          .at(-1) ?? "",
      count,
      amount: sum(some.map(({ amount }) => amount)),
      lines: { first: some[0]?.firstLine ?? 0, count },
    };
  });
};

/** Everything else of the month, one row a kind, dated by the month's end. */
const monthEntries = (month: FundMonth, period: Period): FundEntry[] => {
  const rows: readonly (readonly [FundEntry["kind"], Fen])[] = [
    ["other_income", plus(month.otherIncome, month.adjustments)],
    ["refunds", negate(month.refunds)],
    ["chargebacks", negate(month.chargebacks)],
    ["fees", negate(month.channelFees)],
    ["management_fee", negate(month.managementFee)],
    ["management_fee_received", month.managementFeeReceived],
    ["transfer_in", month.transfersIn],
    ["transfer_out", negate(month.transfersOut)],
    ["operating", negate(month.operatingCosts)],
  ];
  const on: BusinessDate = lastDay(period);
  return rows
    .filter(([, amount]) => amount !== ZERO)
    .map(([kind, amount]) => ({ kind, from: on, to: on, count: 1, amount }));
};

/** The month's decisions as one row, and only when neither they nor what is left beside the aid are few (PII-9, PII-12). */
const decisionsOf = ({ fund, open }: Asked): FundPage["decisions"] => {
  const approved = approvedShown(fund.code, open);
  if (approved.length === 0) return [];
  const days = approved.map(({ approvedOn = "" }) => approvedOn).sort();
  const votes = approved.flatMap((request) => request.votes);
  const count = (kind: string) => votes.filter(({ vote }) => vote === kind).length;
  return [
    {
      count: approved.length,
      from: days[0] ?? "",
      to: days.at(-1) ?? "",
      members: Math.max(new Set(votes.map((vote) => vote.by)).size, fund.committee.length),
      yes: count("yes"),
      no: count("no"),
      recused: count("recused"),
      remark: approved.every((request) => request.remark) ? "no_objection" : "missing",
      amount: sum(approved.map((request) => request.amount)),
    },
  ];
};

/** Name of the sum of what a fund's committee approved. */
export const approvedSum = (fund: string): string => `approved/${fund}`;

/** What a fund's committee approved in the books of the month, as far as its sum may stand beside the fund's aid. */
export const approvedShown = (fund: string, open: PublicMonths): Request[] => {
  if (open.untold.has(approvedSum(fund)) || open.held.has(fund)) return [];
  const approved = open.approved.filter((request) => request.fund === fund);
  const paid = open.shown.filter((request) => request.fund === fund);
  return mayBeShown(approved) && mayStandBeside(approved, paid) ? approved : [];
};
