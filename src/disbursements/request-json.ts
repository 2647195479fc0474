import { formatYuan } from "../kernel/money.ts";
import type { Json, JsonObject } from "../kernel/result.ts";
import type { MaskedPerson } from "../people/public.ts";
import { type CaseCheck, checkJson } from "./case-check.ts";
import type { Need } from "./needs.ts";
import type { Request } from "./request.ts";
import type { Tally } from "./vote.ts";
import type { Warning } from "./warning.ts";

/** A request in a list or as the answer to an act. Opaque ids only. */
export const requestJson = (request: Request): JsonObject => ({
  request_no: request.no,
  state: request.state,
  fund_code: request.fund,
  purpose: request.purpose,
  tier: request.tier,
  fast_track: request.fastTrack ? "yes" : "no",
  beneficiary_ref: request.beneficiary,
  household_size: request.household,
  street: request.street,
  amount: formatYuan(request.amount),
  payee_relation: request.payeeRelation,
  related_party: request.relatedParty,
  requested_on: request.requestedOn,
  ...dated(request),
});

const DATED = {
  refused_reason: "refusedReason",
  approved_on: "approvedOn",
  rejected_on: "rejectedOn",
  released_on: "releasedOn",
  bank_ref: "bankSerial",
  paid_on_noted: "paidNote",
  paid_on: "paidOn",
  returned_on: "returnedOn",
  confirmed_on: "confirmedOn",
  withdrawn_on: "withdrawnOn",
} as const satisfies { readonly [name: string]: keyof Request };

/** What later steps added, as far as they came. */
const dated = (request: Request): JsonObject => {
  const given: { [name: string]: Json } = request.missing.length > 0 ? { missing: request.missing } : {};
  for (const [name, field] of Object.entries(DATED)) {
    const value = request[field];
    if (value !== undefined) given[name] = value;
  }
  return given;
};

export type RequestDetail = {
  readonly request: Request;
  readonly tally: Tally;
  readonly needs: readonly Need[];
  readonly warnings: readonly Warning[];
  readonly checks: readonly CaseCheck[];
  readonly payee: MaskedPerson | undefined;
  /** Set when the payee's data are blocked or erased, papers included. */
  readonly gone: "blocked" | "erased" | undefined;
};

/** One case with its rule, votes, warnings, checks and what is open to the caller. The payee is masked. */
export const requestDetailJson = ({
  request,
  tally,
  needs,
  warnings,
  checks,
  payee,
  gone,
}: RequestDetail): JsonObject => ({
  ...requestJson(request),
  payee: {
    id: request.payee,
    name: payee?.name ?? "",
    account: payee?.account ?? "",
    bank: payee?.bank ?? "",
    ...(gone === undefined ? {} : { data: gone }),
  },
  other_sources_tried: request.otherSources,
  evidence: request.evidence.map(({ file, digest, paper }) => ({ file, digest, paper })),
  rule: { tier: tally.tier, moved_up: tally.movedUp, entitled: tally.entitled, quorum: tally.quorum },
  tally: { yes: tally.yes, no: tally.no, recused: tally.recused, missing: [...tally.missing] },
  votes: request.votes.map(({ by, seat, vote, on, binds }) => ({
    by,
    seat,
    vote,
    on,
    void: vote !== "recused" && binds !== request.digest,
  })),
  needs: needs.map(({ act, roles, open, stoppedBy, wouldRefuse }) => ({
    act,
    roles,
    open,
    ...(stoppedBy ? { stopped_by: stoppedBy } : {}),
    ...(wouldRefuse ? { would_refuse: wouldRefuse } : {}),
  })),
  warnings: warnings.map(({ request: _no, ...rest }) => rest),
  checks: checks.map(checkJson),
  history: request.acts.map(({ act, by, on, at, line }) => ({ act, by, on, at, line })),
});
