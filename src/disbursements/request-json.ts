import { formatYuan } from "../kernel/money.ts";
import type { JsonObject } from "../kernel/result.ts";
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

const dated = (request: Request): JsonObject => ({
  ...(request.refusedReason ? { refused_reason: request.refusedReason } : {}),
  ...(request.missing.length > 0 ? { missing: request.missing } : {}),
  ...(request.approvedOn ? { approved_on: request.approvedOn } : {}),
  ...(request.rejectedOn ? { rejected_on: request.rejectedOn } : {}),
  ...(request.releasedOn ? { released_on: request.releasedOn } : {}),
  ...(request.bankSerial ? { bank_ref: request.bankSerial } : {}),
  ...(request.paidNote ? { paid_on_noted: request.paidNote } : {}),
  ...(request.paidOn ? { paid_on: request.paidOn } : {}),
  ...(request.returnedOn ? { returned_on: request.returnedOn } : {}),
  ...(request.confirmedOn ? { confirmed_on: request.confirmedOn } : {}),
});

export type RequestDetail = {
  readonly request: Request;
  readonly tally: Tally;
  readonly needs: readonly Need[];
  readonly warnings: readonly Warning[];
  readonly checks: readonly CaseCheck[];
  readonly payee: MaskedPerson | undefined;
};

/** One case with its rule, votes, warnings, checks and what is open to the caller. The payee is masked. */
export const requestDetailJson = ({ request, tally, needs, warnings, checks, payee }: RequestDetail): JsonObject => ({
  ...requestJson(request),
  payee: { id: request.payee, name: payee?.name ?? "", account: payee?.account ?? "", bank: payee?.bank ?? "" },
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
