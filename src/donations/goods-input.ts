import Joi from "joi";
import { limits } from "../../config/limits.ts";
import { code, day, text } from "../platform/fields.ts";

export type HandoutBody = {
  readonly on?: string;
  readonly quantity: string;
  readonly purpose?: string;
  readonly request?: string;
  readonly household?: string;
  readonly slip?: string;
};

/** A reference of ours begins with a letter: no telephone or identity number is one. */
const reference = () => code().pattern(/^[A-Za-z]/);

/** What goes out of a lot and to whom, without a name: a request, a household, or a signed list. A request tells the purpose. */
export const handoutSchema = Joi.object<HandoutBody>({
  on: day(),
  quantity: Joi.string()
    .pattern(/^(?!0+(?:\.0+)?$)\d{1,9}(?:\.\d{1,3})?$/)
    .example("10")
    .required(),
  purpose: code().when("request", { is: Joi.exist(), otherwise: Joi.required() }),
  request: reference().example("AR-2609-0001"),
  household: reference().example("B-20037"),
  slip: code().description("Number of the signed list").example("QS-0001"),
});

export type PlaceBody = { readonly place: string; readonly usable_until?: string };
/** Where a lot lies; words without names of people. */
export const placeSchema = Joi.object<PlaceBody>({
  place: text(limits.shortText).required(),
  usable_until: day(),
});

export type GoodsQuery = { readonly fund?: string; readonly show?: "left" | "gone" | "memo" };
export const goodsQuerySchema = Joi.object<GoodsQuery>({
  fund: code(),
  show: Joi.string()
    .valid("left", "gone", "memo")
    .description("With something left, wholly given out, or in the memo register only"),
});
