import type { Command, Draft } from "../journal/chapter.ts";
import type { Posting } from "../journal/line.ts";
import type { BusinessDate } from "../kernel/dates.ts";
import { type Fen, fen, formatYuan, negate, plus, sum, ZERO } from "../kernel/money.ts";
import { type JsonObject, type Refusal, refuse } from "../kernel/result.ts";
import { accountPath, credit, debit, type Ledger, releasePostings, reservePostings } from "../ledger/public.ts";
import type { Fund, Funds } from "../funds/public.ts";
import { openFor } from "./duties.ts";
import type { Request } from "./request.ts";

/** Finance checks restriction, budget line and payee of an approved case. */
export const decideFinanceCheck = (
  command: Command,
  request: Request | undefined,
  fund: Fund | undefined,
): Draft | Refusal => {
  const no = String(command.input.request);
  const closed = openFor(request, "financeCheck", { by: command.by, no });
  if (closed || !request) return closed ?? refuse("request_unknown", { request: no });
  if (request.financeChecker) return refuse("finance_checked_already", { request: no });
  return refusalToMove(request, fund) ?? { kind: "request.finance_checked", data: { request: no } };
};

/** The supervisor's remark (ORG-20, WF-14); its words are in the sealed file. */
export const decideRemark = (command: Command, request: Request | undefined): Draft | Refusal => {
  const no = String(command.input.request);
  const closed = openFor(request, "remark", { by: command.by, no });
  if (closed || !request) return closed ?? refuse("request_unknown", { request: no });
  if (request.remark) return refuse("remarked_already", { request: no });
  return { kind: "request.remarked", data: command.input };
};

/** The first of the two people of a payment prepares the order (WF-12). */
export const decideOrder = (
  command: Command,
  request: Request | undefined,
  fund: Fund | undefined,
): Draft | Refusal => {
  const no = String(command.input.request);
  const closed = openFor(request, "order", { by: command.by, no });
  if (closed || !request) return closed ?? refuse("request_unknown", { request: no });
  if (!request.financeChecker) return refuse("finance_check_missing", { request: no });
  return refusalToMove(request, fund) ?? { kind: "request.ordered", data: { request: no, attempt: 1 } };
};

type ReleaseInput = { readonly request: string; readonly serial?: string; readonly paid_on?: string };

/**
 * The second person releases the order, with the bank's serial and the day noted as paid when they are known. A
 * released order without a serial takes it later. Needs the supervisor's remark, except on the fast track (WF-14).
 */
export const decideRelease = (
  command: Command,
  request: Request | undefined,
  fund: Fund | undefined,
): Draft | Refusal => {
  const input = command.input as ReleaseInput;
  const closed = openFor(request, "release", { by: command.by, no: input.request });
  if (closed || !request) return closed ?? refuse("request_unknown", { request: input.request });
  const release: Draft = { kind: "request.released", data: command.input };
  if (request.state === "released") {
    const takesSerial = !request.bankSerial && input.serial;
    return takesSerial ? release : refuse("released_already", { request: request.no });
  }
  if (request.decidedTier !== 0 && !request.remark)
    return refuse("remark_missing", { rule: "WF-14", request: request.no });
  return refusalToMove(request, fund) ?? release;
};

/** No payment of a suspended fund (WF-7), none of what was not approved as it stands (WF-8). */
const refusalToMove = (request: Request, fund: Fund | undefined): Refusal | undefined => {
  if (!fund) return refuse("fund_unknown", { fund: request.fund });
  if (fund.status === "suspended")
    return refuse("fund_suspended", { rule: "WF-7", request: request.no, fund: fund.code });
  if (request.approvedDigest !== request.digest) return refuse("approval_void", { rule: "WF-8", request: request.no });
  return undefined;
};

/** The beneficiary says the money arrived. */
export const decideConfirm = (command: Command, request: Request | undefined): Draft | Refusal => {
  const no = String(command.input.request);
  return openFor(request, "confirm", { by: command.by, no }) ?? { kind: "request.confirmed", data: command.input };
};

/** Why a bank debit of `amount` fen cannot be the payment of a serial's requests: unknown, not released, paid before, other sum (WF-11). */
export const refusalToPay = (serial: string, requests: readonly Request[], amount: Fen): Refusal | undefined => {
  if (requests.length === 0) return refuse("request_unknown", { request: serial });
  const other = requests.find((request) => request.state !== "released");
  if (other) return refuse("request_wrong_state", { request: other.no, state: other.state, act: "pay" });
  const total = sum(requests.map((request) => request.amount));
  if (total !== amount)
    return refuse("payment_differs", { rule: "WF-11", orders: formatYuan(total), amount: formatYuan(amount) });
  return undefined;
};

export type PaymentOf = {
  readonly requests: readonly Request[];
  readonly on: BusinessDate;
  /** The money account that paid. */
  readonly account: string;
  readonly extra: JsonObject;
};

/**
 * The line of a payment: cost by fund and purpose against the bank, the release of restricted money in the same
 * voucher (ACC-2 … ACC-4), and the reservation freed (WF-10). Ask `refusalToPay` first.
 */
export const payment = (books: { readonly ledger: Ledger; readonly funds: Funds }, of: PaymentOf): Draft => {
  const { requests, on, account, extra } = of;
  const byLine = new Map<string, Fen>();
  const byFund = new Map<string, Fen>();
  for (const request of requests) {
    const path = accountPath("programme", on, request.fund, request.purpose);
    byLine.set(path, plus(byLine.get(path) ?? ZERO, request.amount));
    byFund.set(request.fund, plus(byFund.get(request.fund) ?? ZERO, request.amount));
  }
  const post: Posting[] = [...byLine].map(([path, amount]) => debit(path, amount));
  post.push(credit(account, sum(byFund.values())));
  for (const [fund, amount] of byFund) {
    if (books.funds.fund(fund)?.restriction === "purpose") {
      post.push(...releasePostings({ fund, on, amount, earlier: books.ledger.balances.fund(fund).earlierRestricted }));
    }
    post.push(...reservePostings({ fund, on, amount: negate(amount) }));
  }
  return { kind: "aid.paid", on, data: { ...extra, requests: requests.map(({ no }) => no) }, post };
};

/** Money that came back waits in 2209 for its recipient; the fund stays charged (WF-13). Refuses what was not paid, or another sum. */
export const returned = (of: {
  readonly request: Request;
  readonly on: BusinessDate;
  readonly account: string;
  readonly amount: Fen;
  readonly extra: JsonObject;
}): Draft | Refusal => {
  const { request, on, account, amount, extra } = of;
  if (request.state !== "paid" && request.state !== "confirmed") {
    return refuse("request_wrong_state", { request: request.no, state: request.state, act: "payBack" });
  }
  if (amount !== request.amount)
    return refuse("payment_differs", { rule: "WF-13", orders: formatYuan(request.amount), amount: formatYuan(amount) });
  return {
    kind: "aid.returned",
    on,
    data: { ...extra, request: request.no },
    post: [debit(account, amount), credit(accountPath("otherPayable", on, "payout-returned"), fen(amount))],
  };
};
