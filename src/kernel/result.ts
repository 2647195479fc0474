export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** A rule said no. `refused` is a stable code from a module's errors.ts; the rest are the numbers of that moment. */
export type Refusal = { readonly refused: string } & { readonly [detail: string]: Json };

export const refuse = (refused: string, details: JsonObject = {}): Refusal => ({ refused, ...details });

export const isRefusal = (value: unknown): value is Refusal =>
  typeof value === "object" && value !== null && "refused" in value && typeof value.refused === "string";
