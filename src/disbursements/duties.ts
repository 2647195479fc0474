import { type Refusal, refuse } from "../kernel/result.ts";
import type { ActName, Request } from "./request.ts";

const MAKING: readonly ActName[] = ["file", "amend", "evidence"];
const CHECKING: readonly ActName[] = [...MAKING, "check", "return"];
const DECIDING: readonly ActName[] = ["vote", "decide"];

/** For each act the earlier acts whose doer may not do it (LED-9, WF-9): maker ≠ checker ≠ approver ≠ payer. */
const BARRED: { readonly [act in ActName]: { readonly rule: string; readonly after: readonly ActName[] } } = {
  file: { rule: "LED-9", after: [] },
  amend: { rule: "WF-9", after: [...DECIDING, "financeCheck"] },
  evidence: { rule: "WF-9", after: [...DECIDING, "financeCheck"] },
  return: { rule: "LED-9", after: MAKING },
  check: { rule: "LED-9", after: MAKING },
  vote: { rule: "WF-9", after: [...CHECKING, "financeCheck", "remark"] },
  decide: { rule: "WF-9", after: [...CHECKING, "financeCheck", "remark"] },
  financeCheck: { rule: "LED-9", after: [...CHECKING, ...DECIDING, "remark"] },
  remark: { rule: "ORG-20", after: [...CHECKING, ...DECIDING, "financeCheck", "order", "release"] },
  order: { rule: "LED-9", after: [...CHECKING, ...DECIDING, "financeCheck", "remark"] },
  release: { rule: "LED-9", after: [...CHECKING, ...DECIDING, "financeCheck", "remark", "order"] },
  pay: { rule: "LED-9", after: [] },
  payBack: { rule: "LED-9", after: [] },
  unpay: { rule: "LED-9", after: [] },
  confirm: { rule: "LED-9", after: ["order", "release"] },
  withdraw: { rule: "LED-9", after: [] },
};

/** Refuses an act of somebody who did another act on the same case: `same_person` with the rule and what they did. */
export const samePerson = (request: Request, act: ActName, by: string): Refusal | undefined => {
  const { rule, after } = BARRED[act];
  const earlier = request.acts.find((done) => done.by === by && after.includes(done.act));
  if (!earlier) return undefined;
  return refuse("same_person", {
    rule: DECIDING.includes(earlier.act) ? "WF-9" : rule,
    act,
    did: earlier.act,
    request: request.no,
  });
};

/** Which staff roles may do an act (DOMAIN §1.3). */
export const ROLES: { readonly [act in ActName]: readonly string[] } = {
  file: ["applicant", "streetOfficer"],
  amend: ["applicant", "streetOfficer"],
  evidence: ["applicant", "streetOfficer"],
  return: ["streetOfficer"],
  check: ["streetOfficer"],
  vote: ["committeeMember", "committeeChair", "secretaryGeneral", "council"],
  decide: ["fundSecretary"],
  financeCheck: ["financeChecker"],
  remark: ["supervisor"],
  order: ["cashier", "financeChecker"],
  release: ["cashier"],
  pay: ["bookkeeper"],
  payBack: ["bookkeeper"],
  unpay: ["bookkeeper"],
  confirm: ["applicant", "streetOfficer"],
  withdraw: ["applicant", "streetOfficer"],
};

/** The states in which an act is open. */
export const OPEN_IN: { readonly [act in ActName]: readonly Request["state"][] } = {
  file: [],
  amend: ["filed", "checked", "returned_for_details"],
  evidence: ["filed", "checked", "returned_for_details", "paid", "confirmed", "returned"],
  return: ["filed"],
  check: ["filed"],
  vote: ["checked"],
  decide: ["checked"],
  financeCheck: ["approved"],
  remark: ["checked", "approved", "ordered", "released", "paid", "confirmed"],
  order: ["approved"],
  release: ["ordered", "released"],
  pay: ["released"],
  payBack: ["paid", "confirmed"],
  unpay: ["paid"],
  confirm: ["paid"],
  withdraw: ["filed", "checked", "returned_for_details", "approved", "ordered"],
};

/** The request, or why this act is not open on it for this person: unknown, wrong state, same person. */
export const openFor = (
  request: Request | undefined,
  act: ActName,
  command: { readonly by: string; readonly no: string },
): Refusal | undefined => {
  if (!request) return refuse("request_unknown", { request: command.no });
  if (!OPEN_IN[act].includes(request.state))
    return refuse("request_wrong_state", { request: request.no, state: request.state, act });
  return samePerson(request, act, command.by);
};
