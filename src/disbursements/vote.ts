import type { Command, Draft } from "../journal/chapter.ts";
import { type Refusal, refuse } from "../kernel/result.ts";
import type { Member } from "../funds/public.ts";
import { openFor, samePerson } from "./duties.ts";
import type { Seat } from "./facts.ts";
import type { Request, Vote } from "./request.ts";
import type { DecisionTier } from "./tier.ts";

/** Fewer entitled members than this and a committee's item moves up one tier (ORG-19). `set` */
const LEAST_ENTITLED = 3;

export type Missing = "chair" | "member" | "quorum" | "majority" | "secretaryGeneral" | "council";

/** The count of a case: who may vote, who did, and what is still missing for it to be adopted (ORG-18). */
export type Tally = {
  readonly tier: DecisionTier;
  readonly movedUp: boolean;
  readonly entitled: number;
  readonly quorum: number;
  readonly yes: number;
  readonly no: number;
  readonly recused: number;
  readonly missing: readonly Missing[];
};

/**
 * Counts votes by the rule in force (§5.2, ORG-18, ORG-19). Entitled = in office and not recused; quorum and majority
 * are more than half of those entitled. Votes on what has changed since do not count (WF-8).
 */
export const countVotes = (request: Request, tier: DecisionTier, members: readonly Member[]): Tally => {
  const recusals = new Set(request.votes.filter((vote) => vote.vote === "recused").map((vote) => vote.by));
  const entitled = members.filter((member) => !recusals.has(`user:${member.user}`));
  const offices = new Map(entitled.map((member) => [`user:${member.user}`, member.office]));
  const valid = request.votes.filter((vote) => countsStill(request, vote) && !recusals.has(vote.by));
  const seated = valid.filter((vote) => offices.has(vote.by) && (vote.seat === "chair" || vote.seat === "member"));
  const yes = seated.filter((vote) => vote.vote === "yes");
  const quorum = Math.floor(entitled.length / 2) + 1;
  const ruled = tierInForce(tier, [...offices.values()]);
  const chairSaidYes = yes.some((vote) => offices.get(vote.by) === "chair");
  return {
    tier: ruled,
    movedUp: ruled !== tier,
    entitled: entitled.length,
    quorum,
    yes: yes.length,
    no: seated.length - yes.length,
    recused: members.length - entitled.length,
    missing:
      ruled < 2
        ? missingOfFew(ruled, { yes: yes.length, chairSaidYes })
        : missingOfCommittee(ruled, { valid, cast: seated.length, yes: yes.length, entitled: entitled.length }),
  };
};

/** Fast track: the chair; tier 1: one member. The secretary closes both. */
const missingOfFew = (
  tier: DecisionTier,
  votes: { readonly yes: number; readonly chairSaidYes: boolean },
): Missing[] => {
  if (tier === 0) return votes.chairSaidYes ? [] : ["chair"];
  return votes.yes === 0 ? ["member"] : [];
};

/** Quorum and majority of those entitled, and the office above from tier 3 on. */
const missingOfCommittee = (
  tier: DecisionTier,
  votes: { readonly valid: readonly Vote[]; readonly cast: number; readonly yes: number; readonly entitled: number },
): Missing[] => {
  const { valid, cast, yes, entitled } = votes;
  const missing: Missing[] = [];
  if (entitled > 0 && cast * 2 <= entitled) missing.push("quorum");
  if (entitled > 0 && yes * 2 <= entitled) missing.push("majority");
  if (tier === 3 && !saidYes(valid, "secretaryGeneral")) missing.push("secretaryGeneral");
  if (tier === 4 && !saidYes(valid, "council")) missing.push("council");
  return missing;
};

/** A small or recused committee moves the case up, never through (ORG-19, PIT-31). */
const tierInForce = (tier: DecisionTier, entitled: readonly Member["office"][]): DecisionTier => {
  if (tier === 0 && !entitled.includes("chair")) return tierInForce(1, entitled);
  if (tier === 1 && entitled.length === 0) return tierInForce(2, entitled);
  if (entitled.length >= LEAST_ENTITLED || tier < 2) return tier;
  return tier === 2 ? 3 : 4;
};

const countsStill = (request: Request, vote: Vote): boolean =>
  vote.binds === request.digest && vote.vote !== "recused" && !samePerson(request, "vote", vote.by);

const saidYes = (votes: readonly Vote[], seat: Seat): boolean =>
  votes.some((vote) => vote.seat === seat && vote.vote === "yes") &&
  !votes.some((vote) => vote.seat === seat && vote.vote === "no");

type VoteInput = {
  readonly request: string;
  readonly vote: Vote["vote"];
  readonly reason?: string;
  /** The caller's staff roles, as the route has proved them. */
  readonly roles: readonly string[];
};

/** One vote of one person. Refuses who has no seat inside the term (ORG-17), a recusal without reason (ORG-19), a second vote. */
export const decideVote = (
  command: Command,
  request: Request | undefined,
  members: readonly Member[],
): Draft | Refusal => {
  const input = command.input as VoteInput;
  const closed = openFor(request, "vote", { by: command.by, no: input.request });
  if (closed || !request) return closed ?? refuse("request_unknown", { request: input.request });
  const seat = seatOf(command.by, input.roles, members);
  if (!seat) return refuse("not_entitled_to_vote", { rule: "ORG-17", fund: request.fund });
  if (input.vote === "recused" && !input.reason) return refuse("recusal_without_reason", { rule: "ORG-19" });
  const earlier = request.votes.find(
    (vote) => vote.by === command.by && (vote.binds === request.digest || vote.vote === "recused"),
  );
  if (earlier) return refuse("already_voted", { request: request.no, vote: earlier.vote });
  return {
    kind: "request.voted",
    data: {
      request: request.no,
      vote: input.vote,
      seat,
      ...(input.reason ? { reason: input.reason } : {}),
      binds: request.digest,
    },
  };
};

/** A seat on the committee goes before an office of the federation. */
const seatOf = (by: string, roles: readonly string[], members: readonly Member[]): Seat | undefined => {
  const member = members.find(({ user }) => `user:${user}` === by);
  if (member) return member.office;
  if (roles.includes("secretaryGeneral")) return "secretaryGeneral";
  return roles.includes("council") ? "council" : undefined;
};
