import type { Request, RequestHandler, Response } from "express";
import { isApi, onward, wordsFor } from "../platform/language.ts";
import { problem } from "../platform/problem.ts";
import type { SignedIn } from "../platform/session.ts";
import { type BusinessRole, inScope } from "./roles.ts";
import type { Identity } from "./service.ts";

/** Puts the signed-in member of staff on the request: read anew each time, so a lost role is lost at once. */
export const loadStaff =
  (identity: Pick<Identity, "member">): RequestHandler =>
  async (request, _response, next) => {
    const user = request.session.user;
    const member = user === undefined ? undefined : await identity.member(user);
    if (member !== undefined) request.signedIn = member;
    next();
  };

/** 401 for an API call without sign-in; a page sends to the sign-in page and comes back. */
export const requireStaff: RequestHandler = (request, response, next) => {
  if (request.signedIn !== undefined) return next();
  if (isApi(request) || request.method !== "GET") throw problem({ status: 401, code: "sign_in_required" });
  onward(response, `/sign-in?next=${encodeURIComponent(request.originalUrl)}`);
};

/** Staff with at least one of the roles; 403 `role_missing` names them. The operator has no business right (ORG-23), so it is no choice. */
export const requireRole = (...roles: readonly BusinessRole[]): RequestHandler => anyOf(roles);

/** The technical desk: failed jobs and health. */
export const requireOperator: RequestHandler = (request, response, next) =>
  anyOf(["operator"])(request, response, next);

/** For buttons of the technical desk. */
export const isOperator = (request: Request): boolean => request.signedIn?.roles.includes("operator") === true;

/** The member of staff of this request. Throws 401 when nobody is signed in. */
export const staffOf = (request: Request): SignedIn => {
  if (request.signedIn === undefined) throw problem({ status: 401, code: "sign_in_required" });
  return request.signedIn;
};

/** The actor of a command: `user:<opaque id>`. Throws 401 when nobody is signed in. */
export const actorOf = (request: Request): string => `user:${staffOf(request).id}`;

export const hasRole = (request: Request, ...roles: readonly BusinessRole[]): boolean =>
  request.signedIn?.roles.some((role) => (roles as readonly string[]).includes(role)) === true;

/** Throws 403 `fund_out_of_scope` when the member of staff does not act for this fund. */
export const demandFund = (request: Request, fund: string): void => {
  if (!inScope(staffOf(request).funds, fund)) throw problem({ status: 403, code: "fund_out_of_scope", vars: { fund } });
};

/** The 403 `role_missing` that names the offices in the language of the answer. */
export const roleMissing = (response: Response, roles: readonly string[]) => {
  const { t } = wordsFor(response);
  const names = roles.map((role) => t(`role.${role}`)).join(t("list.comma"));
  return problem({ status: 403, code: "role_missing", vars: { roles: names } });
};

const anyOf =
  (roles: readonly string[]): RequestHandler =>
  (request, response, next) => {
    requireStaff(request, response, (error?: unknown) => {
      if (error !== undefined) return next(error);
      if (staffOf(request).roles.some((role) => roles.includes(role))) return next();
      throw roleMissing(response, roles);
    });
  };
