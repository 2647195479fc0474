import Joi from "joi";
import type { Period } from "../kernel/dates.ts";
import { period } from "../platform/fields.ts";
import { type ExportFormat, FORMATS } from "./formats.ts";

const language = () => Joi.string().valid("en", "zh-CN");

export type ExportQuery = { readonly format: ExportFormat; readonly period?: Period; readonly lang?: "en" | "zh-CN" };
export const exportSchema = Joi.object<ExportQuery>({
  format: Joi.string()
    .valid(...FORMATS)
    .required(),
  period: period(),
  lang: language(),
});

export type ExportPageQuery = { readonly period?: string; readonly lang?: "en" | "zh-CN" };
export const exportPageSchema = Joi.object<ExportPageQuery>({ period: period().allow(""), lang: language() });
