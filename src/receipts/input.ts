import Joi from "joi";
import { limits } from "../../config/limits.ts";

export type VoidBody = { readonly reason: "refund_prepared" | "correction" };
export const voidSchema = Joi.object<VoidBody>({
  reason: Joi.string().valid("refund_prepared", "correction").required(),
});

export type ReceiptListQuery = { readonly state?: string; readonly after?: string; readonly limit: number };
export const receiptListSchema = Joi.object<ReceiptListQuery>({
  state: Joi.string().valid("valid", "red", "replaced"),
  after: Joi.string().max(limits.shortText).description("Number of the last receipt of the page before"),
  limit: Joi.number().integer().min(1).max(limits.pageRowsMost).default(limits.pageRows),
});

export type PdfQuery = { readonly secret?: string };
export const pdfSchema = Joi.object<PdfQuery>({
  secret: Joi.string().max(limits.shortText).description("The secret of the gift's page; staff need none"),
});

export type CheckQuery = { readonly code?: string; readonly lang?: string };
export const checkQuerySchema = Joi.object<CheckQuery>({
  code: Joi.string().max(limits.shortText),
  lang: Joi.string().max(limits.shortText),
});
