import type { BusinessDate } from "../kernel/dates.ts";
import { isRefusal, type JsonObject, type Refusal, refuse } from "../kernel/result.ts";
import type { Disbursements } from "./disbursements.ts";
import { OPEN_IN, openFor, ROLES } from "./duties.ts";
import type { ActName, Request } from "./request.ts";

/** An act on a case as one person sees it: open to them, or the rule that stops them and who can act (UI-15). */
export type Need = {
  readonly act: ActName;
  readonly roles: readonly string[];
  readonly open: boolean;
  readonly stoppedBy?: Refusal;
  /** The act is open, and the book would keep this refusal of it (WF-16). */
  readonly wouldRefuse?: Refusal;
};
export type Caller = { readonly by: string; readonly roles: readonly string[]; readonly on: BusinessDate };

/** What is done to a request after it was filed, in the order of a case. */
export const ACTS = [
  "check",
  "return",
  "vote",
  "decide",
  "financeCheck",
  "remark",
  "order",
  "release",
  "confirm",
  "withdraw",
] as const satisfies readonly ActName[];

/** What an act is tried with, to hear what the book would say. Nothing is written. */
const TRIAL: { readonly [act in ActName]?: JsonObject } = {
  return: { missing: ["other"] },
  vote: { vote: "yes" },
  decide: { outcome: "approved" },
  remark: { file: "F-0", digest: "0" },
  release: { serial: "0000" },
  confirm: { how: "slip" },
  withdraw: { reason: "0" },
};

/** The acts of the case's present state, each tried for this person with the very rules of the book. */
export const needsOf = (disbursements: Disbursements, request: Request, caller: Caller): Need[] =>
  ACTS.filter((act) => OPEN_IN[act].includes(request.state) && !isDone(request, act)).map((act) => {
    const roles = ROLES[act];
    const { stoppedBy, wouldRefuse } = tried(disbursements, request, { act, caller });
    return {
      act,
      roles,
      open: stoppedBy === undefined,
      ...(stoppedBy ? { stoppedBy } : {}),
      ...(wouldRefuse ? { wouldRefuse } : {}),
    };
  });

/** Papers and amendments are brought by form while the case is open to them; the page shows the form or nothing. */
export const mayBring = (request: Request, act: "evidence" | "amend", caller: Caller): boolean =>
  ROLES[act].some((role) => caller.roles.includes(role)) &&
  openFor(request, act, { by: caller.by, no: request.no }) === undefined;

/** Some acts happen once in a state that lasts longer. */
const isDone = (request: Request, act: ActName): boolean => {
  if (act === "financeCheck") return request.financeChecker !== undefined;
  if (act === "remark") return request.remark !== undefined;
  return act === "release" && request.state === "released" && request.bankSerial !== undefined;
};

type Tried = { readonly stoppedBy?: Refusal; readonly wouldRefuse?: Refusal };

const tried = (
  disbursements: Disbursements,
  request: Request,
  of: { readonly act: ActName; readonly caller: Caller },
): Tried => {
  const { act, caller } = of;
  if (!ROLES[act].some((role) => caller.roles.includes(role)))
    return { stoppedBy: refuse("role_missing", { roles: [...ROLES[act]] }) };
  const decide = disbursements.chapter.decide[act];
  if (!decide) return {};
  const input = { request: request.no, ...TRIAL[act], ...(act === "vote" ? { roles: [...caller.roles] } : {}) };
  const answer = decide(
    { name: act, key: "trial", by: caller.by, on: caller.on, input },
    { at: `${caller.on}T00:00:00.000Z` },
  );
  if (isRefusal(answer)) return { stoppedBy: answer };
  return answer.refused ? { wouldRefuse: answer.refused } : {};
};
