import Joi from "joi";
import { limits } from "../../config/limits.ts";
import { type Fen, parseYuan } from "../kernel/money.ts";
import { code, creditCode, email, phone, text, yuan } from "../platform/fields.ts";
import type { Fault } from "../platform/problem.ts";
import { type Checked, check, invalidInput } from "../platform/validate.ts";
import type { Display, DonorType } from "./facts.ts";
import type { RefundReason } from "./refund-service.ts";
import type { GiveRequest } from "./service.ts";
import { NAME_FROM } from "./terms.ts";

export type GiveBody = {
  readonly fund: string;
  readonly purpose?: string;
  readonly amount: Fen;
  readonly channel: GiveRequest["via"];
  readonly donor_type: DonorType;
  readonly name?: string;
  readonly phone?: string;
  readonly email?: string;
  readonly credit_code?: string;
  readonly anonymous: boolean;
  readonly display: Display;
  readonly publish_consent?: boolean;
  readonly receipt_wanted: boolean;
  readonly benefit: boolean;
  readonly terms: string;
};

/** A gift made on our own pages. Fund and amount are asked for, never defaulted (GIFT-5, PIT-49). */
export const giveSchema = Joi.object<GiveBody>({
  fund: code().required(),
  purpose: code(),
  amount: yuan().required(),
  channel: Joi.string().valid("sandbox", "stripe", "bank").required(),
  donor_type: Joi.string().valid("person", "enterprise").default("person"),
  name: text(limits.shortText),
  phone: phone(),
  email: email(),
  credit_code: creditCode(),
  anonymous: Joi.boolean().default(false),
  display: Joi.string().valid("full", "surname", "neighbour", "hidden").default("hidden"),
  publish_consent: Joi.boolean(),
  receipt_wanted: Joi.boolean().default(true),
  benefit: Joi.boolean().default(false),
  terms: Joi.string().max(limits.shortText).required().example("use-v1"),
});

/** The request with every fault of what was sent, those of identity among them (GIFT-7). */
export const checkGive = (body: unknown, language: GiveRequest["language"]): Checked<GiveRequest> => {
  const checked = check(giveSchema, body);
  const faults = [...(checked.ok ? [] : checked.faults), ...identityFaults(body)];
  if (!checked.ok || faults.length > 0) return { ok: false, faults: distinct(faults) };
  return { ok: true, value: requestOf(checked.value, language) };
};

/** As `checkGive`; throws the 422 problem with every fault. */
export const readGive = (body: unknown, language: GiveRequest["language"]): GiveRequest => {
  const checked = checkGive(body, language);
  if (!checked.ok) throw invalidInput(checked.faults);
  return checked.value;
};

const requestOf = (body: GiveBody, language: GiveRequest["language"]): GiveRequest => {
  const display = body.anonymous ? "hidden" : body.display;
  return {
    fund: body.fund,
    ...(body.purpose === undefined ? {} : { purpose: body.purpose }),
    amount: body.amount,
    via: body.channel,
    donorType: body.donor_type,
    ...(body.name === undefined ? {} : { name: body.name }),
    ...(body.phone === undefined ? {} : { phone: body.phone }),
    ...(body.email === undefined ? {} : { email: body.email }),
    ...(body.credit_code === undefined ? {} : { creditCode: body.credit_code }),
    anonymous: body.anonymous,
    display,
    publishConsent: !body.anonymous && (body.publish_consent ?? display !== "hidden"),
    receiptWanted: body.receipt_wanted,
    benefit: body.benefit,
    terms: body.terms,
    language,
  };
};

/** Mail or phone always; a name from the limit on, and of an organisation. Reads what was sent, so that all faults show at once. */
const identityFaults = (body: unknown): Fault[] => {
  const given = typeof body === "object" && body !== null ? (body as { readonly [field: string]: unknown }) : {};
  const empty = (field: string) => given[field] === undefined || given[field] === "";
  const amount = typeof given["amount"] === "string" ? parseYuan(given["amount"]) : undefined;
  const large = amount !== undefined && amount >= NAME_FROM;
  const faults: Fault[] = [];
  if (empty("phone") && empty("email")) faults.push({ field: "phone", code: "phone_or_email" });
  if (empty("name") && (large || given["donor_type"] === "enterprise")) faults.push({ field: "name", code: "name" });
  return faults;
};

const distinct = (faults: readonly Fault[]): Fault[] => [
  ...new Map(faults.map((fault) => [fault.field, fault])).values(),
];

/** The fields of the give form, as typed. */
export const giveFormSchema = Joi.object<{ readonly [field: string]: string }>(
  Object.fromEntries(
    ["amount", "own", "method", "kind", "tel", "email", "name", "uscc", "public", "agree", "fund", "do"]
      .concat("idempotency_key", "lang")
      .map((field) => [field, Joi.string().max(limits.longText)]),
  ),
);

export type RefundBody = { readonly amount?: Fen; readonly reason: RefundReason };
export const refundSchema = Joi.object<RefundBody>({
  amount: yuan().description("Left out: all that is left of the gift"),
  reason: Joi.string().valid("donor_asked", "duplicate", "mistake", "other").required(),
});

export type ListQuery = {
  readonly fund?: string;
  readonly state?: string;
  readonly after?: number;
  readonly limit: number;
};
export const listSchema = Joi.object<ListQuery>({
  fund: code(),
  state: Joi.string().valid("pledged", "settled", "partly_refunded", "refunded"),
  after: Joi.number().integer().min(0).description("Line of the last gift of the page before"),
  limit: Joi.number().integer().min(1).max(limits.pageRowsMost).default(limits.pageRows),
});
