import type { Line } from "../journal/line.ts";
import { fen } from "../kernel/money.ts";
import type { DecisionData, DisbursementFact, EvidenceData, RequestAmended, RequestFiled, VoteData } from "./facts.ts";
import { type Act, type ActName, type Request, requestDigest } from "./request.ts";

/** The row a filing makes. */
export const filed = (line: Line, index: number): Request => {
  const data = line.data as RequestFiled;
  const row = {
    no: data.request,
    fund: data.fund,
    purpose: data.purpose,
    tier: data.tier,
    fastTrack: data.fast_track,
    beneficiary: data.beneficiary,
    household: data.household,
    street: data.street,
    amount: fen(BigInt(data.amount)),
    payee: data.payee,
    payeePrint: data.payee_print,
    payeeRelation: data.payee_relation,
    relatedParty: data.related_party,
    otherSources: data.other_sources,
    requestedOn: data.requested_on,
    formerPayees: [],
    evidence: [],
    files: [],
    seen: [],
    missing: [],
    votes: [],
    maker: line.by,
    line: index,
  };
  return { ...row, state: "filed", digest: requestDigest(row), acts: [act("file", line, index)] };
};

/** Every kind that changes a row that is there. */
type ChangeKind = Exclude<DisbursementFact["kind"], "request.filed" | "request.seen">;
type Step = {
  readonly act: ActName;
  readonly change: (row: Request, line: Line, index: number) => Partial<Request>;
  /** The row without what no longer holds. */
  readonly rest?: (row: Request) => Request;
};

/** What each later kind makes of the row. Business dates of late papers are those they relate to. */
const CHANGES: { readonly [kind in ChangeKind]: Step } = {
  "request.amended": { act: "amend", change: (row, line) => amended(row, line.data as RequestAmended) },
  "request.evidence": { act: "evidence", change: withEvidence },
  "request.returned_for_details": {
    act: "return",
    change: (_row, line) => ({ state: "returned_for_details", missing: line.data.missing as string[] }),
  },
  "request.checked": { act: "check", change: (_row, line) => ({ state: "checked", checker: line.by, missing: [] }) },
  "request.voted": {
    act: "vote",
    change: (row, line) => ({ votes: [...row.votes.filter(({ by }) => by !== line.by), voteOf(line)] }),
  },
  "request.approved": {
    act: "decide",
    change: (_row, line) => ({
      ...decided(line),
      state: "approved",
      approvedOn: dayOf(line),
      approver: line.by,
      approvedDigest: bound(line),
    }),
  },
  "request.rejected": {
    act: "decide",
    change: (_row, line) => ({
      ...decided(line),
      state: "rejected",
      rejectedOn: dayOf(line),
      rejectedReason: reason(line),
    }),
  },
  "request.refused": {
    act: "decide",
    change: (_row, line) => ({
      ...decided(line),
      state: "refused",
      refusedOn: dayOf(line),
      refusedReason: reason(line),
    }),
  },
  "request.finance_checked": { act: "financeCheck", change: (_row, line) => ({ financeChecker: line.by }) },
  "request.remarked": {
    act: "remark",
    change: (_row, line) => ({ remark: { file: String(line.data.file), digest: String(line.data.digest) } }),
  },
  "request.ordered": {
    act: "order",
    change: (_row, line) => ({ state: "ordered", orderedOn: dayOf(line), orderedBy: line.by }),
  },
  "request.released": { act: "release", change: released },
  "aid.paid": { act: "pay", change: (_row, line, index) => ({ state: "paid", paidOn: dayOf(line), paidLine: index }) },
  // The bank row was another payment: the order waits for its own serial again.
  "match.taken_back": {
    act: "unpay",
    change: () => ({ state: "released" }),
    rest: ({ paidOn: _on, paidLine: _line, bankSerial: _serial, paidNote: _note, ...row }) => row,
  },
  "aid.returned": {
    act: "payBack",
    change: (_row, line, index) => ({ state: "returned", returnedOn: dayOf(line), returnedLine: index }),
  },
  "request.confirmed": {
    act: "confirm",
    change: (_row, line) => ({ state: "confirmed", confirmedOn: dayOf(line), confirmedHow: String(line.data.how) }),
  },
  "request.withdrawn": { act: "withdraw", change: (_row, line) => ({ state: "withdrawn", withdrawnOn: dayOf(line) }) },
};

