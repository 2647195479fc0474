import type { Books } from "../../src/disclosure/month.ts";
import { type Fen, fen } from "../../src/kernel/money.ts";

/** A request as far as public figures read it. Without `paidOn` it is approved and waits. */
export type Aid = {
  readonly no: string;
  readonly fund: string;
  readonly purpose: string;
  readonly beneficiary: string;
  readonly amount: Fen;
  readonly approvedOn: string;
  readonly paidOn: string | undefined;
  readonly paidLine: number;
  readonly bookedOn?: string;
};

/** So many households of a fund in a month, each with its own amount of yuan. */
export const aid = (fund: string, month: string, amounts: readonly number[], purpose = "medical"): Aid[] =>
  amounts.map((yuan, at) => ({
    fund,
    purpose,
    amount: fen(BigInt(yuan * 100)),
    beneficiary: `${fund}-${month}-${purpose}-${at}`,
    approvedOn: `${month}-01`,
    paidOn: `${month}-1${at}`,
    paidLine: 100,
    no: `${fund}-${month}-${purpose}-${at}`,
  }));

const FUNDS = ["S01", "S02", "S03", "N03"];
const OPENING = fen(1_000_000n);
type More = { readonly closed?: readonly { readonly period: string; readonly line: number }[] };

/** Books of four funds that hold nothing but opening balances, aid and promises. */
export const booksOf = (aids: readonly Aid[], { closed = [] }: More = {}): Books => {
  const funds = FUNDS.map((code) => ({
    code,
    kind: "named",
    restriction: "purpose",
    shortZh: code,
    nameZh: code,
    status: "active",
    purposes: ["medical"],
    nameEn: code,
    committee: [],
  }));
  const movements = [
    ...FUNDS.map((fund) => ({ path: `3102/${fund}`, on: "2026-08-31", basis: "opening", amount: fen(-OPENING) })),
    ...aids.map(({ fund, paidOn, bookedOn, amount, approvedOn }) =>
      paidOn === undefined
        ? { path: `B1/${fund}`, on: approvedOn, basis: "aid.approved", amount }
        : { path: `5101/${fund}`, on: bookedOn ?? paidOn, basis: "aid.paid", amount },
    ),
  ];
  const requests = aids.map((each) => ({
    ...each,
    votes: [],
    acts: [
      { act: "decide", on: each.approvedOn, line: 1 },
      ...(each.paidOn === undefined ? [] : [{ act: "pay", on: each.paidOn, line: each.paidLine }]),
    ],
  }));
  return {
    funds: {
      all: () => funds,
      fund: (code: string) => funds.find((fund) => fund.code === code),
      purposes: () => ["medical", "emergency"].map((code) => ({ code, zh: code, en: code })),
    },
    donations: { gifts: () => [], sumsBookedIn: () => [] },
    ledger: {
      balances: { moved: ({ to }: { readonly to: string }) => movements.filter(({ on }) => on <= to) },
      periods: { all: () => closed, isClosed: (day: string) => closed.some(({ period }) => day.startsWith(period)) },
    },
    disbursements: {
      requests: () => requests,
      changedAt: () => 0,
      request: (no: string) => requests.find((request) => request.no === no),
    },
  } as unknown as Books;
};
