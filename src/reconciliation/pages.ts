import { type Request, type Response, Router } from "express";
import { actorOf, hasRole, requireRole } from "../identity/public.ts";
import { wordsFor } from "../platform/language.ts";
import { noticeOf, onwardDone, ownQuery } from "../platform/notice.ts";
import { pageForm } from "../platform/page-form.ts";
import { allowed } from "../platform/problem.ts";
import { render } from "../platform/render.ts";
import { validate, validateForm } from "../platform/validate.ts";
import { confirmFormSchema, deskSchema, matchFormSchema } from "./input.ts";
import { deskData, differenceRows } from "./desk-data.ts";
import { fieldsOf } from "./form-fields.ts";
import { reconciliationNotices } from "./page-notices.ts";
import { READERS, WRITERS } from "./routes.ts";
import { addStatementPages, type StatementPagesDeps, staffNames } from "./statement-page-routes.ts";
import { differencesTable, reconciliationView } from "./views.ts";

export type ReconciliationPagesDeps = StatementPagesDeps;

const base = "/desk/reconciliation";

/** The desk of the statements: what waits and why, what may be a pair, and what a person decides about it. */
export const reconciliationPages = (deps: ReconciliationPagesDeps): Router => {
  const router = Router();
  router.get(base, requireRole(...READERS), (request, response) => deskPage(deps, request, response));
  router.get(`${base}/differences`, requireRole(...READERS), async (request, response) => {
    await deps.catchUp();
    const words = wordsFor(response);
    const today = deps.today();
    const asked = { today, words, nameOf: await staffNames(deps) };
    const view = differencesTable(
      { differences: differenceRows(deps, asked), today, asked: request.query["page"] },
      words,
    );
    render(response, "reconciliation/differences", { desk: true, ...view });
  });
  const page = (request: Request, response: Response) => deskPage(deps, request, response);
  const match = (request: Request, response: Response) => matchForm(deps, request, response);
  const fields = { gift: "ambiguity.choose", reason: "ambiguity.because" };
  router.post(`${base}/matches`, requireRole(...WRITERS), pageForm({ name: "match", act: match, page, fields }));
  const confirm = (request: Request, response: Response) => confirmForm(deps, request, response);
  const pairs = { pair: "reconciliation.proposals.legend" };
  const confirming = pageForm({ name: "confirm", act: confirm, page, fields: pairs });
  router.post(`${base}/confirm`, requireRole(...WRITERS), confirming);
  addStatementPages(router, deps);
  return router;
};

const matchForm = async (deps: ReconciliationPagesDeps, request: Request, response: Response): Promise<void> => {
  const { row, gift, reason, keep } = validateForm(matchFormSchema, fieldsOf(request));
  const because = reason === undefined ? {} : { because: reason };
  const kept = keep === undefined ? {} : { keep };
  const by = actorOf(request);
  allowed(
    gift === "none"
      ? await deps.service.setAside({ row, by, ...because })
      : await deps.service.confirm({ row, gift, by, ...because, ...kept }),
  );
  onwardDone(response, base, { done: gift === "none" ? "set_aside" : "matched", of: row });
};

const confirmForm = async (deps: ReconciliationPagesDeps, request: Request, response: Response): Promise<void> => {
  const { pair } = validateForm(confirmFormSchema, fieldsOf(request));
  const chosen = pair.map((each) => {
    const cut = each.lastIndexOf(" ");
    return { row: each.slice(0, cut), gift: each.slice(cut + 1), by: actorOf(request) };
  });
  for (const choice of chosen) {
    allowed(await deps.service.confirm(choice));
  }
  onwardDone(response, base, { done: "confirmed", of: chosen[0]?.row ?? "" });
};

const deskPage = async (deps: ReconciliationPagesDeps, request: Request, response: Response): Promise<void> => {
  await deps.catchUp();
  const words = wordsFor(response);
  const asked = validate(deskSchema, request.method === "GET" ? ownQuery(request) : rowOf(request));
  const data = await deskData(deps, { today: deps.today(), words, nameOf: await staffNames(deps), ...asked });
  const page = { ...data, mayRule: hasRole(request, ...WRITERS), formKey: deps.newKey() };
  const waiting = () => data.differences.length;
  const notice = noticeOf(request, reconciliationNotices({ ...deps, waiting }, words));
  render(response, "reconciliation/desk", { ...reconciliationView(page, words), notice });
};

/** The row of a form that comes back: the page shows it again. */
const rowOf = (request: Request): object => {
  const { row } = fieldsOf(request) as { readonly row?: unknown };
  return typeof row === "string" ? { row } : {};
};
