import Joi from "joi";
import { limits } from "../../config/limits.ts";
import { opaqueId, text } from "../platform/fields.ts";
import { STATEMENT_FORMATS, type StatementFormat } from "./statement-line.ts";

export type MatchInput = {
  readonly row: string;
  readonly gift: string;
  readonly because?: string;
  readonly keep?: "yes";
};

const rowKey = () => text(limits.shortText).example("1002/base|2026090200001226");
const keep = () => Joi.string().valid("yes").description("Keep it as a rule for the next time this payer sends money");

/** A person's choice: this bank row is this promised gift. */
export const matchSchema = Joi.object<MatchInput>({
  row: rowKey().required(),
  gift: opaqueId("D").required(),
  because: text(limits.shortText),
  keep: keep(),
});

/** The match of a row is taken back, with the reason in a sentence without names of people. */
export const takeBackSchema = Joi.object<{ readonly row: string; readonly reason: string }>({
  row: rowKey().required(),
  reason: text(limits.shortText).required(),
});
/** What a person does with a booking that the provider's bill lacks, and why. */
export type CaseInput = { readonly booking: string; readonly reason: string };
export const caseActSchema = Joi.object<CaseInput>({
  booking: text(limits.shortText).required().example("D-0123456789ABCDEF"),
  reason: text(limits.shortText).required(),
});
export const caseFormSchema = caseActSchema.append<CaseInput & { readonly act: "close" | "take_back" }>({
  act: Joi.string().valid("close", "take_back").required(),
});
/** The rules may match a row again. */
export const lookAgainSchema = Joi.object<{ readonly row: string }>({ row: rowKey().required() });

/** Why an import is undone, in a sentence without names of people. */
export const undoSchema = Joi.object<{ readonly reason: string }>({ reason: text(limits.shortText).required() });

export const previewSchema = Joi.object<{ readonly kind?: StatementFormat }>({
  kind: Joi.string()
    .valid(...STATEMENT_FORMATS)
    .description("Left out: the one that the content tells"),
});
export const rowSchema = Joi.object<{ readonly key: string }>({ key: rowKey().required() });
/** Which of the ambiguous rows the desk shows; the first unless told. */
export const deskSchema = Joi.object<{ readonly row?: string }>({ row: rowKey() });

/** The forms of the desk: a candidate or none of them with the reason in a sentence; pairs as "row gift". */
export const matchFormSchema = Joi.object<Omit<MatchInput, "because"> & { readonly reason?: string }>({
  row: text(limits.shortText).required(),
  gift: Joi.alternatives(Joi.string().valid("none"), opaqueId("D")).required(),
  reason: text(limits.shortText),
  keep: keep(),
});
/** A row that is the gift of this donation code. */
export const assignFormSchema = Joi.object<{
  readonly row: string;
  readonly code: string;
  readonly reason?: string;
  readonly keep?: "yes";
}>({
  row: rowKey().required(),
  code: text(limits.shortText).required(),
  reason: text(limits.shortText),
  keep: keep(),
});
export const undoFormSchema = Joi.object<{ readonly digest: string; readonly reason: string }>({
  digest: Joi.string().hex().length(64).required(),
  reason: text(limits.shortText).required(),
});
export const dropFormSchema = Joi.object<{ readonly rule: string }>({ rule: opaqueId("R").required() });
export const confirmFormSchema = Joi.object<{ readonly pair: readonly string[] }>({
  pair: Joi.array()
    .items(Joi.string().pattern(/^\S{1,200} D-[0-9A-HJKMNP-TV-Z]{16}$/))
    .single()
    .unique()
    .max(limits.pageRowsMost)
    .required(),
});

export type AgencyMatch = { readonly row: string; readonly target: string; readonly because?: string };
const agencyTarget = () =>
  Joi.string()
    .pattern(/^agency-\d{1,9}(-\d{1,9})?$/)
    .description("An agency that money came for, or one of its orders")
    .example("agency-7");
/** A bank row that is money of others (ACC-9). */
export const agencyMatchSchema = Joi.object<AgencyMatch>({
  row: rowKey().required(),
  target: agencyTarget().required(),
  because: text(limits.shortText),
});
/** The same as a form. */
export const agencyFormSchema = Joi.object<Omit<AgencyMatch, "because"> & { readonly reason?: string }>({
  row: rowKey().required(),
  target: agencyTarget().required(),
  reason: text(limits.shortText),
});

export type RowListQuery = {
  readonly account: string;
  readonly state?: string;
  readonly after?: string;
  readonly limit: number;
};
export const rowListSchema = Joi.object<RowListQuery>({
  account: text(limits.shortText).required().example("1002/base"),
  state: Joi.string().valid("open", "matched", "suspended"),
  after: text(limits.shortText).description("The `next` of the page before"),
  limit: Joi.number().integer().min(1).max(limits.pageRowsMost).default(limits.pageRows),
});

export type StatementListQuery = { readonly after?: number; readonly limit: number };
export const statementListSchema = Joi.object<StatementListQuery>({
  after: Joi.number().integer().min(0).description("The `next` of the page before"),
  limit: Joi.number().integer().min(1).max(limits.pageRowsMost).default(limits.pageRowsMost),
});