/** A look at a paper is no act on the case: it bars nobody from anything. */
export const withSeen = (row: Request, line: Line): Request => {
  const look = `${line.by}|${String(line.data.file)}`;
  return row.seen.includes(look) ? row : { ...row, seen: [...row.seen, look] };
};

const STEPS: ReadonlyMap<string, Step> = new Map(Object.entries(CHANGES));
export const CHANGE_KINDS: readonly string[] = [...STEPS.keys()];

/** The row after a line of a kind in `CHANGE_KINDS`. */
export const changed = (row: Request, line: Line, index: number): Request => {
  const step = STEPS.get(line.kind);
  if (!step) throw new Error(`no change of a request by ${line.kind}`);
  const acts = [...row.acts, act(step.act, line, index)];
  const files = [...new Set([...row.files, ...filesOf(line)])];
  return { ...(step.rest?.(row) ?? row), ...step.change(row, line, index), acts, files };
};

/** The sealed files that a line of a case names. */
const filesOf = ({ kind, data }: Line): string[] =>
  kind.startsWith("request.")
    ? [data.file, data.reason, data.note].filter((id): id is string => typeof id === "string" && FILE.test(id))
    : [];
const FILE = /^F-[0-9A-HJKMNP-TV-Z]{16}$/;

/** The business date of what the line says, not of the month it was posted in. */
const dayOf = (line: Line): string => (typeof line.data.relates_to === "string" ? line.data.relates_to : line.on);
const bound = (line: Line): string => (line.data as DecisionData).binds;
const reason = (line: Line): string => String(line.data.reason);
const decided = (line: Line): Partial<Request> => ({ decidedTier: (line.data as DecisionData).tier });

const act = (name: ActName, line: Line, index: number): Act => ({
  act: name,
  by: line.by,
  on: dayOf(line),
  at: line.at,
  line: index,
});

/** Material that changed is checked again. */
const amended = (row: Request, data: RequestAmended): Partial<Request> => {
  const next = {
    ...row,
    ...(data.amount === undefined ? {} : { amount: fen(BigInt(data.amount)) }),
    ...(data.payee === undefined || data.payee === row.payee
      ? {}
      : { payee: data.payee, formerPayees: [...row.formerPayees, row.payee] }),
    ...(data.payee_print === undefined ? {} : { payeePrint: data.payee_print }),
    ...(data.payee_relation === undefined ? {} : { payeeRelation: data.payee_relation }),
  };
  return { ...next, state: "filed", missing: [], digest: requestDigest(next) };
};

/** A paper that was asked for brings the request back into the queue; papers after payment void nothing. */
function withEvidence(row: Request, line: Line): Partial<Request> {
  const { file, digest, paper } = line.data as EvidenceData & typeof line.data;
  const next = { ...row, evidence: [...row.evidence, { file, digest, paper }] };
  if (row.paidOn !== undefined) return { evidence: next.evidence };
  return {
    evidence: next.evidence,
    digest: requestDigest(next),
    ...(row.state === "returned_for_details" ? { state: "filed" as const, missing: [] } : {}),
  };
}

const voteOf = (line: Line): Request["votes"][number] => {
  const { vote, seat, reason: why, binds } = line.data as VoteData;
  return { by: line.by, seat, vote, ...(why ? { reason: why } : {}), on: dayOf(line), binds };
};

function released(row: Request, line: Line): Partial<Request> {
  const { serial, paid_on: paidOn } = line.data as { serial?: string; paid_on?: string };
  return {
    state: "released",
    releasedOn: row.releasedOn ?? dayOf(line),
    payer: row.payer ?? line.by,
    ...(serial ? { bankSerial: serial } : {}),
    ...(paidOn ? { paidNote: paidOn } : {}),
  };
}
