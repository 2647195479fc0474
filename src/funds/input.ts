import Joi from "joi";
import { limits } from "../../config/limits.ts";
import type { BusinessDate } from "../kernel/dates.ts";
import type { Fen } from "../kernel/money.ts";
import { code, day, opaqueId, text, yuan } from "../platform/fields.ts";
import type { Member } from "./facts.ts";

export type TransferBody = {
  readonly transfer_no: string;
  readonly on?: BusinessDate;
  readonly from_fund: string;
  readonly to_fund: string;
  readonly amount: Fen;
  readonly reason: string;
  readonly consent_ref: string;
};
export const transferSchema = Joi.object<TransferBody>({
  transfer_no: code().required(),
  on: day(),
  from_fund: code().required(),
  to_fund: code().required(),
  amount: yuan().required(),
  reason: text(limits.shortText).required(),
  consent_ref: code().required(),
});

export type SuspensionBody = {
  readonly status: "suspended" | "active";
  readonly reason: string;
  readonly on?: BusinessDate;
};
export const suspensionSchema = Joi.object<SuspensionBody>({
  status: Joi.string().valid("suspended", "active").required(),
  reason: text(limits.shortText).required(),
  on: day(),
});

export type CommitteeBody = {
  readonly funds: readonly string[];
  readonly members: readonly Member[];
  readonly on?: BusinessDate;
};
export const committeeSchema = Joi.object<CommitteeBody>({
  funds: Joi.array().items(code()).min(1).max(limits.pageRowsMost).unique().required(),
  members: Joi.array()
    .items(
      Joi.object({
        user: opaqueId("U").required(),
        office: Joi.string().valid("chair", "member").required(),
        from: day().required(),
        to: day().required(),
      }),
    )
    .min(1)
    .max(limits.pageRows)
    .required(),
  on: day(),
});

export const onSchema = Joi.object<{ on?: BusinessDate }>({ on: day() });
