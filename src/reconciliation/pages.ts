import { type Request, type Response, Router } from "express";
import { actorOf, hasRole, requireRole } from "../identity/public.ts";
import { onward, wordsFor } from "../platform/language.ts";
import { refused } from "../platform/problem.ts";
import { render } from "../platform/render.ts";
import { validate, validateForm } from "../platform/validate.ts";
import { addAgencyForm } from "./agency-routes.ts";
import { confirmFormSchema, deskSchema, matchFormSchema } from "./input.ts";
import { deskData, differenceRows } from "./desk-data.ts";
import { READERS, WRITERS } from "./routes.ts";
import { addStatementPages, type StatementPagesDeps, staffNames, withoutLanguage } from "./statement-page-routes.ts";
import { differencesTable, reconciliationView } from "./views.ts";

export type ReconciliationPagesDeps = StatementPagesDeps;

const base = "/desk/reconciliation";

/** The desk of the statements: what waits and why, what may be a pair, and what a person decides about it. */
export const reconciliationPages = (deps: ReconciliationPagesDeps): Router => {
  const router = Router();
  router.get(base, requireRole(...READERS), (request, response) => deskPage(deps, request, response));
  router.get(`${base}/differences`, requireRole(...READERS), async (_request, response) => {
    await deps.catchUp();
    const words = wordsFor(response);
    const today = deps.today();
    const asked = { today, words, nameOf: await staffNames(deps) };
    const view = differencesTable({ differences: differenceRows(deps, asked), today }, words);
    render(response, "reconciliation/differences", { desk: true, ...view });
  });
  router.post(`${base}/matches`, requireRole(...WRITERS), async (request, response) => {
    const { row, gift, reason, keep } = validateForm(matchFormSchema, fieldsOf(request));
    const because = reason === undefined ? {} : { because: reason };
    const kept = keep === undefined ? {} : { keep };
    const by = actorOf(request);
    const refusal =
      gift === "none"
        ? await deps.service.setAside({ row, by, ...because })
        : await deps.service.confirm({ row, gift, by, ...because, ...kept });
    if (refusal) throw refused(refusal);
    onward(response, base);
  });
  router.post(`${base}/confirm`, requireRole(...WRITERS), async (request, response) => {
    const { pair } = validateForm(confirmFormSchema, fieldsOf(request));
    for (const each of pair) {
      const cut = each.lastIndexOf(" ");
      const choice = { row: each.slice(0, cut), gift: each.slice(cut + 1), by: actorOf(request) };
      const refusal = await deps.service.confirm(choice);
      if (refusal) throw refused(refusal);
    }
    onward(response, base);
  });
  addStatementPages(router, deps);
  addAgencyForm(router, deps);
  return router;
};

const deskPage = async (deps: ReconciliationPagesDeps, request: Request, response: Response): Promise<void> => {
  await deps.catchUp();
  const words = wordsFor(response);
  const asked = validate(deskSchema, withoutLanguage(request.query));
  const data = await deskData(deps, { today: deps.today(), words, nameOf: await staffNames(deps), ...asked });
  const page = { ...data, mayRule: hasRole(request, ...WRITERS), formKey: deps.newKey() };
  render(response, "reconciliation/desk", reconciliationView(page, words));
};

/** A form's fields without its key: a match is keyed by its row, so a repeated form changes nothing. */
const fieldsOf = (request: Request): object => {
  const { idempotency_key: _key, ...fields } = (request.body ?? {}) as { readonly [field: string]: unknown };
  return fields;
};
