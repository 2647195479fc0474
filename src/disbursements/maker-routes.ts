import type { Request as HttpRequest, Response, Router } from "express";
import { limits } from "../../config/limits.ts";
import { actorOf, requireRole } from "../identity/public.ts";
import { commandKey, demandIdempotencyKey } from "../platform/idempotency.ts";
import { mimeOf, uploadOf } from "../platform/multipart.ts";
import { onwardDone } from "../platform/notice.ts";
import { pageForm } from "../platform/page-form.ts";
import { allowed, problem } from "../platform/problem.ts";
import { validateForm } from "../platform/validate.ts";
import { AMEND_FIELDS, fieldsOf, PAPER_FIELDS } from "./case-forms.ts";
import { amendSchema, evidenceSchema } from "./input.ts";
import { changeOf, type DisbursementsRoutesDeps, rolesFor, scoped } from "./routes.ts";

const one = "/desk/requests/:no";

type Draw = (request: HttpRequest, response: Response) => Promise<void>;

/** What the maker of a case brings to it by form: papers, and another amount or payee (WF-8, WF-18). */
export const addMakerForms = (router: Router, deps: DisbursementsRoutesDeps, page: Draw): void => {
  const paper = (request: HttpRequest, response: Response) => paperForm(deps, request, response);
  const about = { file_empty: "file", too_large: "file", evidence_known: "file" };
  router.post(
    `${one}/papers`,
    requireRole(...rolesFor("evidence")),
    pageForm({ name: "paper", act: paper, page, fields: PAPER_FIELDS, about }),
  );
  const amend = (request: HttpRequest, response: Response) => amendForm(deps, request, response);
  router.post(
    `${one}/details`,
    requireRole(...rolesFor("amend")),
    demandIdempotencyKey,
    pageForm({ name: "amend", act: amend, page, fields: AMEND_FIELDS, about: { amend_nothing: "amount" } }),
  );
};

const paperForm = async (deps: DisbursementsRoutesDeps, request: HttpRequest, response: Response): Promise<void> => {
  await deps.catchUp();
  const { no } = scoped(deps, request);
  const { paper } = validateForm(evidenceSchema, fieldsOf(request.body));
  const file = uploadOf(request);
  if (!file || file.content.length === 0) throw problem({ status: 422, code: "file_empty" });
  if (file.content.length > limits.evidenceBytes) throw problem({ status: 413, code: "too_large" });
  const { content } = file;
  allowed(await deps.service.addEvidence({ no, by: actorOf(request), paper, mime: mimeOf(file.name), content }));
  onwardDone(response, `/desk/requests/${no}`, { done: "evidence" });
};

const amendForm = async (deps: DisbursementsRoutesDeps, request: HttpRequest, response: Response): Promise<void> => {
  await deps.catchUp();
  const { no } = scoped(deps, request);
  const fields = fieldsOf(request.body);
  if (!fields.amount && !fields.payee_name) throw problem({ status: 422, code: "amend_nothing" });
  const change = changeOf(validateForm(amendSchema, fields));
  const key = commandKey("request-details", request);
  allowed(await deps.service.amend({ no, by: actorOf(request), on: undefined, key, ...change }));
  onwardDone(response, `/desk/requests/${no}`, { done: "amend" });
};
