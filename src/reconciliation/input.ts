import Joi from "joi";
import { limits } from "../../config/limits.ts";
import { opaqueId, text } from "../platform/fields.ts";

export type MatchInput = { readonly row: string; readonly gift: string };

/** A person's choice: this bank row is this promised gift. */
export const matchSchema = Joi.object<MatchInput>({
  row: text(limits.shortText).required().example("1002/base|2026090200001226"),
  gift: opaqueId("D").required(),
});
