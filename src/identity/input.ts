import Joi from "joi";
import { limits } from "../../config/limits.ts";
import { code, text } from "../platform/fields.ts";
import { ROLES, type Role, type Scope } from "./roles.ts";

export type SignIn = { readonly user: string; readonly password: string; readonly next?: string };
export type NewUser = {
  readonly user: string;
  readonly name: string;
  readonly password: string;
  readonly roles: readonly Role[];
  readonly funds: Scope;
};

export const signInSchema = Joi.object<SignIn>({
  user: text(limits.shortText).required(),
  password: Joi.string().max(limits.passwordLengthMost).required(),
});

/** The page's form also says where to go afterwards. */
export const signInFormSchema = signInSchema.keys({ next: Joi.string().max(limits.shortText) });

export const newUserSchema = Joi.object<NewUser>({
  user: code().required(),
  name: text(limits.shortText).required(),
  password: Joi.string().min(limits.passwordLengthLeast).max(limits.passwordLengthMost).required(),
  roles: Joi.array()
    .items(Joi.string().valid(...ROLES))
    .min(1)
    .unique()
    .required(),
  funds: Joi.alternatives(Joi.valid("all"), Joi.array().items(code()).unique()).required(),
});
