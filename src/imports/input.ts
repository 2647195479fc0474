import Joi from "joi";
import { limits } from "../../config/limits.ts";
import { type Fen, ZERO } from "../kernel/money.ts";
import { code, creditCode, day, text, yuanOrZero } from "../platform/fields.ts";

/** federation.json as written, with its amounts read. */
export type FederationInput = {
  readonly schema: string;
  readonly name_zh: string;
  readonly name_en: string;
  readonly credit_code: string;
  readonly legal_form: string;
  readonly public_fundraising_certificate?: {
    readonly no: string;
    readonly valid_from: string;
    readonly valid_to: string;
  };
  readonly timezone: string;
  readonly currency: string;
  readonly opening_date: string;
  readonly accounts: readonly {
    readonly account: string;
    readonly opening: Fen;
    readonly held_for_others?: Fen;
    readonly bank?: string;
    readonly bic?: string;
    readonly account_no?: string;
    readonly holder?: string;
    readonly currency?: string;
  }[];
  readonly merchants: readonly {
    readonly channel: string;
    readonly account: string;
    readonly merchant_id: string;
    readonly app_id?: string;
    readonly rate?: string;
  }[];
  readonly purposes: readonly { readonly code: string; readonly zh: string; readonly en: string }[];
  readonly funds: readonly FundInput[];
  readonly opening: {
    readonly net_assets: Readonly<Record<string, Fen>>;
    readonly liabilities: Readonly<Record<string, Fen>>;
    readonly in_transit: readonly {
      readonly account: string;
      readonly batch: string;
      readonly trace_id?: string;
      readonly gross: Fen;
      readonly fee: Fen;
      readonly net: Fen;
    }[];
    readonly prior_gifts: readonly PriorGiftInput[];
  };
  readonly bank_rules: readonly {
    readonly account: string;
    readonly summary?: string;
    readonly text?: string;
    readonly posts_to: string;
    readonly fund: string;
  }[];
  readonly calendar: { readonly non_business_days: readonly string[] };
};

export type FundInput = {
  readonly code: string;
  readonly name_zh: string;
  readonly short_zh: string;
  readonly name_en: string;
  readonly kind: "general" | "street" | "named";
  readonly status: "active" | "suspended";
  readonly purposes: readonly string[];
  readonly restriction: "none" | "purpose";
  readonly management_fee_bp: number;
  readonly channel_fee_borne_by: "federation" | "fund";
  readonly opening_unrestricted: Fen;
  readonly opening_restricted: Fen;
  readonly restricted_until?: string;
};

export type PriorGiftInput = {
  readonly order_no: string;
  readonly paid_at: string;
  readonly fund: string;
  readonly amount: Fen;
  readonly donor_type: "person" | "enterprise";
  readonly channel: string;
  readonly receipt_issued: boolean;
};

export const listSchema = Joi.object<{ readonly after?: string }>({
  after: text(limits.shortText).description("The `next` of the page before"),
});

const word = () => text(limits.shortText).required();
const optionalWord = () => Joi.string().allow("").max(limits.shortText);
const accountPath = () =>
  Joi.string()
    .pattern(/^\d{4,6}(\/[a-z0-9_-]{1,40})*$/)
    .required();
const accountCode = () => Joi.string().pattern(/^\d{4,6}$/);
const moment = () => Joi.string().pattern(/^\d{4}-\d{2}-\d{2} ([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/);
/** Lists of the file; fields that we do not know are left alone, as another version of the file may have them. */
const listOf = (fields: Joi.SchemaMap, unique?: string) => {
  const list = Joi.array().items(Joi.object(fields).unknown()).max(limits.importRows);
  return unique === undefined ? list : list.unique(unique);
};

const fund = {
  code: code().required(),
  name_zh: word(),
  short_zh: word(),
  name_en: word(),
  kind: Joi.valid("general", "street", "named").required(),
  status: Joi.valid("active", "suspended").required(),
  purposes: Joi.array().items(code()).unique().required(),
  restriction: Joi.valid("none", "purpose").required(),
  management_fee_bp: Joi.number().integer().min(0).max(10_000).required(),
  channel_fee_borne_by: Joi.valid("federation", "fund").required(),
  opening_unrestricted: yuanOrZero().required(),
  opening_restricted: yuanOrZero().required(),
  restricted_until: day(),
};

const opening = {
  net_assets: Joi.object().pattern(accountCode(), yuanOrZero()).required(),
  liabilities: Joi.object().pattern(accountCode(), yuanOrZero()).default({}),
  in_transit: listOf({
    account: accountPath(),
    batch: word(),
    trace_id: optionalWord(),
    gross: yuanOrZero().required(),
    fee: yuanOrZero().required(),
    net: yuanOrZero().required(),
  }).default([]),
  prior_gifts: listOf(
    {
      order_no: word(),
      paid_at: moment().required(),
      fund: code().required(),
      amount: yuanOrZero().invalid(ZERO).required(),
      donor_type: Joi.valid("person", "enterprise").required(),
      channel: word(),
      receipt_issued: Joi.boolean().required(),
    },
    "order_no",
  ).default([]),
};

/** federation.json: shapes, words and amounts; what its parts say about each other is checked in federation-file.ts. */
export const federationSchema: Joi.ObjectSchema<FederationInput> = Joi.object<FederationInput>({
  schema: Joi.string().pattern(/^shanzhang-federation\/1$/),
  name_zh: word(),
  name_en: word(),
  credit_code: creditCode().required(),
  legal_form: word(),
  public_fundraising_certificate: Joi.object({
    no: word(),
    valid_from: day().required(),
    valid_to: day().required(),
  }).unknown(),
  timezone: Joi.valid("Asia/Shanghai").required(),
  currency: Joi.valid("CNY").required(),
  opening_date: day().required(),
  accounts: listOf(
    {
      account: accountPath(),
      opening: yuanOrZero().required(),
      held_for_others: yuanOrZero().description("Of the opening: money of others, owed in 2601"),
      bank: optionalWord(),
      bic: optionalWord(),
      account_no: optionalWord(),
      holder: optionalWord(),
      currency: Joi.valid("CNY"),
    },
    "account",
  )
    .min(1)
    .required(),
  merchants: listOf({
    channel: word(),
    account: accountPath(),
    merchant_id: word(),
    app_id: optionalWord(),
    rate: optionalWord(),
  }).default([]),
  purposes: listOf({ code: code().required(), zh: word(), en: word() }, "code").min(1).required(),
  funds: listOf(fund, "code").min(1).required(),
  opening: Joi.object(opening).unknown().required(),
  bank_rules: listOf({
    account: accountPath(),
    summary: optionalWord(),
    text: optionalWord(),
    posts_to: accountCode().required(),
    fund: code().required(),
  }).default([]),
  calendar: Joi.object({ non_business_days: Joi.array().items(day()).default([]) })
    .unknown()
    .default({ non_business_days: [] }),
}).unknown();
