import type { Router } from "express";
import { actorOf, type BusinessRole, requireRole } from "../identity/public.ts";
import { registerOperation } from "../platform/openapi.ts";
import { allowed } from "../platform/problem.ts";
import { validate } from "../platform/validate.ts";
import { caseActSchema, lookAgainSchema, takeBackSchema } from "./input.ts";
import type { ReconciliationService } from "./service.ts";

type Deps = {
  readonly service: Pick<ReconciliationService, "takeBack" | "lookAgain" | "takeBackBooking" | "closeCase">;
};

const CASE_ACTS = [
  {
    path: "case-take-backs",
    act: "takeBackBooking",
    summary: "Reverse a payment that the provider never had: its gift is a promise again",
  },
  {
    path: "case-closings",
    act: "closeCase",
    summary: "Say that other papers put a booking right that the provider's bill lacks: it is a case no longer",
  },
] as const;

const base = "/api/v1/reconciliation";

/** A match is taken back; the rules may look at such a row again. */
export const addTakeBackRoutes = (router: Router, { service }: Deps, writers: readonly BusinessRole[]): void => {
  router.post(`${base}/take-backs`, requireRole(...writers), async (request, response) => {
    const { row, reason } = validate(takeBackSchema, request.body);
    allowed(await service.takeBack({ row, by: actorOf(request), because: reason }));
    response.status(204).end();
  });
  for (const { path, act } of CASE_ACTS)
    router.post(`${base}/${path}`, requireRole(...writers), async (request, response) => {
      const { booking, reason } = validate(caseActSchema, request.body);
      allowed(await service[act]({ booking, by: actorOf(request), because: reason }));
      response.status(204).end();
    });
  router.post(`${base}/look-again`, requireRole(...writers), async (request, response) => {
    const { row } = validate(lookAgainSchema, request.body);
    allowed(await service.lookAgain({ row, by: actorOf(request) }));
    response.status(204).end();
  });
  for (const { path, summary } of CASE_ACTS)
    registerOperation({
      method: "POST",
      path: `${base}/${path}`,
      summary,
      roles: writers,
      body: caseActSchema,
      responses: { 204: "Done", 404: "No such case", 409: "A later fact stands on it, or a voucher is needed" },
    });
  registerOperation({
    method: "POST",
    path: `${base}/take-backs`,
    summary: "Take the match of a row back: its entries are reversed and its money waits in suspense for a person",
    roles: writers,
    body: takeBackSchema,
    responses: { 204: "Taken back", 404: "No such row", 409: "A later fact stands on it, or a voucher is needed" },
  });
  registerOperation({
    method: "POST",
    path: `${base}/look-again`,
    summary: "Let the rules match a row again whose match was taken back",
    roles: writers,
    body: lookAgainSchema,
    responses: { 204: "The next run looks at it", 404: "No such row", 409: "It does not wait" },
  });
};
