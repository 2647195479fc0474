import type { Command, Draft } from "../journal/chapter.ts";
import type { BusinessDate } from "../kernel/dates.ts";
import { type Fen, formatYuan } from "../kernel/money.ts";
import { type JsonObject, type Refusal, refuse } from "../kernel/result.ts";
import { reservePostings } from "../ledger/public.ts";
import type { Fund } from "../funds/public.ts";
import { openFor } from "./duties.ts";
import type { DecisionData } from "./facts.ts";
import type { Request } from "./request.ts";
import type { Tally } from "./vote.ts";

/** What a decision looks at, all of one moment of the book (WF-10). */
export type DecisionBooks = {
  readonly request: Request | undefined;
  readonly fund: Fund | undefined;
  readonly tally: (request: Request, on: BusinessDate) => Tally;
  readonly spendable: (fund: string, on: BusinessDate) => Fen;
  readonly postingDate: (on: BusinessDate) => BusinessDate;
};

type DecisionInput = { readonly request: string; readonly outcome: "approved" | "rejected"; readonly reason?: string };

/**
 * Closes the vote: approves and reserves, or rejects. An approval that a rule forbids becomes a kept refusal (WF-16), by
 * the first of: suspended fund, foreign purpose, related party, more than is available.
 */
export const decideDecision = (command: Command, books: DecisionBooks): Draft | Refusal => {
  const input = command.input as DecisionInput;
  const { request, fund } = books;
  const closed = openFor(request, "decide", { by: command.by, no: input.request });
  if (closed || !request) return closed ?? refuse("request_unknown", { request: input.request });
  if (!fund) return refuse("fund_unknown", { fund: request.fund });
  const tally = books.tally(request, command.on);
  const on = books.postingDate(command.on);
  const data = { ...countOf(request, tally), ...(on === command.on ? {} : { relates_to: command.on }) };
  if (input.outcome === "rejected") return rejection({ input, tally, data });
  if (tally.missing.length > 0) {
    return refuse("votes_missing", {
      rule: "ORG-18",
      tier: tally.tier,
      missing: [...tally.missing],
      yes: tally.yes,
      entitled: tally.entitled,
    });
  }
  const stop = refusalToApprove({ request, fund, available: books.spendable(request.fund, command.on) });
  if (stop) {
    const { refused, ...numbers } = stop;
    return { kind: "request.refused", data: { ...data, ...numbers, reason: refused }, refused: stop };
  }
  return {
    kind: "request.approved",
    on,
    data,
    post: reservePostings({ fund: request.fund, on, amount: request.amount }),
  };
};

/** The hard stops of an approval, most basic first; a test fixes their order (samples rule 14). Nobody can override them. */
const refusalToApprove = (of: {
  readonly request: Request;
  readonly fund: Fund;
  readonly available: Fen;
}): Refusal | undefined => {
  const { request, fund, available } = of;
  const about = { request: request.no, fund: fund.code };
  if (fund.status === "suspended") return refuse("fund_suspended", { rule: "WF-7", ...about });
  if (!fund.purposes.includes(request.purpose))
    return refuse("wrong_purpose", { rule: "WF-2", ...about, purpose: request.purpose });
  if (request.relatedParty !== "no")
    return refuse("related_party", { rule: "WF-1", ...about, party: request.relatedParty });
  if (request.amount > available) {
    return refuse("over_available", {
      rule: "LED-4",
      ...about,
      available: formatYuan(available),
      amount: formatYuan(request.amount),
    });
  }
  return undefined;
};

/** A rejection gives its reason and may not stand against the votes (ORG-18). */
const rejection = (of: {
  readonly input: DecisionInput;
  readonly tally: Tally;
  readonly data: DecisionData;
}): Draft | Refusal => {
  const { input, tally, data } = of;
  if (!input.reason) return refuse("rejection_without_reason", { request: input.request });
  if (tally.tier >= 2 && tally.missing.includes("quorum")) {
    return refuse("votes_missing", {
      rule: "ORG-18",
      tier: tally.tier,
      missing: ["quorum"],
      yes: tally.yes,
      entitled: tally.entitled,
    });
  }
  if (tally.tier >= 2 && tally.missing.length === 0)
    return refuse("votes_adopted", { rule: "ORG-18", yes: tally.yes, entitled: tally.entitled });
  return { kind: "request.rejected", data: { ...data, reason: input.reason } };
};

const countOf = (request: Request, tally: Tally): DecisionData & JsonObject => ({
  request: request.no,
  tier: tally.tier,
  entitled: tally.entitled,
  quorum: tally.quorum,
  yes: tally.yes,
  no: tally.no,
  recused: tally.recused,
  binds: request.digest,
});
