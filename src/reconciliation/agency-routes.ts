import type { Request, RequestHandler, Response, Router } from "express";
import { actorOf, requireRole } from "../identity/public.ts";
import { onwardDone } from "../platform/notice.ts";
import { registerOperation } from "../platform/openapi.ts";
import { type PageForm, pageForm } from "../platform/page-form.ts";
import { allowed } from "../platform/problem.ts";
import { validate, validateForm } from "../platform/validate.ts";
import { agencyFormSchema, agencyMatchSchema } from "./input.ts";
import type { ReconciliationService } from "./service.ts";

type Deps = { readonly service: Pick<ReconciliationService, "agency"> };

/** A bookkeeper says that a bank row is money of others (ACC-9) over the API. */
export const addAgencyMatch = (router: Router, { service }: Deps): void => {
  const path = "/api/v1/reconciliation/agency";
  router.post(path, requireRole("bookkeeper"), async (request, response) => {
    allowed(await service.agency({ ...validate(agencyMatchSchema, request.body), by: actorOf(request) }));
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

/** The form of a row's page and of an agency's page; it comes back on the row's. */
export const agencyForm = (service: Deps["service"], page: PageForm["page"]): RequestHandler => {
  const act = async (request: Request, response: Response): Promise<void> => {
    const { idempotency_key: _key, ...fields } = (request.body ?? {}) as { readonly [field: string]: unknown };
    const { row, target, reason } = validateForm(agencyFormSchema, fields);
    const because = reason === undefined ? {} : { because: reason };
    allowed(await service.agency({ row, target, by: actorOf(request), ...because }));
    const no = target.split("-", 2).join("-");
    onwardDone(response, `/desk/agency/${no}`, { done: "matched", of: no });
  };
  return pageForm({ name: "agency", act, page, fields: { target: "row.agency.target" } });
};
