import { displayYuan, type Fen } from "../kernel/money.ts";
import type { JsonObject } from "../kernel/result.ts";
import type { Words } from "../platform/display.ts";
import type { Fault } from "../platform/problem.ts";
import type { GiveError, GiveField, GiveValues } from "./give-view.ts";

/** The fields of the give form as the body of the API, so that both are checked by one schema. */
export const bodyOfForm = (values: GiveValues, how: { readonly fund: string; readonly card: string }): JsonObject => {
  const org = values.kind === "org";
  const filled = (name: string, value: string | undefined): JsonObject =>
    value === undefined || value.trim() === "" ? {} : { [name]: value.trim() };
  return {
    fund: how.fund,
    ...filled("amount", values.amount === "own" ? values.own : values.amount),
    channel: values.method === "bank" ? "bank" : how.card,
    donor_type: org ? "enterprise" : "person",
    ...filled("name", values.name),
    ...filled("phone", values.tel),
    ...filled("email", values.email),
    ...(org ? filled("credit_code", values.uscc?.toUpperCase()) : {}),
    display: values.public ?? "neighbour",
    ...filled("terms", values.agree),
  };
};

const FIELDS: { readonly [field: string]: GiveField } = {
  amount: "own",
  phone: "tel",
  email: "email",
  name: "name",
  credit_code: "uscc",
  terms: "agree",
  channel: "method",
  display: "public",
  fund: "fund",
};

/** Faults of the body as errors beside the fields of the form. */
export const errorsOfFaults = (faults: readonly Fault[], words: Words, nameFrom: Fen): GiveError[] =>
  faults.map(({ field, code }) => {
    const at = FIELDS[field] ?? "own";
    return { field: at, ...messageOf(at, code, { words, nameFrom }) };
  });

/** A refusal of the book as an error beside the field it is about; undefined for one the page cannot help with. */
export const errorOfRefusal = (code: string, words: Words): GiveError | undefined => {
  const field = REFUSALS[code];
  return field === undefined ? undefined : { field, message: words.t(`give.error.${field}`) };
};

const REFUSALS: { readonly [code: string]: GiveField } = {
  fund_suspended: "fund",
  fund_unknown: "fund",
  channel_unavailable: "method",
  terms_changed: "agree",
};

const messageOf = (field: GiveField, code: string, { words, nameFrom }: { words: Words; nameFrom: Fen }) => {
  switch (field) {
    case "own":
      return { message: words.t("give.error.amount"), detail: words.t("give.error.amount.detail") };
    case "tel":
      return { message: words.t(code === "phone_or_email" ? "give.error.contact" : "give.error.tel") };
    case "name": {
      const limit = displayYuan(nameFrom);
      return { message: code === "name" ? words.t("give.error.name", { limit }) : words.t("give.error.other") };
    }
    case "email":
    case "uscc":
    case "agree":
    case "method":
    case "fund":
      return { message: words.t(`give.error.${field}`) };
    case "amount":
    case "kind":
    case "public":
      return { message: words.t("give.error.other") };
  }
};
