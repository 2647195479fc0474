import type { Router } from "express";
import { actorOf, requireRole } from "../identity/public.ts";
import { onward } from "../platform/language.ts";
import { registerOperation } from "../platform/openapi.ts";
import { refused } from "../platform/problem.ts";
import { validate, validateForm } from "../platform/validate.ts";
import { agencyFormSchema, agencyMatchSchema } from "./input.ts";
import type { ReconciliationService } from "./service.ts";

type Deps = { readonly service: Pick<ReconciliationService, "agency"> };

/** A bookkeeper says that a bank row is money of others (ACC-9): over the API, and from the desk. */
export const addAgencyMatch = (router: Router, { service }: Deps): void => {
  const path = "/api/v1/reconciliation/agency";
  router.post(path, requireRole("bookkeeper"), async (request, response) => {
    const refusal = await service.agency({ ...validate(agencyMatchSchema, request.body), by: actorOf(request) });
    if (refusal) throw refused(refusal);
    response.status(204).end();
  });
  registerOperation({
    method: "POST",
    path,
    summary: "Book a bank row as money of others: in for an agency, out on a released order, or back from a paid one",
    roles: ["bookkeeper"],
    body: agencyMatchSchema,
    responses: { 204: "Booked", 409: "Not confirmed, not released, another sum, or matched before" },
  });
};

/** The form of the row's page and of the agency's page. */
export const addAgencyForm = (router: Router, { service }: Deps): void => {
  router.post("/desk/reconciliation/agency", requireRole("bookkeeper"), async (request, response) => {
    const { idempotency_key: _key, ...fields } = (request.body ?? {}) as { readonly [field: string]: unknown };
    const { row, target, reason } = validateForm(agencyFormSchema, fields);
    const because = reason === undefined ? {} : { because: reason };
    const refusal = await service.agency({ row, target, by: actorOf(request), ...because });
    if (refusal) throw refused(refusal);
    onward(response, `/desk/agency/${target.split("-", 2).join("-")}?done=matched`);
  });
};
