import { type BusinessDate, firstDay, lastDay, type Period } from "../kernel/dates.ts";
import { type Fen, formatYuan, sum } from "../kernel/money.ts";
import type { Request } from "./request.ts";
import { warningsOf } from "./warning.ts";

export type AidOutcome = "paid" | "returned" | "approved_unpaid" | "rejected" | "refused" | "undecided" | "withdrawn";

/** The aid of a month as published: all amounts yuan, lists in the order of filing. */
export type AidFigures = {
  readonly requests: number;
  readonly by_outcome: { readonly [outcome in Exclude<AidOutcome, "withdrawn">]: number } & {
    readonly withdrawn?: number;
  };
  readonly payments: number;
  readonly paid_total: string;
  readonly returned: readonly { readonly request_no: string; readonly amount: string; readonly on: BusinessDate }[];
  readonly reserved_total: string;
  readonly in_flight: readonly string[];
  readonly refused: readonly { readonly request_no: string; readonly reason: string }[];
  readonly warnings: readonly { readonly request_no: string; readonly reason: string; readonly with?: string }[];
};

/** Figures at the end of a period over the requests that were open at some time in it. A returned payment was paid (samples rule 16). */
export const aidFigures = (all: Iterable<Request>, period: Period): AidFigures => {
  const end = lastDay(period);
  const requests = [...all].filter((request) => belongs(request, period)).sort((a, b) => a.line - b.line);
  const outcomes = new Map(requests.map((request) => [request.no, outcomeOn(request, end)]));
  const having = (...wanted: AidOutcome[]) =>
    requests.filter((request) => wanted.includes(outcomes.get(request.no) ?? "undecided"));
  const payments = requests.filter((request) => within(request.paidOn, period));
  const unpaid = having("approved_unpaid");
  const withdrawn = having("withdrawn").length;
  return {
    requests: requests.length,
    by_outcome: {
      paid: having("paid").length,
      returned: having("returned").length,
      approved_unpaid: unpaid.length,
      rejected: having("rejected").length,
      refused: having("refused").length,
      undecided: having("undecided").length,
      ...(withdrawn > 0 ? { withdrawn } : {}),
    },
    payments: payments.length,
    paid_total: formatYuan(total(payments)),
    returned: requests.flatMap((request) =>
      request.returnedOn !== undefined && within(request.returnedOn, period)
        ? [{ request_no: request.no, amount: formatYuan(request.amount), on: request.returnedOn }]
        : [],
    ),
    reserved_total: formatYuan(total(unpaid)),
    in_flight: unpaid
      .filter((request) => request.paidNote !== undefined && request.paidNote <= end)
      .map(({ no }) => no),
    refused: having("refused").map((request) => ({ request_no: request.no, reason: request.refusedReason ?? "" })),
    warnings: warningsOf(requests, end).map(({ request, ...rest }) => ({ request_no: request, ...rest })),
  };
};

/** How a request stood at the end of a day. */
const outcomeOn = (request: Request, on: BusinessDate): AidOutcome => {
  const by = (day: BusinessDate | undefined): boolean => day !== undefined && day <= on;
  if (by(request.returnedOn)) return "returned";
  if (by(request.paidOn)) return "paid";
  if (by(request.withdrawnOn)) return "withdrawn";
  if (by(request.refusedOn)) return "refused";
  if (by(request.rejectedOn)) return "rejected";
  return by(request.approvedOn) ? "approved_unpaid" : "undecided";
};

const belongs = (request: Request, period: Period): boolean => {
  const closed = request.returnedOn ?? request.paidOn ?? request.withdrawnOn ?? request.refusedOn ?? request.rejectedOn;
  return request.requestedOn <= lastDay(period) && !(closed !== undefined && closed < firstDay(period));
};

const within = (day: BusinessDate | undefined, period: Period): boolean => day?.startsWith(`${period}-`) ?? false;
const total = (requests: readonly Request[]): Fen => sum(requests.map((request) => request.amount));
