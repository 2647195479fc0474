import type { Json } from "./result.ts";

/**
 * RFC 8785 for the subset we use: keys sorted by UTF-16 code units, no spaces, fields that are undefined left out. Throws a
 * TypeError that names what it met when that is no JSON (a bigint, a Date, a Map) or a number that is not a safe integer.
 */
export const canonicalJson = (value: Json): string => {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") return wholeNumber(value);
  if (Array.isArray(value)) return `[${Array.from(value, canonicalJson).join(",")}]`;
  if (!isPlainObject(value)) throw new TypeError(`not JSON: ${nameOf(value)}`);
  const keys = Object.keys(value).sort();
  let text = "{";
  for (const key of keys) {
    const item = value[key];
    if (item === undefined) continue;
    text += `${text.length > 1 ? "," : ""}${JSON.stringify(key)}:${canonicalJson(item)}`;
  }
  return `${text}}`;
};

const wholeNumber = (value: number): string => {
  if (!Number.isSafeInteger(value)) throw new TypeError(`not a safe integer: ${value}`);
  return String(value);
};

const isPlainObject = (value: unknown): value is { readonly [key: string]: Json } => {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

/** What a value is, without saying what is in it: it may be somebody's name. */
const nameOf = (value: unknown): string =>
  typeof value === "object" && value !== null ? (value.constructor?.name ?? "object") : typeof value;
