import { type Fen, formatYuan, ZERO } from "../kernel/money.ts";
import type { JsonObject } from "../kernel/result.ts";
import type { Fund } from "../funds/public.ts";
import type { Disbursements } from "./disbursements.ts";
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

/** What is asked of the other requests. */
type Others = Pick<Disbursements, "sameBeneficiary" | "samePaper" | "isFirstPayee" | "usualAmount">;

/** All checks of a case against the fund and every other request. `available` in fen, before this one. */
export const checksOf = (of: {
  readonly request: Request;
  readonly disbursements: Others;
  readonly fund: Fund | undefined;
  readonly available: Fen;
  readonly on: string;
}): CaseCheck[] => {
  const { request, disbursements, fund, available, on } = of;
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
    helpCheck(request, disbursements.sameBeneficiary(request), on),
    request.payeeRelation === "other"
      ? { code: "payee_not_beneficiary", tone: "watch" }
      : { code: "payee_fits", tone: "ok" },
    disbursements.isFirstPayee(request) ? { code: "first_payee", tone: "watch" } : { code: "known_payee", tone: "ok" },
    amountCheck(request, disbursements.usualAmount(request)),
    evidenceCheck(disbursements.samePaper(request)),
  ];
};

const helpCheck = (request: Request, same: readonly Request[], on: string): CaseCheck => {
  const warning = warningsOf(same, on).find((each) => each.request === request.no && each.reason === "already_helped");
  return warning?.reason === "already_helped"
    ? { code: "already_helped", tone: "watch", vars: { no: warning.with } }
    : { code: "not_helped", tone: "ok" };
};

const amountCheck = (request: Request, { count, median }: ReturnType<Others["usualAmount"]>): CaseCheck => {
  if (count < LEAST_CASES || median === ZERO || request.amount < median * TIMES_MEDIAN)
    return { code: "amount_usual", tone: "ok" };
  return {
    code: "above_median",
    tone: "watch",
    vars: { median: formatYuan(median), times: Number(request.amount / median) },
  };
};

const evidenceCheck = (other: Request | undefined): CaseCheck =>
  other ? { code: "evidence_shared", tone: "watch", vars: { no: other.no } } : { code: "evidence_unique", tone: "ok" };

export const checkJson = ({ code, tone, vars }: CaseCheck): JsonObject => ({ code, tone, ...vars });
