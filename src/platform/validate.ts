import type Joi from "joi";
import { type Fault, problem } from "./problem.ts";
import type { Vars } from "./words.ts";

/** Codes of faults by joi's own names; a code's words are `error.field.<code>`. Custom fields report `fault.<code>`. */
const CODES: { readonly [type: string]: string } = {
  "any.required": "required",
  "string.empty": "required",
  "object.unknown": "unknown_field",
  "any.only": "not_allowed",
  "any.unknown": "unknown_field",
  "any.invalid": "not_allowed",
  "string.base": "text",
  "string.max": "too_long",
  "string.min": "too_short",
  "string.length": "length",
  "string.email": "email",
  "string.uri": "url",
  "string.hex": "hex",
  "string.pattern.base": "format",
  "number.base": "number",
  "number.integer": "whole_number",
  "number.min": "too_small",
  "number.max": "too_large",
  "number.unsafe": "number",
  "boolean.base": "yes_or_no",
  "array.base": "list",
  "array.min": "too_few",
  "array.max": "too_many",
  "array.unique": "repeated",
  "object.base": "object",
};

export type Checked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/** JSON against a schema: nothing is converted, unknown fields are faults, all faults are collected. */
export const check = <T>(schema: Joi.ObjectSchema<T>, input: unknown): Checked<T> => run(strict(schema), input);

/** A form or a query string: texts become numbers and flags where the schema says so, empty fields count as left out. */
export const checkForm = <T>(schema: Joi.ObjectSchema<T>, input: unknown): Checked<T> =>
  run(converting(schema), withoutEmpty(input));

/** As `check`; throws a 422 problem with every fault. */
export const validate = <T>(schema: Joi.ObjectSchema<T>, input: unknown): T => accepted(check(schema, input));

/** As `checkForm`; throws a 422 problem with every fault. */
export const validateForm = <T>(schema: Joi.ObjectSchema<T>, input: unknown): T => accepted(checkForm(schema, input));

/** The 422 problem of a list of faults. */
export const invalidInput = (faults: readonly Fault[]) =>
  problem({ status: 422, code: "invalid_input", vars: { count: faults.length }, faults });

const accepted = <T>(checked: Checked<T>): T => {
  if (!checked.ok) throw invalidInput(checked.faults);
  return checked.value;
};

/** The schema as it is asked: something must be there, and all faults are told. Made once a schema. */
const asked = (how: { readonly convert: boolean }): (<T>(schema: Joi.ObjectSchema<T>) => Joi.ObjectSchema<T>) => {
  const made = new WeakMap<object, Joi.ObjectSchema>();
  return (schema) => {
    const before = made.get(schema);
    if (before) return before;
    const prepared = schema.required().prefs({ ...how, abortEarly: false, allowUnknown: false });
    made.set(schema, prepared);
    return prepared;
  };
};
const strict = asked({ convert: false });
const converting = asked({ convert: true });

const run = <T>(schema: Joi.ObjectSchema<T>, input: unknown): Checked<T> => {
  const { error, value } = schema.validate(input);
  if (error === undefined) return { ok: true, value: value as T };
  return { ok: false, faults: distinct(error.details.map(faultOf)) };
};

const faultOf = (detail: Joi.ValidationErrorItem): Fault => {
  const field = detail.path.join(".");
  const code = detail.type.startsWith("fault.") ? detail.type.slice(6) : (CODES[detail.type] ?? "invalid");
  return { field, code, vars: varsOf(detail.context ?? {}) };
};

const varsOf = (context: Joi.Context): Vars => {
  const vars: { [name: string]: string | number } = {};
  if (typeof context["limit"] === "number") vars["limit"] = context["limit"];
  if (Array.isArray(context["valids"])) vars["allowed"] = context["valids"].map(String).join(", ");
  return vars;
};

/** One fault a field: the first says enough. */
const distinct = (faults: readonly Fault[]): Fault[] => {
  const seen = new Set<string>();
  return faults.filter(({ field }) => !seen.has(field) && seen.add(field));
};

const withoutEmpty = (input: unknown): unknown => {
  if (typeof input !== "object" || input === null || Array.isArray(input)) return input;
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== ""));
};
