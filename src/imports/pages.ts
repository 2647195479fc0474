import { limits } from "../../config/limits.ts";
import { type Request, type Response, Router } from "express";
import { actorOf, requireRole, staffOf } from "../identity/public.ts";
import type { BusinessDate } from "../kernel/dates.ts";
import { isRefusal } from "../kernel/result.ts";
import { commandKey, demandIdempotencyKey } from "../platform/idempotency.ts";
import { onward, wordsFor } from "../platform/language.ts";
import { uploadOf } from "../platform/multipart.ts";
import { refused } from "../platform/problem.ts";
import { render } from "../platform/render.ts";
import { faultyRows, ROLES } from "./routes.ts";
import type { Previews } from "./previews.ts";
import { addPreviewPages } from "./preview-page-routes.ts";
import type { Imports } from "./service.ts";
import { type ImportsPage, importsView } from "./views.ts";

export type ImportsPagesDeps = {
  readonly imports: Imports;
  readonly previews: Previews;
  readonly today: () => BusinessDate;
  /** A fresh idempotency key for a form. */
  readonly newKey: () => string;
};

const BASE = "/desk/imports";

/** `/desk/imports`: the form for a file, a look at it before it counts, and what became of each row of those that came. */
export const importsPages = (deps: ImportsPagesDeps): Router => {
  const router = Router();
  router.get(BASE, requireRole(...ROLES), (_request, response) => importsPage(deps, response));
  router.post(BASE, requireRole(...ROLES), demandIdempotencyKey, (request, response) =>
    importForm(deps, request, response),
  );
  addPreviewPages(router, deps, (response) => withoutFile(deps, response));
  return router;
};

const importsPage = async (deps: ImportsPagesDeps, response: Response, problem?: string): Promise<void> => {
  const page: ImportsPage = {
    imports: await deps.imports.newest(limits.pageRows),
    formKey: deps.newKey(),
    ...(problem === undefined ? {} : { problem }),
  };
  render(response, "imports/imports", importsView(page, wordsFor(response)));
};

const withoutFile = (deps: ImportsPagesDeps, response: Response): Promise<void> => {
  const { t } = wordsFor(response);
  response.status(422);
  return importsPage(deps, response, `${t("import.file")}: ${t("error.field.required")}`);
};

const importForm = async (deps: ImportsPagesDeps, request: Request, response: Response): Promise<void> => {
  const { kind, faulty } = fieldsOf(request);
  const { file, looked } = await broughtBy(deps, request);
  // A second click: what was looked at is imported already, the list tells.
  if (!file && looked) return onward(response, BASE);
  if (!file) return withoutFile(deps, response);
  const outcome = await deps.imports.take({
    key: commandKey("imports", request),
    name: staffOf(request).name,
    kind: String(kind),
    file: file.name,
    content: file.content,
    by: actorOf(request),
    on: deps.today(),
    faulty: faultyRows(faulty),
  });
  if (isRefusal(outcome)) throw refused(outcome);
  if (looked && outcome.outcome !== "refused") await deps.previews.done(looked);
  if (outcome.outcome !== "refused") return onward(response, BASE);
  response.status(422);
  await importsPage(deps, response);
};

/** The file of the form, or the one that was looked at before. */
const broughtBy = async ({ previews }: ImportsPagesDeps, request: Request) => {
  const { preview } = fieldsOf(request);
  if (typeof preview !== "string") return { file: uploadOf(request) };
  const looked = { id: preview, by: actorOf(request) };
  const waiting = await previews.waiting(looked);
  return { looked, file: waiting && { name: waiting.file, content: waiting.content } };
};

const fieldsOf = (request: Request) => (request.body ?? {}) as { readonly [field: string]: unknown };
