import Joi from "joi";
import { isCreditCode, isDonationCode } from "../kernel/codes.ts";
import { isBusinessDate, isPeriod } from "../kernel/dates.ts";
import { type Fen, parseYuan } from "../kernel/money.ts";

/** The joi fields that several modules ask for. A fault reports `fault.<code>`, words under `error.field.<code>`. */

type Reader = (text: string) => unknown;

const field = (options: {
  code: string;
  read: Reader;
  pattern?: string;
  example: string;
  about: string;
}): Joi.StringSchema =>
  Joi.string()
    .custom((text: string, helpers) => options.read(text) ?? helpers.error(`fault.${options.code}`))
    .description(options.about)
    .example(options.example)
    .meta(options.pattern === undefined ? {} : { "x-pattern": options.pattern });

const keepIf =
  (test: (text: string) => boolean): Reader =>
  (text) =>
    test(text) ? text : undefined;

const positive = (text: string): Fen | undefined => {
  const amount = parseYuan(text);
  return amount !== undefined && amount > 0n ? amount : undefined;
};

/** Yuan as text (`188.50`), read as Fen; refuses zero, signs, separators, a third decimal and JSON numbers. */
export const yuan = () =>
  field({
    code: "amount",
    read: positive,
    pattern: "^\\d{1,12}(\\.\\d{1,2})?$",
    example: "188.50",
    about: "An amount of yuan above zero, at most two decimals, as text",
  });

/** As `yuan`, and zero is allowed. */
export const yuanOrZero = () =>
  field({
    code: "amount_or_zero",
    read: parseYuan,
    pattern: "^\\d{1,12}(\\.\\d{1,2})?$",
    example: "0.00",
    about: "An amount of yuan, zero or more, at most two decimals, as text",
  });

/** A date that exists, `YYYY-MM-DD`, in Asia/Shanghai. */
export const day = () =>
  field({
    code: "date",
    read: keepIf(isBusinessDate),
    pattern: "^\\d{4}-\\d{2}-\\d{2}$",
    example: "2026-09-03",
    about: "A business date in Asia/Shanghai",
  });

/** A month, `YYYY-MM`. */
export const period = () =>
  field({
    code: "period",
    read: keepIf(isPeriod),
    pattern: "^\\d{4}-(0[1-9]|1[0-2])$",
    example: "2026-09",
    about: "A period: one month",
  });

/** A donation code with a right check character (DOMAIN §6.10). */
export const donationCodeField = () =>
  field({
    code: "donation_code",
    read: keepIf(isDonationCode),
    pattern: "^G-[0-9A-HJ-NPQRTUWXY]{6}$",
    example: "G-000000",
    about: "A donation code",
  });

/** A unified social credit code with a right check character (GB 32100). */
export const creditCode = () =>
  field({
    code: "credit_code",
    read: keepIf(isCreditCode),
    pattern: "^[0-9A-HJ-NP-RTUWXY]{18}$",
    example: "91350100M000100Y43",
    about: "A unified social credit code",
  });

/** A phone number: digits, with an optional + in front; blanks and hyphens are taken out. */
export const phone = () =>
  field({
    code: "phone",
    read: (text) => {
      const bare = text.replace(/[\s-]/g, "");
      return /^\+?\d{6,15}$/.test(bare) ? bare : undefined;
    },
    pattern: "^\\+?[\\d -]{6,20}$",
    example: "12800000000",
    about: "A phone number",
  });

/** An opaque id of ours with its prefix: `D-` and 16 characters. */
export const opaqueId = (prefix: string) =>
  field({
    code: "id",
    read: keepIf((text) => /^[A-Z]{1,4}-[0-9A-HJKMNP-TV-Z]{16}$/.test(text) && text.startsWith(`${prefix}-`)),
    pattern: `^${prefix}-[0-9A-HJKMNP-TV-Z]{16}$`,
    example: `${prefix}-0123456789ABCDEF`,
    about: "An opaque id",
  });

/** A short code in our own tables (fund, purpose): letters, digits, `_`, `-`, at most 40. */
export const code = () =>
  field({
    code: "code",
    read: keepIf((text) => /^[A-Za-z0-9_-]{1,40}$/.test(text)),
    pattern: "^[A-Za-z0-9_-]{1,40}$",
    example: "S01",
    about: "A code",
  });

/** Free text of at most `limit` characters: trimmed, not empty, without control characters (line breaks are allowed). */
export const text = (limit: number) =>
  Joi.string()
    .max(limit)
    .custom((value: string, helpers) => {
      const trimmed = value.trim();
      if (trimmed === "") return helpers.error("fault.required");
      return /[^\P{Cc}\n\t]/u.test(trimmed.replace(/\r\n/g, "\n")) ? helpers.error("fault.text") : trimmed;
    });

/** A mail address. */
export const email = () => Joi.string().max(254).email({ tlds: false });
