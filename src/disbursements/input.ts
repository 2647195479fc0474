import Joi from "joi";
import { limits } from "../../config/limits.ts";
import type { BusinessDate } from "../kernel/dates.ts";
import type { Fen } from "../kernel/money.ts";
import { code, day, text, yuan } from "../platform/fields.ts";
import type { PayeeRelation, RelatedParty, SupportTier } from "./facts.ts";

/** Papers by which evidence is named (DOMAIN §5.3, evidence by purpose). `set` */
export const PAPERS = [
  "application",
  "consent",
  "visit",
  "invoice",
  "diagnosis",
  "identity",
  "account",
  "enrolment",
  "certificate",
  "quote",
  "photo",
  "other",
] as const;
export const CONFIRMATIONS = ["code", "slip", "visit", "phone"] as const;
export const RELATIONS = ["self", "guardian", "institution", "other"] as const;

const account = () => Joi.string().pattern(/^[0-9A-Za-z -]{4,40}$/);
const money = { amount: yuan() };
const payee = {
  payee_name: text(limits.shortText),
  payee_relation: Joi.string().valid(...RELATIONS),
  payee_bank: text(limits.shortText),
  payee_account: account(),
};

export type NewRequestBody = {
  readonly request_no?: string;
  readonly fund_code: string;
  readonly purpose: string;
  readonly tier: SupportTier;
  readonly fast_track?: "yes" | "no";
  readonly beneficiary_ref: string;
  readonly household_size?: number;
  readonly street?: string;
  readonly amount: Fen;
  readonly payee_name: string;
  readonly payee_relation: PayeeRelation;
  readonly payee_bank?: string;
  readonly payee_account?: string;
  readonly related_party: RelatedParty;
  readonly other_sources_tried?: string;
  readonly requested_on?: BusinessDate;
};
export const newRequestSchema = Joi.object<NewRequestBody>({
  request_no: code(),
  fund_code: code().required(),
  purpose: code().required(),
  tier: Joi.string().valid("inside", "margin", "outside").required(),
  fast_track: Joi.string().valid("yes", "no"),
  beneficiary_ref: code().required(),
  household_size: Joi.number().integer().min(1).max(limits.householdMost),
  street: text(limits.shortText),
  ...money,
  amount: yuan().required(),
  ...payee,
  payee_name: payee.payee_name.required(),
  payee_relation: payee.payee_relation.required(),
  related_party: Joi.string().valid("no", "manager", "approver").required(),
  other_sources_tried: text(limits.shortText).allow(""),
  requested_on: day(),
});

export type AmendBody = Partial<
  Pick<NewRequestBody, "amount" | "payee_name" | "payee_relation" | "payee_bank" | "payee_account">
> &
  OnBody;
export const amendSchema = Joi.object<AmendBody>({ ...money, ...payee, on: day() }).or("amount", "payee_name");

export type OnBody = { readonly on?: BusinessDate };
/** The schema of an act's body, whatever else it holds. */
export type BodySchema = Joi.ObjectSchema<OnBody>;
export const onBodySchema = Joi.object<OnBody>({ on: day() });

export type CheckBody = OnBody & { readonly visited_on?: BusinessDate };
export const checkSchema = Joi.object<CheckBody>({ visited_on: day(), on: day() });

export type ReturnBody = OnBody & { readonly missing: readonly string[]; readonly note?: string };
export const returnSchema = Joi.object<ReturnBody>({
  missing: Joi.array()
    .items(Joi.string().valid(...PAPERS))
    .min(1)
    .unique()
    .required(),
  note: text(limits.longText),
  on: day(),
});

export type VoteBody = OnBody & { readonly vote: "yes" | "no" | "recused"; readonly reason?: string };
export const voteSchema = Joi.object<VoteBody>({
  vote: Joi.string().valid("yes", "no", "recused").required(),
  reason: text(limits.longText),
  on: day(),
});

export type DecisionBody = OnBody & { readonly outcome: "approved" | "rejected"; readonly reason?: string };
export const decisionSchema = Joi.object<DecisionBody>({
  outcome: Joi.string().valid("approved", "rejected").required(),
  reason: text(limits.longText),
  on: day(),
});

export type RemarkBody = OnBody & { readonly remark: string };
export const remarkSchema = Joi.object<RemarkBody>({ remark: text(limits.longText).required(), on: day() });

export type ReleaseBody = OnBody & { readonly serial?: string; readonly paid_on?: BusinessDate };
export const releaseSchema = Joi.object<ReleaseBody>({
  serial: Joi.string().pattern(/^[0-9A-Za-z._-]{4,40}$/),
  paid_on: day(),
  on: day(),
});

export type ConfirmBody = OnBody & { readonly how: (typeof CONFIRMATIONS)[number] };
export const confirmSchema = Joi.object<ConfirmBody>({
  how: Joi.string()
    .valid(...CONFIRMATIONS)
    .required(),
  on: day(),
});

export type ReasonBody = OnBody & { readonly reason: string };
export const reasonSchema = Joi.object<ReasonBody>({ reason: text(limits.longText).required(), on: day() });

export type EvidenceQuery = { readonly paper: (typeof PAPERS)[number] };
export const evidenceSchema = Joi.object<EvidenceQuery>({
  paper: Joi.string()
    .valid(...PAPERS)
    .required(),
});

export type ListQuery = { readonly state?: string; readonly fund?: string; readonly after?: string };
export const listSchema = Joi.object<ListQuery>({ state: code(), fund: code(), after: code() });
