import type { Standing } from "../people/public.ts";
import type { Case } from "./case-notice.ts";
import { formatYuan } from "../kernel/money.ts";
import type { Refusal } from "../kernel/result.ts";
import { type CaseCheck, checksOf } from "./case-check.ts";
import { fundName, nameOf, notesOf, purposeName } from "./desk-rows.ts";
import { mayBring, type Need, needsOf } from "./needs.ts";
import type { Request, Vote } from "./request.ts";
import type { ActChoice, DeskAct, Evidence, RequestPage, VoteLine, Why } from "./request-page.ts";
import { tierRowOn } from "./tier.ts";

/** What the vault and the files say of one case, gathered before the page is built. */
export type CaseGathered = {
  readonly names: ReadonlyMap<string, string>;
  readonly payee: { readonly name: string; readonly account: string };
  /** Set when the person's data are blocked or erased: then nothing of them was gathered. */
  readonly standing: Standing | undefined;
  readonly notes: ReadonlyMap<string, string>;
  readonly images: ReadonlySet<string>;
  readonly current: number;
  readonly formKey: string;
};

type GatheredCase = Case & { readonly gathered: CaseGathered };

/** One case as the desk shows it to one person: evidence, checks, the rule, the votes, and what is open to them. */
export const requestPage = (of: GatheredCase): RequestPage => {
  const { disbursements, funds, request, caller, gathered } = of;
  const fund = funds.fund(request.fund);
  const available = funds.available(request.fund, caller.on);
  const checks = checksOf({ request, disbursements, fund, available, on: caller.on });
  const tally = disbursements.tally(request, caller.on);
  return {
    no: request.no,
    state: request.state,
    purpose: purposeName(funds, request.purpose),
    fund: { code: request.fund, name: fundName(fund, request.fund) },
    households: 1,
    applicant: nameOf(gathered.names, request.maker),
    tier: request.tier,
    otherSources: request.otherSources,
    requestedOn: request.requestedOn,
    today: caller.on,
    amount: request.amount,
    available,
    unreserved: request.approvedOn === undefined,
    payee: { ...gathered.payee, relation: request.payeeRelation, first: disbursements.isFirstPayee(request) },
    notes: notesOf({ request, checks, by: caller.by }),
    ...(gathered.standing === undefined ? {} : { gone: gathered.standing.state }),
    evidence: evidenceOf(of),
    current: Math.min(Math.max(gathered.current, 0), Math.max(request.evidence.length - 1, 0)),
    checks: checks.map(shownCheck),
    rule: { tier: tally.tier, entitled: tally.entitled, quorum: tally.quorum, ...tierRowOn(request.requestedOn) },
    tally: { yes: tally.yes, no: tally.no, recused: tally.recused, missing: tally.missing },
    votes: votesOf(of),
    ...remarkOf(of),
    brings: {
      paper: gathered.standing === undefined && mayBring(request, "evidence", caller),
      change: mayBring(request, "amend", caller),
    },
    missing: request.missing ?? [],
    acts: needsOf(disbursements, request, caller).map((need) => choiceOf(need, of)),
    history: historyOf(of),
    ...paymentOf(request),
    formKey: gathered.formKey,
  };
};

/** The acts on the case, and what became of the person's data. */
const historyOf = ({ request, gathered }: GatheredCase): RequestPage["history"] => {
  const { standing } = gathered;
  const end = standing === undefined ? [] : [{ ...standing, act: `person_${standing.state}` }];
  return [...request.acts, ...end].map(({ act, by, at, line }) => ({
    act,
    name: nameOf(gathered.names, by),
    at,
    line,
  }));
};

const shownCheck = ({ code, tone, vars }: CaseCheck): RequestPage["checks"][number] => ({
  code,
  tone,
  ...(vars ? { vars } : {}),
});

/** Papers and the acts that brought them stand in the same order. */
const evidenceOf = ({ request, caller, gathered }: GatheredCase): Evidence[] => {
  const brought = request.acts.filter(({ act }) => act === "evidence");
  const voted = request.acts.findLast(({ act, by }) => act === "vote" && by === caller.by);
  return request.evidence.map(({ file, digest, paper }, i) => {
    const act = brought[i];
    return {
      file,
      digest,
      paper,
      uploadedAt: act?.at ?? "",
      by: nameOf(gathered.names, act?.by ?? request.maker),
      seen: request.seen.includes(`${caller.by}|${file}`),
      isNew: voted !== undefined && act !== undefined && act.line > voted.line,
      href: `/desk/requests/${request.no}/evidence/${file}`,
      image: gathered.images.has(file),
    };
  });
};

