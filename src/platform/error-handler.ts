import type { ErrorRequestHandler, Request, RequestHandler, Response } from "express";
import { limits } from "../../config/limits.ts";
import { isApi, wordsFor } from "./language.ts";
import { errorRecord, type Logger } from "./logger.ts";
import {
  type Problem,
  ProblemError,
  type ProblemOptions,
  problem,
  problemDocument,
  RefusedError,
  type RefusalTable,
  refusalProblem,
} from "./problem.ts";
import { render } from "./render.ts";
import { allowedMethods } from "./route-list.ts";

/** After all routes: 405 with `Allow` when the path is known with another method, else 404. */
export const noRoute: RequestHandler = (request) => {
  const allowed = allowedMethods(request.app.router, request.path);
  if (allowed.length === 0 || allowed.includes(request.method)) throw problem({ status: 404, code: "not_found" });
  throw problem({ status: 405, code: "method_not_allowed", headers: { Allow: allowed.join(", ") } });
};

/** The last handler: every error becomes a problem document under /api and a designed page elsewhere. */
export const answerErrors = (deps: { logger: Logger; refusals: RefusalTable }): ErrorRequestHandler => {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    const options = optionsOf(error, deps.refusals);
    if (options.status >= 500 && options.code !== "busy") {
      deps.logger.error({ id: request.id, err: errorRecord(error) }, "request failed");
    }
    answer(request, response, { options, logger: deps.logger });
  };
};

const answer = (request: Request, response: Response, how: { options: ProblemOptions; logger: Logger }): void => {
  const { options, logger } = how;
  response
    .status(options.status)
    .set(options.headers ?? {})
    .set("Cache-Control", "no-store");
  const document = inWords(request, response, how);
  if (isApi(request)) return void response.type("application/problem+json").send(JSON.stringify(document));
  try {
    render(response, "platform/error", { ...document, request: request.id });
  } catch (error) {
    logger.error({ id: request.id, err: errorRecord(error) }, "the error page could not be drawn");
    response.type("text/plain").send(`${document.status} ${document.detail}\n`);
  }
};

/** Words that lack a variable must not turn a refusal into something else: then the bare code stands in, and the log says so. */
const inWords = (request: Request, response: Response, how: { options: ProblemOptions; logger: Logger }): Problem => {
  try {
    return problemDocument(how.options, wordsFor(response).t);
  } catch (error) {
    how.logger.error({ id: request.id, err: errorRecord(error) }, "an error could not be put into words");
    const { status, code } = how.options;
    return { type: `urn:shanzhang:problem:${code}`, title: code, status, code, detail: code };
  }
};

const optionsOf = (error: unknown, refusals: RefusalTable): ProblemOptions => {
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
