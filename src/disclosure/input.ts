import Joi from "joi";
import { limits } from "../../config/limits.ts";
import { period, text } from "../platform/fields.ts";

export type ReportInput = { readonly period: string; readonly reason?: string };
export const reportSchema = Joi.object<ReportInput>({ period: period().required(), reason: text(limits.shortText) });

export type MonthPath = { readonly period: string };
export const monthSchema = Joi.object<MonthPath>({ period: period().required() });

export type PageQuery = { readonly period?: string; readonly show?: "all" | "in" | "out"; readonly lang?: string };
export const pageSchema = Joi.object<PageQuery>({
  period: period(),
  show: Joi.string().valid("all", "in", "out"),
  lang: Joi.string().valid("en", "zh-CN"),
});
