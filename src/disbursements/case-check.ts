import { type Fen, fen, formatYuan, ZERO } from "../kernel/money.ts";
import type { JsonObject } from "../kernel/result.ts";
import type { Fund } from "../funds/public.ts";
import type { Request } from "./request.ts";
import { warningsOf } from "./warning.ts";

/** One look at a case in words (UI-14): fine, worth a thought, or a hard stop. */
export type CaseCheck = {
  readonly code: string;
  readonly tone: "ok" | "watch" | "stop";
  readonly vars?: { readonly [name: string]: string | number };
};

/** An amount this many times the fund's median for the purpose is worth a thought. `set` */
const TIMES_MEDIAN = 3n;
const LEAST_CASES = 5;

/** All checks of a case against the fund and every other request. `available` in fen, before this one. */
export const checksOf = (of: {
  readonly request: Request;
  readonly all: readonly Request[];
  readonly fund: Fund | undefined;
  readonly available: Fen;
  readonly on: string;
}): CaseCheck[] => {
  const { request, all, fund, available, on } = of;
  const undecided = request.approvedOn === undefined;
  return [
    ...(fund?.status === "suspended" ? [{ code: "fund_suspended", tone: "stop" as const }] : []),
    fund?.purposes.includes(request.purpose)
      ? { code: "purpose_allowed", tone: "ok" }
      : { code: "wrong_purpose", tone: "stop" },
    request.relatedParty === "no" ? { code: "no_related_party", tone: "ok" } : { code: "related_party", tone: "stop" },
    undecided && request.amount > available
      ? { code: "over_available", tone: "stop", vars: { available: formatYuan(available) } }
      : { code: "available", tone: "ok" },
    helpCheck(request, all, on),
    request.payeeRelation === "other"
      ? { code: "payee_not_beneficiary", tone: "watch" }
      : { code: "payee_fits", tone: "ok" },
    isFirstPayee(request, all) ? { code: "first_payee", tone: "watch" } : { code: "known_payee", tone: "ok" },
    amountCheck(request, all),
    evidenceCheck(request, all),
  ];
};

/** True when nobody was ever paid to this account before. */
export const isFirstPayee = (request: Request, all: readonly Request[]): boolean =>
  !all.some(
    (other) => other.no !== request.no && other.payeePrint === request.payeePrint && other.paidOn !== undefined,
  );

const helpCheck = (request: Request, all: readonly Request[], on: string): CaseCheck => {
  const same = all.filter((other) => other.beneficiary === request.beneficiary);
  const warning = warningsOf(same, on).find((each) => each.request === request.no && each.reason === "already_helped");
  return warning?.reason === "already_helped"
    ? { code: "already_helped", tone: "watch", vars: { no: warning.with } }
    : { code: "not_helped", tone: "ok" };
};

const amountCheck = (request: Request, all: readonly Request[]): CaseCheck => {
  const amounts = all
    .filter((other) => other.no !== request.no && other.fund === request.fund && other.purpose === request.purpose)
    .map((other) => other.amount)
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const median = amounts[Math.floor(amounts.length / 2)] ?? ZERO;
  if (amounts.length < LEAST_CASES || median === ZERO || request.amount < median * TIMES_MEDIAN)
    return { code: "amount_usual", tone: "ok" };
  return {
    code: "above_median",
    tone: "watch",
    vars: { median: formatYuan(fen(median)), times: Number(request.amount / median) },
  };
};

const evidenceCheck = (request: Request, all: readonly Request[]): CaseCheck => {
  const digests = new Set(request.evidence.map(({ digest }) => digest));
  const other = all.find((each) => each.no !== request.no && each.evidence.some(({ digest }) => digests.has(digest)));
  return other
    ? { code: "evidence_shared", tone: "watch", vars: { no: other.no } }
    : { code: "evidence_unique", tone: "ok" };
};

export const checkJson = ({ code, tone, vars }: CaseCheck): JsonObject => ({ code, tone, ...vars });
