import { csrfSync } from "csrf-sync";
import type { Request, RequestHandler } from "express";
import { problem } from "./problem.ts";

const HEADER = "x-csrf-token";
const FIELD = "_csrf";

const { csrfSynchronisedProtection, generateToken } = csrfSync({
  getTokenFromRequest: (request) => request.get(HEADER) ?? fieldOf(request),
  skipCsrfProtection: (request) => request.session?.user === undefined,
});

/** The token of a signed-in session, for the header `X-CSRF-Token` or the form field `_csrf`; it stays the same in a session. */
export const csrfToken = (request: Request): string => generateToken(request);

/**
 * Refuses a change (403 `csrf`) that a signed-in session makes without its token. Without a session there is nothing to
 * ride on; then only a browser's own word that another site sent the form is refused. Takes `_csrf` out of the body.
 */
export const csrfProtection: RequestHandler = (request, response, next) => {
  if (isChange(request) && request.get("sec-fetch-site") === "cross-site") throw csrfProblem();
  csrfSynchronisedProtection(request, response, (error?: unknown) => {
    if (error !== undefined) return next(csrfProblem());
    dropField(request);
    next();
  });
};

const csrfProblem = () => problem({ status: 403, code: "csrf" });
const isChange = (request: Request): boolean => !["GET", "HEAD", "OPTIONS"].includes(request.method);

const fieldOf = (request: Request): string | undefined => {
  const body: unknown = request.body;
  if (typeof body !== "object" || body === null || !(FIELD in body)) return undefined;
  return typeof body[FIELD] === "string" ? body[FIELD] : undefined;
};

const dropField = (request: Request): void => {
  const body: unknown = request.body;
  if (typeof body === "object" && body !== null && FIELD in body) delete body[FIELD];
};