const votesOf = (of: GatheredCase): VoteLine[] => {
  const { request, funds, caller } = of;
  const members = funds.members(request.fund, caller.on);
  const seated = new Set(members.map(({ user }) => `user:${user}`));
  return [
    ...members.map(({ user, office }) =>
      voteLine(of, { by: `user:${user}`, office, vote: request.votes.find(({ by }) => by === `user:${user}`) }),
    ),
    ...request.votes
      .filter(({ by }) => !seated.has(by))
      .map((vote) => voteLine(of, { by: vote.by, office: vote.seat, vote })),
  ];
};

const voteLine = (
  { request, caller, gathered }: GatheredCase,
  of: { readonly by: string; readonly office: string; readonly vote: Vote | undefined },
): VoteLine => {
  const { by, office, vote } = of;
  const reason = vote?.reason === undefined ? undefined : gathered.notes.get(vote.reason);
  const isVoid = vote !== undefined && vote.vote !== "recused" && vote.binds !== request.digest;
  return {
    name: nameOf(gathered.names, by),
    office,
    me: by === caller.by,
    vote: vote === undefined ? "none" : isVoid ? "void" : vote.vote,
    ...(vote === undefined ? {} : { on: vote.on }),
    ...(reason ? { reason } : {}),
  };
};

const remarkOf = ({ request, gathered }: GatheredCase): Pick<RequestPage, "remark"> => {
  const act = request.acts.find((each) => each.act === "remark");
  if (!request.remark || !act) return {};
  return {
    remark: { name: nameOf(gathered.names, act.by), on: act.on, text: gathered.notes.get(request.remark.file) ?? "" },
  };
};

const paymentOf = (request: Request): Pick<RequestPage, "payment"> => {
  if (!request.orderedOn) return {};
  return {
    payment: {
      ordered: request.orderedOn,
      ...(request.releasedOn ? { released: request.releasedOn } : {}),
      ...(request.bankSerial ? { serial: request.bankSerial } : {}),
      ...(request.paidOn ? { paid: request.paidOn } : {}),
      ...(request.paidLine === undefined ? {} : { line: request.paidLine }),
      ...(request.returnedOn ? { returned: request.returnedOn } : {}),
      ...(request.confirmedOn ? { confirmed: request.confirmedOn } : {}),
    },
  };
};

const choiceOf = (need: Need, of: Case): ActChoice => ({
  act: need.act === "financeCheck" ? "finance_check" : (need.act as DeskAct),
  open: need.open,
  why: need.stoppedBy ? [whyOf(need.stoppedBy, of)] : [],
  who: need.open ? [] : need.roles,
});

const WHY: { readonly [refused: string]: Why["code"] } = {
  role_missing: "role",
  not_entitled_to_vote: "no_seat",
  already_voted: "already_voted",
  remark_missing: "remark",
  finance_check_missing: "finance",
  fund_suspended: "suspended",
  approval_void: "changed",
};

/** The rule that stops a person, in words with the numbers of the moment (UI-15). */
const whyOf = (refusal: Refusal, { request, words, disbursements, caller, funds }: Case): Why => {
  const known = WHY[refusal.refused];
  if (known) return { code: known };
  switch (refusal.refused) {
    case "same_person":
      return { code: "same_person", vars: { did: words.t(`act.${String(refusal.did)}`), rule: String(refusal.rule) } };
    case "votes_missing": {
      const { missing } = disbursements.tally(request, caller.on);
      return {
        code: "votes",
        vars: { list: missing.map((each) => words.t(`missing.${each}`)).join(words.t("list.comma")) },
      };
    }
    case "over_available":
      return { code: "available", vars: { available: formatYuan(funds.available(request.fund, caller.on)) } };
    default:
      return { code: "state", vars: { state: words.t(`state.${request.state}`) } };
  }
};
