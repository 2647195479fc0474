import { limits } from "../../config/limits.ts";
import { ProblemError, type ProblemOptions, RefusedError, type RefusalTable, refusalProblem } from "./problem.ts";

/** What a thrown error is to a client: a refusal by its table, a full book 503, a fault of the reader 4xx, anything else 500. */
export const problemOf = (error: unknown, refusals: RefusalTable): ProblemOptions => {
  if (error instanceof ProblemError) return error.options;
  if (error instanceof RefusedError) return refusalOptions(error, refusals);
  if (!(error instanceof Error)) return INTERNAL;
  if (error.name === "Busy") return busy(error);
  return options4xx(error) ?? INTERNAL;
};

const INTERNAL: ProblemOptions = { status: 500, code: "internal" };

const refusalOptions = (error: RefusedError, refusals: RefusalTable): ProblemOptions => {
  if (!Object.hasOwn(refusals, error.refusal.refused)) return INTERNAL;
  return refusalProblem(error.refusal, refusals).options;
};

const busy = (error: Error): ProblemOptions => {
  const seconds = "retryAfterSeconds" in error ? Number(error.retryAfterSeconds) : limits.retryAfterSeconds;
  return { status: 503, code: "busy", headers: { "Retry-After": String(seconds) } };
};

/** What Express and its body readers throw: `status` and, from body-parser, `type`. */
const options4xx = (error: Error): ProblemOptions | undefined => {
  const status = "status" in error ? error.status : undefined;
  if (typeof status !== "number" || status < 400 || status > 499) return undefined;
  if (status === 413) return { status, code: "too_large" };
  if (status === 415) return { status, code: "unsupported_media_type" };
  if ("type" in error && error.type === "entity.parse.failed") return { status: 400, code: "malformed_json" };
  return { status: 400, code: "malformed_request" };
};
