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

/** How many lines the journal had when the books were as asked. */
type Known = { readonly as_known_at?: number };
const known = () =>
  Joi.number()
    .integer()
    .min(0)
    .max(Number.MAX_SAFE_INTEGER)
    .description("Lines of the journal to know; all when left out");

export type TrialBalanceQuery = Known & { readonly period: string; readonly view?: "before_close" | "after_close" };
export const trialBalanceSchema = Joi.object<TrialBalanceQuery>({
  period: period().required(),
  view: viewOf(),
  as_known_at: known(),
});
export const balancesQuerySchema = Joi.object<Known & { readonly on?: string }>({ on: day(), as_known_at: known() });
export const knownPeriodSchema = Joi.object<Known & { readonly period: string }>({
  period: period().required(),
  as_known_at: known(),
});
type WindowQuery = Known & { readonly from: string; readonly to: string };
export const windowQuerySchema = Joi.object<WindowQuery>({
  from: day().required(),
  to: day().required(),
  as_known_at: known(),
});
export const accountQuerySchema = Joi.object<WindowQuery & { readonly account: string }>({
  from: day().required(),
  to: day().required(),
  account: path().required(),
  as_known_at: known(),
});
export const reopenSchema = Joi.object<{ readonly reason: string }>({ reason: text(limits.shortText).required() });

const language = () => Joi.string().valid("en", "zh-CN");
type OfPages = { readonly on?: string; readonly lang?: string };
type BooksQuery = { readonly on?: string; readonly vouchers?: string; readonly reverses?: number } & {
  readonly fund?: string;
  readonly period?: string;
};

/** Queries of the desk's pages; `lang` belongs to every page. */
export const booksQuerySchema = Joi.object<BooksQuery>({
  reverses: Joi.number().integer().min(0).description("The form filled with the reverse of this line of the journal"),
  fund: text(limits.shortText),
  on: day(),
  period: period(),
  vouchers: Joi.string().description("Page of the vouchers"),
});
export const reopenFormSchema = Joi.object<{
  readonly period: string;
  readonly reason?: string;
}>({ period: period().required(), reason: text(limits.shortText) });
export const closeFormSchema = Joi.object<{ readonly period: string }>({ period: period().required() });

export type SheetQuery = OfPages &
  Known & {
    readonly period?: string;
    readonly from?: string;
    readonly to?: string;
    readonly account?: string;
    readonly view?: "before_close" | "after_close";
  };
export const sheetQuerySchema = Joi.object<SheetQuery>({
  period: period(),
  from: day(),
  to: day(),
  account: path(),
  view: viewOf(),
  as_known_at: known(),
  on: day(),
  lang: language(),
});
