import type { Json } from "./result.ts";

/**
 * RFC 8785 for the subset we use: keys sorted by UTF-16 code units, no spaces, fields that are undefined left out. Throws a
 * TypeError that names what it met when that is no JSON (a bigint, a Date, a Map) or a number that is not a safe integer.
 */
export const canonicalJson = (value: Json): string => {
  if (typeof value === "string") return JSON.stringify(value);
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") return wholeNumber(value);
  if (Array.isArray(value)) return `[${Array.from(value, canonicalJson).join(",")}]`;
  if (!isPlainObject(value)) throw new TypeError(`not JSON: ${nameOf(value)}`);
  return objectText(value);
};

const objectText = (value: { readonly [key: string]: Json | undefined }): string => {
  let text = "";
  for (const key of sortedKeys(value)) {
    const item = value[key];
    if (item !== undefined) text += `${text === "" ? "{" : ","}${JSON.stringify(key)}:${canonicalJson(item)}`;
  }
  return text === "" ? "{}" : `${text}}`;
};

/** By UTF-16 code units. Most objects are written in that order, and to look is cheaper than to sort. */
const sortedKeys = (value: object): readonly string[] => {
  const keys = Object.keys(value);
  const isSorted = keys.every((key, i) => i === 0 || (keys[i - 1] as string) < key);
  return isSorted ? keys : keys.sort();
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
