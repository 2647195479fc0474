import { type Request, type Response, Router } from "express";
import { actorOf, requireRole, staffOf } from "../identity/public.ts";
import type { BusinessDate } from "../kernel/dates.ts";
import { commandKey, demandIdempotencyKey } from "../platform/idempotency.ts";
import { onward, wordsFor } from "../platform/language.ts";
import { uploadOf } from "../platform/multipart.ts";
import { noticeOf, onwardDone } from "../platform/notice.ts";
import { pageForm } from "../platform/page-form.ts";
import { allowed, problem } from "../platform/problem.ts";
import { render } from "../platform/render.ts";
import { invalidInput } from "../platform/validate.ts";
import { faultyRows, ROLES } from "./routes.ts";
import type { Previews } from "./previews.ts";
import { addPreviewPages } from "./preview-page-routes.ts";
import type { Imports } from "./service.ts";
import { importNotices, type ImportsPage, importsView, refusedWords } from "./views.ts";

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
  const page = (request: Request, response: Response) => importsPage(deps, request, response);
  const take = (request: Request, response: Response) => importForm(deps, request, response);
  const fields = { file: "import.file", kind: "import.kind", faulty: "import.faulty" };
  const about = { file_empty: "file", too_large: "file", import_kind_unknown: "kind" };
  router.get(BASE, requireRole(...ROLES), page);
  addPreviewPages(router, deps, page);
  router.post(BASE, requireRole(...ROLES), demandIdempotencyKey, pageForm({ act: take, page, fields, about }));
  return router;
};

const importsPage = async (deps: ImportsPagesDeps, request: Request, response: Response): Promise<void> => {
  const words = wordsFor(response);
  const after = typeof request.query["after"] === "string" ? request.query["after"] : undefined;
  const { records, next } = await deps.imports.listed(after);
  const page: ImportsPage = { imports: records, formKey: deps.newKey(), after, next };
  const notice = noticeOf(request, importNotices(page, words));
  render(response, "imports/imports", { ...importsView(page, words), notice });
};

const importForm = async (deps: ImportsPagesDeps, request: Request, response: Response): Promise<void> => {
  const { kind, faulty } = fieldsOf(request);
  const { file, looked } = await broughtBy(deps, request);
  // A second click: what was looked at is imported already, the list tells.
  if (!file && looked) return onward(response, BASE);
  if (!file) throw invalidInput([{ field: "file", code: "required" }]);
  const key = commandKey("imports", request);
  const outcome = allowed(
    await deps.imports.take({
      key,
      name: staffOf(request).name,
      kind: String(kind),
      file: file.name,
      content: file.content,
      by: actorOf(request),
      on: deps.today(),
      faulty: faultyRows(faulty),
    }),
  );
  if (looked && outcome.outcome !== "refused") await deps.previews.done(looked);
  if (outcome.outcome !== "refused") return onwardDone(response, BASE, { done: outcome.outcome, of: key });
  throw problem({ status: 422, code: "import_refused", vars: { reason: refusedWords(outcome, wordsFor(response)) } });
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
