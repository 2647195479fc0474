import type { Json } from "./result.ts";

/**
 * RFC 8785 for the subset we use: keys sorted by UTF-16 code units, no spaces, fields that are undefined left out. Throws a
 * TypeError that names what it met when that is no JSON (a bigint, a Date, a Map) or a number that is not a safe integer.
 */
export const canonicalJson = (value: Json): string => canonical(value).text;

/** The same beside the value as a reader of the text has it: a copy that owes nothing to the one that was given. */
export const canonical = <T extends Json>(value: T): { readonly text: string; readonly copy: T } => {
  const found: Found = { unorderly: false };
  const copy = sorted(value, found);
  if (!found.unorderly) return { text: JSON.stringify(copy), copy: copy as T };
  const text = textOf(value);
  return { text, copy: JSON.parse(text) as T };
};

type Found = { unorderly: boolean };

/** An object does not hold it in the order in which it is set: numbers come first, as numbers. */
const isUnorderly = (key: string): boolean => {
  const first = key.charCodeAt(0);
  return (first >= DIGIT_0 && first <= DIGIT_9) || key === "__proto__";
};
const DIGIT_0 = 48;
const DIGIT_9 = 57;

/** A copy whose keys stand in order, so that the engine's own writer, the fastest there is, writes them so. */
const sorted = (value: Json, found: Found): Json => {
  if (typeof value === "string" || value === null || typeof value === "boolean") return value;
  if (typeof value === "number") return wholeNumber(value);
  if (Array.isArray(value)) return Array.from(value as readonly Json[], (item) => sorted(item, found));
  if (!isPlainObject(value)) throw new TypeError(`not JSON: ${nameOf(value)}`);
  const copy: { [key: string]: Json } = {};
  for (const key of sortedKeys(value)) {
    const item = value[key];
    if (item === undefined) continue;
    const kept = sorted(item, found);
    if (isUnorderly(key)) found.unorderly = true;
    else copy[key] = kept;
  }
  return copy;
};

/** The text of a value that was found to be JSON, written key by key. */
const textOf = (value: Json): string => {
  if (Array.isArray(value)) return `[${value.map(textOf).join(",")}]`;
  if (!isPlainObject(value)) return JSON.stringify(value);
  const fields = sortedKeys(value).flatMap((key) => {
    const item = value[key];
    return item === undefined ? [] : [`${JSON.stringify(key)}:${textOf(item)}`];
  });
  return `{${fields.join(",")}}`;
};

/** By UTF-16 code units. Most objects are written in that order, and to look is cheaper than to sort. */
const sortedKeys = (value: object): readonly string[] => {
  const keys = Object.keys(value);
  for (let i = 1; i < keys.length; i += 1) if ((keys[i - 1] as string) > (keys[i] as string)) return keys.sort();
  return keys;
};

/** Without a sign of zero, which no text has. */
const wholeNumber = (value: number): number => {
  if (!Number.isSafeInteger(value)) throw new TypeError(`not a safe integer: ${value}`);
  return value + 0;
};

const isPlainObject = (value: unknown): value is { readonly [key: string]: Json } => {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

/** What a value is, without saying what is in it: it may be somebody's name. */
const nameOf = (value: unknown): string =>
  typeof value === "object" && value !== null ? (value.constructor?.name ?? "object") : typeof value;
