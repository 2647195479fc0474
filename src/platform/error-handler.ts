import type { ErrorRequestHandler, Request, RequestHandler, Response } from "express";
import { isApi, wordsFor } from "./language.ts";
import { errorRecord, type Logger } from "./logger.ts";
import { type Problem, type ProblemOptions, problem, problemDocument, type RefusalTable } from "./problem.ts";
import { problemOf } from "./problem-of.ts";
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
    const options = problemOf(error, deps.refusals);
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
