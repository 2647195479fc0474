import { isRefusal, type Json, type Refusal } from "../kernel/result.ts";
import type { Translate, Vars } from "./words.ts";

/** One faulty field: its path (`items.0.amount`), a stable code (words under `error.field.<code>`) and the code's numbers. */
export type Fault = { readonly field: string; readonly code: string; readonly vars?: Vars };
export type FieldError = { readonly field: string; readonly code: string; readonly message: string };

/** An RFC 9457 problem document. */
export type Problem = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly errors?: readonly FieldError[];
};

/** A module's errors.ts: every refusal it can give, with its HTTP status and the key of its words. */
export type RefusalTable<Code extends string = string> = {
  readonly [C in Code]: { readonly status: number; readonly key: string };
};

export type ProblemOptions = {
  readonly status: number;
  /** Stable; its words are `error.<code>` unless `key` names others. */
  readonly code: string;
  readonly key?: string;
  readonly vars?: Vars;
  readonly faults?: readonly Fault[];
  readonly headers?: { readonly [name: string]: string };
};

/** Throw it from a route: the error handler answers with the problem document or the error page. */
export class ProblemError extends Error {
  readonly options: ProblemOptions;

  constructor(options: ProblemOptions) {
    super(options.code);
    this.name = "ProblemError";
    this.options = options;
  }
}

/** Throw it from a route when a command was refused: status and words come from the tables given to createApp. */
export class RefusedError extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.refused);
    this.name = "RefusedError";
    this.refusal = refusal;
  }
}

export const problem = (options: ProblemOptions): ProblemError => new ProblemError(options);
export const refused = (refusal: Refusal): RefusedError => new RefusedError(refusal);

/** The answer, or the refusal as the error that pages and API tell. */
export const allowed = <T>(answer: T | Refusal): T => {
  if (isRefusal(answer)) throw refused(answer);
  return answer;
};

/** What a refusal looks like to a client. Throws on a code that no table has: each refusal must be listed. */
export const refusalProblem = (refusal: Refusal, tables: RefusalTable): ProblemError => {
  const entry = Object.hasOwn(tables, refusal.refused) ? tables[refusal.refused] : undefined;
  if (entry === undefined) throw new Error(`refusal ${refusal.refused} is in no errors.ts`);
  return problem({ status: entry.status, code: refusal.refused, key: entry.key, vars: varsOf(refusal) });
};

/** The document in one language. */
export const problemDocument = (options: ProblemOptions, t: Translate): Problem => ({
  type: `urn:shanzhang:problem:${options.code}`,
  title: t(`error.title.${options.status}`),
  status: options.status,
  code: options.code,
  detail: t(options.key ?? `error.${options.code}`, options.vars),
  ...(options.faults === undefined ? {} : { errors: fieldErrors(options.faults, t) }),
});

/** The faults with their words in one language. */
export const fieldErrors = (faults: readonly Fault[], t: Translate): FieldError[] =>
  faults.map(({ field, code, vars }) => ({ field, code, message: t(`error.field.${code}`, vars) }));

const varsOf = (refusal: Refusal): Vars => {
  const vars: { [name: string]: string | number } = {};
  for (const [name, value] of Object.entries(refusal) as [string, Json][]) {
    if (typeof value === "string" || typeof value === "number") vars[name] = value;
    if (Array.isArray(value)) vars[name] = value.map(String).join(", ");
  }
  return vars;
};
