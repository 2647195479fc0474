import Joi from "joi";
import { limits } from "../../config/limits.ts";
import type { Fen } from "../kernel/money.ts";
import { code, text, yuan } from "../platform/fields.ts";
import type { OrderKind } from "./facts.ts";

export type OpenBody = {
  readonly purpose: string;
  readonly principal_name: string;
  readonly payee_name: string;
  readonly payee_bank?: string;
  readonly payee_account?: string;
  readonly agreement: string;
};
const NUMBER = /^\d{6,30}$/;

/** Names and account go to the vault, never into a line. */
export const openSchema = Joi.object<OpenBody>({
  purpose: code().required(),
  principal_name: text(limits.shortText).required().description("Who entrusts the money"),
  payee_name: text(limits.shortText).required().description("The one person or unit that must get it"),
  payee_bank: text(limits.shortText),
  payee_account: Joi.string().pattern(NUMBER).example("6222000000000001"),
  agreement: code().required().description("Number of the paper that names both"),
});

export type OrderBody = { readonly pays: OrderKind; readonly amount: Fen };
export const orderSchema = Joi.object<OrderBody>({
  pays: Joi.string()
    .valid("paid_on", "returned")
    .required()
    .description("On to the recipient, or back to who entrusted it"),
  amount: yuan().required(),
});
