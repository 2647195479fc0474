import joi from "joi";

const whole = joi.number().integer().min(0).max(Number.MAX_SAFE_INTEGER);

export type InclusionQuery = { readonly line: number; readonly size?: number };
export const inclusionSchema = joi.object<InclusionQuery>({ line: whole.required(), size: whole.min(1) });

export type ConsistencyQuery = { readonly from: number; readonly to: number };
export const consistencySchema = joi.object<ConsistencyQuery>({
  from: whole.min(1).required(),
  to: whole.min(1).required(),
});

export type CheckpointsQuery = { readonly before?: number };
export const checkpointsSchema = joi.object<CheckpointsQuery>({ before: whole });

export type VerifyPageQuery = { readonly line?: number; readonly leaf?: string; readonly lang?: string };
export const verifyPageSchema = joi.object<VerifyPageQuery>({
  line: whole,
  leaf: joi.string().lowercase().hex().length(64),
  lang: joi.string().valid("en", "zh-CN"),
});
