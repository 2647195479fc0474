import type { Command, Draft } from "../journal/chapter.ts";
import type { BusinessDate } from "../kernel/dates.ts";
import { fen } from "../kernel/money.ts";
import { type Refusal, refuse } from "../kernel/result.ts";
import { reservePostings } from "../ledger/public.ts";
import type { Fund } from "../funds/public.ts";
import { openFor } from "./duties.ts";
import type { RequestAmended, RequestFiled } from "./facts.ts";
import type { Request } from "./request.ts";

/** Files a request for aid, under the next number of its month and on the day of writing unless it says otherwise. A wrong purpose or a suspended fund is no fault here: the decision refuses and keeps it (WF-16). */
export const decideFile = (
  command: Command,
  known: {
    readonly request: Request | undefined;
    readonly fund: Fund | undefined;
    readonly purposes: ReadonlySet<string>;
    readonly nextNumber: (on: BusinessDate) => string;
  },
): Draft | Refusal => {
  const { request, requested_on = command.on } = command.input as Partial<RequestFiled>;
  const input: RequestFiled = {
    ...(command.input as RequestFiled),
    request: request ?? known.nextNumber(requested_on),
    requested_on,
  };
  if (known.request) return refuse("request_exists", { request: input.request });
  if (!known.fund) return refuse("fund_unknown", { fund: input.fund });
  if (!known.purposes.has(input.purpose)) return refuse("purpose_unknown", { purpose: input.purpose });
  if (input.requested_on > command.on) return refuse("requested_later_than_filed", { request: input.request });
  return { kind: "request.filed", data: input };
};

/** A new amount or payee before the decision: the material is checked again, and votes are void (WF-8). */
export const decideAmend = (command: Command, request: Request | undefined): Draft | Refusal => {
  const input = command.input as RequestAmended;
  return openFor(request, "amend", { by: command.by, no: input.request }) ?? { kind: "request.amended", data: input };
};

/** One more paper. Between decision and payment none can be added: the approval binds to what was seen (WF-8). */
export const decideEvidence = (command: Command, request: Request | undefined, limit: number): Draft | Refusal => {
  const no = String(command.input.request);
  const closed = openFor(request, "evidence", { by: command.by, no });
  if (closed || !request) return closed ?? refuse("request_unknown", { request: no });
  if (request.evidence.some(({ digest }) => digest === command.input.digest))
    return refuse("evidence_known", { request: no });
  if (request.evidence.length >= limit) return refuse("evidence_full", { request: no, limit });
  return { kind: "request.evidence", data: command.input };
};

/** A person has looked at one of the papers (UI-12). */
export const decideSee = (command: Command, request: Request | undefined): Draft | Refusal => {
  const no = String(command.input.request);
  if (!request) return refuse("request_unknown", { request: no });
  const known = request.evidence.some(({ file }) => file === command.input.file);
  return known ? { kind: "request.seen", data: command.input } : refuse("evidence_unknown", { request: no });
};

/** Material check (§5.1): complete, or sent back with the missing papers named; it keeps its place in line (UI-18). */
export const decideCheck = (command: Command, request: Request | undefined): Draft | Refusal => {
  const no = String(command.input.request);
  return openFor(request, "check", { by: command.by, no }) ?? { kind: "request.checked", data: command.input };
};

export const decideReturn = (command: Command, request: Request | undefined): Draft | Refusal => {
  const no = String(command.input.request);
  return (
    openFor(request, "return", { by: command.by, no }) ?? { kind: "request.returned_for_details", data: command.input }
  );
};

/** Possible until the payment is released; frees the reservation. */
export const decideWithdraw = (
  command: Command,
  request: Request | undefined,
  postingDate: (on: BusinessDate) => BusinessDate,
): Draft | Refusal => {
  const no = String(command.input.request);
  const closed = openFor(request, "withdraw", { by: command.by, no });
  if (closed || !request) return closed ?? refuse("request_unknown", { request: no });
  if (request.state !== "approved" && request.state !== "ordered")
    return { kind: "request.withdrawn", data: command.input };
  const on = postingDate(command.on);
  return {
    kind: "request.withdrawn",
    on,
    data: { ...command.input, ...(on === command.on ? {} : { relates_to: command.on }) },
    post: reservePostings({ fund: request.fund, on, amount: fen(-request.amount) }),
  };
};
