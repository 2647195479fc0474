import { type BusinessDate, lastDay, type Period, periodOf } from "../kernel/dates.ts";
import { type Fen, negate, plus, sum, ZERO } from "../kernel/money.ts";
import type { Request } from "../disbursements/public.ts";
import type { Gift } from "../donations/public.ts";
import type { Fund } from "../funds/public.ts";
import type { FundMonth } from "./fund-figures.ts";
import type { FundEntry, FundPage } from "./fund-view.ts";
import { closingOf, lastAidOf, openingOf, periodsOf, settledIn } from "./home-data.ts";
import type { Books } from "./month.ts";
import { publicMonths } from "./public-months.ts";
import type { ReportVersion } from "./report-view.ts";
import { mayBeShown, mayStandBeside } from "./small-groups.ts";

type Asked = {
  readonly fund: Fund;
  readonly period: Period;
  readonly show: FundPage["show"];
  readonly reports: readonly ReportVersion[];
};

/** One fund's month for its public page. Undefined before the fund has a month. */
export const fundData = (books: Books, asked: Asked): FundPage | undefined => {
  const { fund, period } = asked;
  const open = publicMonths(books, period);
  const month = open.months.find((row) => row.fund === fund.code);
  if (!month) return undefined;
  const paid = open.shown.filter((request) => request.fund === fund.code);
  const first = new Map([...paid].reverse().map((request) => [request.beneficiary, request.no]));
  const confirmed = paid.filter(({ state }) => state === "confirmed");
  const gifts = settledIn(books, period).filter((gift) => gift.fund === fund.code);
  const purposes = books.funds.purposes().map(({ code, zh, en }) => ({ code, name: { zh, en } }));
  const last = lastAidOf(books, fund.code);
  return {
    fund: {
      code: fund.code,
      name: { zh: fund.nameZh, en: fund.nameEn },
      kind: fund.kind,
      status: fund.status,
      purposes: purposes.filter(({ code }) => fund.purposes.includes(code)).map(({ name }) => name),
    },
    period,
    periods: periodsOf(books),
    asOf: lastDay(period),
    opening: openingOf(month),
    balance: closingOf(month),
    reserved: month.reserved,
    available: month.available,
    giftCount: gifts.length,
    aid: paid.map((request) => ({
      purpose: request.purpose,
      on: request.paidOn ?? "",
      households: first.get(request.beneficiary) === request.no ? 1 : 0,
      amount: request.amount,
      line: request.paidLine ?? 0,
    })),
    purposes,
    entries: [...giftEntries(gifts), ...monthEntries(month, period)],
    confirmed: {
      paid: sum(paid.map((request) => request.amount)),
      confirmed: sum(confirmed.map((request) => request.amount)),
      few: !mayStandBeside(paid, confirmed) || !(confirmed.length === 0 || mayBeShown(confirmed)),
    },
    ...(last === undefined ? {} : { lastAid: last }),
    held: open.held.has(fund.code),
    show: asked.show,
    decisions: open.held.has(fund.code) ? [] : decisionsOf(books, asked, paid),
    reports: asked.reports,
  };
};

const CHANNELS = {
  wechat: "gifts_wechat",
  alipay: "gifts_alipay",
  stripe: "gifts_stripe",
  sandbox: "gifts_stripe",
  bank: "gifts_bank",
} as const;

const giftEntries = (gifts: readonly Gift[]): FundEntry[] => {
  const kinds = [...new Set(gifts.map((gift) => CHANNELS[gift.via]))];
  return kinds.map((kind) => {
    const some = gifts.filter((gift) => CHANNELS[gift.via] === kind);
    const days = some.map((gift) => gift.settledOn ?? "").sort();
    const lines = some.map((gift) => gift.settledLine ?? 0);
    return {
      kind,
      from: days[0] ?? "",
      to: days.at(-1) ?? "",
      count: some.length,
      amount: sum(some.map((gift) => gift.amount)),
      lines: { first: Math.min(...lines), count: lines.length },
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
    .map(([kind, amount]) => ({ kind, from: on, to: on, count: 1, amount, lines: { first: 0, count: 1 } }));
};

/** The month's decisions as one row, and only when neither they nor what is left beside the aid are few (PII-9, PII-12). */
const decisionsOf = (books: Books, { fund, period }: Asked, paid: readonly Request[]): FundPage["decisions"] => {
  const approved = [...books.disbursements.requests()].filter(
    (request) =>
      request.fund === fund.code && request.approvedOn !== undefined && periodOf(request.approvedOn) === period,
  );
  if (!mayBeShown(approved) || !mayStandBeside(approved, paid)) return [];
  const votes = approved.flatMap((request) => request.votes);
  const present = new Set(votes.map((vote) => vote.by)).size;
  const count = (kind: string) => votes.filter(({ vote }) => vote === kind).length;
  return [
    {
      meeting: Number(period.slice(5)),
      on:
        approved
          .map((request) => request.approvedOn ?? "")
          .sort()
          .at(-1) ?? lastDay(period),
      present,
      members: Math.max(present, fund.committee.length),
      yes: count("yes"),
      no: count("no"),
      recused: count("recused"),
      remark: approved.every((request) => request.remark) ? "no_objection" : "missing",
      amount: sum(approved.map((request) => request.amount)),
    },
  ];
};
