import type { Request, Router } from "express";
import { actorOf, requireRole } from "../identity/public.ts";
import type { Period } from "../kernel/dates.ts";
import type { JsonObject } from "../kernel/result.ts";
import { commandKey, demandIdempotencyKey } from "../platform/idempotency.ts";
import { registerOperation } from "../platform/openapi.ts";
import { validate, validateForm } from "../platform/validate.ts";
import { accepted, CLOSERS, READERS } from "./access.ts";
import { closeFormSchema, reopenSchema } from "./input.ts";
import type { Reopening } from "./period.ts";
import type { LedgerRoutesDeps } from "./ports.ts";

const month = "/api/v1/months/:period";
const list = "/api/v1/books/periods";

/** Closed months, and a month opened again by two people, with a reason that the public reads (LED-6). */
export const addPeriodRoutes = (router: Router, deps: LedgerRoutesDeps): void => {
  describe();
  router.get(list, requireRole(...READERS), async (_request, response) => {
    await deps.catchUp();
    const { periods } = deps.ledger;
    response.json({ closed: periods.all(), reopened: periods.reopenings().map(reopeningJson) });
  });
  router.post(
    `${month}/reopening-proposal`,
    requireRole("bookkeeper"),
    demandIdempotencyKey,
    async (request, response) => {
      const period = periodIn(request);
      const { reason } = validate(reopenSchema, request.body);
      await proposeReopening(deps, request, { period, reason });
      response.json({ period, state: "reopening_proposed" });
    },
  );
  router.post(`${month}/reopening`, requireRole(...CLOSERS), demandIdempotencyKey, async (request, response) => {
    const period = periodIn(request);
    await reopen(deps, request, period);
    response.json({ period, state: "open" });
  });
};

type Deps = Pick<LedgerRoutesDeps, "submit" | "today">;

export const proposeReopening = (
  deps: Deps,
  request: Request,
  input: { readonly period: Period; readonly reason: string },
): Promise<void> => {
  const key = commandKey("reopening-proposal", request);
  return accepted(deps.submit({ name: "ledger.proposeReopen", key, by: actorOf(request), on: deps.today(), input }));
};

export const reopen = (deps: Deps, request: Request, period: Period): Promise<void> => {
  const key = commandKey("reopening", request);
  return accepted(
    deps.submit({ name: "ledger.reopen", key, by: actorOf(request), on: deps.today(), input: { period } }),
  );
};

/** A reopening as the public reads it: no names. */
export const reopeningJson = ({ period, on, reason, line }: Reopening): JsonObject => ({ period, on, reason, line });

const periodIn = (request: Request): Period => validateForm(closeFormSchema, { period: request.params.period }).period;

const describe = (): void => {
  registerOperation({
    method: "GET",
    path: list,
    summary: "Closed months, and months opened again with day and reason",
    roles: READERS,
    responses: { 200: "The list" },
  });
  registerOperation({
    method: "POST",
    path: `${month}/reopening-proposal`,
    summary: "The first of two people proposes to open the last closed month again; the public reads the reason",
    roles: ["bookkeeper"],
    body: reopenSchema,
    idempotent: true,
    responses: { 200: "Proposed", 409: "The month is not closed, or a later one is" },
  });
  registerOperation({
    method: "POST",
    path: `${month}/reopening`,
    summary: "The second opens it: the closing voucher is taken back",
    roles: CLOSERS,
    idempotent: true,
    responses: { 200: "Open", 403: "The proposer cannot approve" },
  });
};
