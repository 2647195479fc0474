import Joi from "joi";
import type { Fen } from "../kernel/money.ts";
import { yuan } from "../platform/fields.ts";
import type { SandboxAct } from "./gateway-sandbox.ts";

export type SandboxForm = {
  readonly result: SandboxAct;
  readonly amount?: Fen;
  readonly idempotency_key?: string;
};
export const sandboxFormSchema = Joi.object<SandboxForm>({
  result: Joi.string().valid("succeed", "fail", "delay", "duplicate", "refund", "dispute").required(),
  amount: yuan(),
  idempotency_key: Joi.string(),
});
