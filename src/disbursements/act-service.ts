import { askedDay } from "../funds/public.ts";
import type { Outcome } from "../journal/chapter.ts";
import type { BusinessDate } from "../kernel/dates.ts";
import type { JsonObject, Refusal } from "../kernel/result.ts";
import { validate } from "../platform/validate.ts";
import {
  type BodySchema,
  checkSchema,
  confirmSchema,
  type DecisionBody,
  decisionSchema,
  type OnBody,
  onBodySchema,
  type ReasonBody,
  type RemarkBody,
  reasonSchema,
  releaseSchema,
  remarkSchema,
  type ReturnBody,
  returnSchema,
  type VoteBody,
  voteSchema,
} from "./input.ts";
import type { ActName } from "./request.ts";
import type { DisbursementsService } from "./service.ts";

export type CaseAct = Extract<
  ActName,
  "check" | "return" | "vote" | "decide" | "financeCheck" | "remark" | "order" | "release" | "confirm" | "withdraw"
>;

type Call = {
  readonly no: string;
  readonly roles: readonly string[];
  readonly note: (words: string) => Promise<{ readonly file: string; readonly digest: string }>;
};

/** An act on a case by HTTP: its address, what its body may hold, and what of it goes to the book. Words become sealed notes. */
export type ActSpec = {
  readonly act: CaseAct;
  readonly path: string;
  readonly summary: string;
  // The bodies differ; each entry reads its own.
  readonly schema: BodySchema;
  readonly input: (body: OnBody, call: Call) => Promise<JsonObject> | JsonObject;
  /** Moves or promises money: needs an Idempotency-Key. */
  readonly money?: true;
};

export const CASE_ACTS: readonly ActSpec[] = [
  { act: "check", path: "check", summary: "The material is complete", schema: checkSchema, input: withoutOn },
  {
    act: "return",
    path: "return",
    summary: "Send back for missing papers; the request keeps its place",
    schema: returnSchema,
    input: async (body, call) => {
      const { missing, note } = body as ReturnBody;
      return { missing, ...(note ? { note: (await call.note(note)).file } : {}) };
    },
  },
  {
    act: "vote",
    path: "votes",
    summary: "Vote yes or no, or recuse oneself with a reason",
    schema: voteSchema,
    input: async (body, call) => {
      const { vote, reason } = body as VoteBody;
      return { vote, roles: [...call.roles], ...(reason ? { reason: (await call.note(reason)).file } : {}) };
    },
  },
  {
    act: "decide",
    path: "decision",
    summary: "Close the vote: approve and reserve, or reject. A rule that forbids the approval is kept as a refusal",
    schema: decisionSchema,
    money: true,
    input: async (body, call) => {
      const { outcome, reason } = body as DecisionBody;
      return { outcome, ...(reason ? { reason: (await call.note(reason)).file } : {}) };
    },
  },
  {
    act: "financeCheck",
    path: "finance-check",
    summary: "Restriction, budget line and payee are right",
    schema: onBodySchema,
    input: withoutOn,
  },
  {
    act: "remark",
    path: "remark",
    summary: "The supervisor's remark",
    schema: remarkSchema,
    input: (body, call) => call.note((body as RemarkBody).remark),
  },
  {
    act: "order",
    path: "payment-order",
    summary: "Prepare the payment order",
    schema: onBodySchema,
    input: withoutOn,
    money: true,
  },
  {
    act: "release",
    path: "release",
    summary: "Release the payment, with the bank's serial when it is known",
    schema: releaseSchema,
    input: withoutOn,
    money: true,
  },
  {
    act: "confirm",
    path: "confirmation",
    summary: "The beneficiary received the money",
    schema: confirmSchema,
    input: withoutOn,
  },
  {
    act: "withdraw",
    path: "withdrawal",
    summary: "Withdraw; frees what was reserved",
    schema: reasonSchema,
    money: true,
    input: async (body, call) => ({ reason: (await call.note((body as ReasonBody).reason)).file }),
  },
];

export type ActRequest = {
  readonly spec: ActSpec;
  readonly no: string;
  readonly body: unknown;
  readonly by: string;
  readonly roles: readonly string[];
  readonly today: BusinessDate;
  readonly key: string | undefined;
};

/** Checks the body and carries the act to the book. Throws 422 with every fault of the body. */
export const takeAct = async (service: DisbursementsService, of: ActRequest): Promise<Outcome | Refusal> => {
  const { spec, no, by, key } = of;
  const body = validate(spec.schema, of.body ?? {});
  const on = askedDay(body.on, of.today);
  const input = await spec.input(body, { no, roles: of.roles, note: (words) => service.note(no, words) });
  return service.act({ act: spec.act, no, by, on, input, ...(key === undefined ? {} : { key }) });
};

function withoutOn(body: OnBody): JsonObject {
  const { on: _on, ...rest } = body as OnBody & JsonObject;
  return rest;
}
