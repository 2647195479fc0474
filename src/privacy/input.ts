import Joi from "joi";
import { limits } from "../../config/limits.ts";
import { ASKED_WHYS, type ErasureWhy } from "../people/public.ts";
import { code, text } from "../platform/fields.ts";

const number = () =>
  text(limits.shortText)
    .description("Number of a gift, a receipt, a lot of goods or a request")
    .example("AR-2609-0001");

export type FindQuery = { readonly number?: string };
export const findSchema = Joi.object<FindQuery>({ number: number().allow("") });

export type ErasureBody = { readonly number: string; readonly why: ErasureWhy; readonly paper?: string };

/** No free words: what the person wrote is kept on paper, and the book holds its number. */
export const erasureSchema = Joi.object<ErasureBody>({
  number: number().required(),
  why: Joi.string()
    .valid(...ASKED_WHYS)
    .required(),
  paper: code()
    .pattern(/^[A-Za-z]/)
    .description("Number under which the office keeps what the person asked for")
    .example("GX-2609-01"),
});
