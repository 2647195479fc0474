import { type Request, Router } from "express";
import { actorOf, demandFund, requireRole } from "../identity/public.ts";
import { formatYuan } from "../kernel/money.ts";
import { type JsonObject, refuse } from "../kernel/result.ts";
import { registerOperation } from "../platform/openapi.ts";
import { allowed, refused } from "../platform/problem.ts";
import { validate } from "../platform/validate.ts";
import { type ErasureBody, erasureSchema } from "./input.ts";
import type { Held, PrivacyService } from "./service.ts";

export type PrivacyRoutesDeps = { readonly service: PrivacyService };

export const OFFICERS = ["privacyOfficer"] as const;
const base = "/api/v1/erasures";

/** `/api/v1/erasures`: what is held of a person under a number, and blocking or erasing it. Nobody is found by a name. */
export const privacyRoutes = (deps: PrivacyRoutesDeps): Router => {
  describe();
  const router = Router();
  router.get(`${base}/:number`, requireRole(...OFFICERS), async (request, response) => {
    const held = await heldFor(deps, request, String(request.params.number));
    response.set("Cache-Control", "no-store").json(heldJson(held));
  });
  router.post(base, requireRole(...OFFICERS), async (request, response) => {
    response.json(heldJson(await eraseFor(deps, request, validate(erasureSchema, request.body))));
  });
  return router;
};

/** Throws 404 for a number that the books do not hold, 403 for a fund that the officer does not act for. */
const heldFor = async ({ service }: PrivacyRoutesDeps, request: Request, number: string): Promise<Held> => {
  const held = await service.held(number);
  if (!held) throw refused(refuse("record_unknown", { number }));
  demandFund(request, held.subject.fund);
  return held;
};

export const eraseFor = async (deps: PrivacyRoutesDeps, request: Request, body: ErasureBody): Promise<Held> => {
  await heldFor(deps, request, body.number);
  return allowed(await deps.service.handle({ ...body, by: actorOf(request) }));
};

const heldJson = ({ subject, state, fields, standing }: Held): JsonObject => ({
  record: subject.record,
  of: subject.of,
  number: subject.number,
  fund: subject.fund,
  state: subject.state,
  on: subject.on,
  ...(subject.amount === undefined ? {} : { amount: formatYuan(subject.amount) }),
  person: state,
  fields,
  receipts: subject.receipts,
  evidence: subject.evidence,
  notes: subject.notes,
  ...(subject.bound === undefined
    ? {}
    : { retained_as: subject.bound.by, retained_until: subject.bound.until, source: subject.bound.source }),
  ...(standing === undefined
    ? {}
    : {
        handled_on: standing.on,
        by: standing.by,
        why: standing.why,
        ...(standing.paper === undefined ? {} : { paper: standing.paper }),
        line: standing.line,
      }),
});

const describe = (): void => {
  registerOperation({
    method: "GET",
    path: `${base}/:number`,
    summary: "What is held of the person of a gift, a receipt, a lot of goods or a request: counts, no personal data",
    roles: OFFICERS,
    responses: { 200: "What is held, and until when it must be kept", 404: "No such number" },
  });
  registerOperation({
    method: "POST",
    path: base,
    summary: "Handle a request for erasure: blocked while a retention period runs, else erased. Again changes nothing",
    roles: OFFICERS,
    body: erasureSchema,
    responses: { 200: "What stands: `person` is blocked or erased", 404: "No such number", 409: "A case under way" },
  });
};
