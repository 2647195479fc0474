import Joi from "joi";
import { limits } from "../../config/limits.ts";
import { opaqueId, text } from "../platform/fields.ts";

export type MatchInput = { readonly row: string; readonly gift: string };

/** A person's choice: this bank row is this promised gift. */
export const matchSchema = Joi.object<MatchInput>({
  row: text(limits.shortText).required().example("1002/base|2026090200001226"),
  gift: opaqueId("D").required(),
});

/** The forms of the desk: a candidate or none of them with the reason in a sentence; pairs as "row gift". */
export const matchFormSchema = Joi.object<MatchInput & { readonly reason?: string }>({
  row: text(limits.shortText).required(),
  gift: Joi.alternatives(Joi.string().valid("none"), opaqueId("D")).required(),
  reason: text(limits.shortText),
});
export const confirmFormSchema = Joi.object<{ readonly pair: readonly string[] }>({
  pair: Joi.array()
    .items(Joi.string().pattern(/^\S{1,200} D-[0-9A-HJKMNP-TV-Z]{16}$/))
    .single()
    .unique()
    .max(limits.pageRowsMost)
    .required(),
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
