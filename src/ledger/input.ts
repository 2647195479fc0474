import Joi from "joi";
import { limits } from "../../config/limits.ts";
import type { Fen } from "../kernel/money.ts";
import { day, period, text, yuan } from "../platform/fields.ts";

export type VoucherEntryInput = { readonly account: string; readonly debit?: Fen; readonly credit?: Fen };
export type VoucherInput = {
  readonly on: string;
  readonly text: string;
  readonly entries: readonly VoucherEntryInput[];
};

/** An account path: code, then dimensions. */
const path = () =>
  Joi.string()
    .pattern(/^(?:\d{4,6}|B[12])(?:\/[\w.-]{1,40}){0,3}$/)
    .example("5301/G00");

export const voucherSchema = Joi.object<VoucherInput>({
  on: day().required(),
  text: text(limits.shortText).required(),
  entries: Joi.array()
    .items(Joi.object({ account: path().required(), debit: yuan(), credit: yuan() }).xor("debit", "credit"))
    .min(2)
    .max(limits.voucherEntries)
    .required(),
});

export const reversalSchema = Joi.object<{ on: string; text: string }>({
  on: day().required(),
  text: text(limits.shortText).required(),
});

const viewOf = () => Joi.string().valid("before_close", "after_close");

export type TrialBalanceQuery = { readonly period: string; readonly view?: "before_close" | "after_close" };
export const trialBalanceSchema = Joi.object<TrialBalanceQuery>({
  period: period().required(),
  view: viewOf(),
});

const language = () => Joi.string().valid("en", "zh-CN");
type OfPages = { readonly on?: string; readonly lang?: string };
type BooksQuery = OfPages & { readonly fund?: string; readonly period?: string };
type TrialPageQuery = OfPages & Partial<TrialBalanceQuery>;

/** Queries of the desk's pages; `lang` belongs to every page. */
export const booksQuerySchema = Joi.object<BooksQuery>({
  fund: text(limits.shortText),
  on: day(),
  period: period(),
  lang: language(),
});
export const trialQuerySchema = Joi.object<TrialPageQuery>({
  on: day(),
  period: period(),
  view: viewOf(),
  lang: language(),
});
export const closeFormSchema = Joi.object<{ readonly period: string }>({ period: period().required() });
