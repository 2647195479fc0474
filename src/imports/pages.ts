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
import type { Imports } from "./service.ts";
import { type ImportsPage, importsView } from "./views.ts";

export type ImportsPagesDeps = {
  readonly imports: Imports;
  readonly today: () => BusinessDate;
  /** A fresh idempotency key for a form. */
  readonly newKey: () => string;
};

const BASE = "/desk/imports";

/** `/desk/imports`: the form for a file, and what became of each row of those that came. */
export const importsPages = (deps: ImportsPagesDeps): Router => {
  const router = Router();
  router.get(BASE, requireRole(...ROLES), (_request, response) => importsPage(deps, response));
  router.post(BASE, requireRole(...ROLES), demandIdempotencyKey, (request, response) =>
    importForm(deps, request, response),
  );
  return router;
};

const importsPage = async (deps: ImportsPagesDeps, response: Response, problem?: string): Promise<void> => {
  const page: ImportsPage = {
    kinds: deps.imports.kinds,
    imports: await deps.imports.newest(limits.pageRows),
    formKey: deps.newKey(),
    ...(problem === undefined ? {} : { problem }),
  };
  render(response, "imports/imports", importsView(page, wordsFor(response)));
};

const importForm = async (deps: ImportsPagesDeps, request: Request, response: Response): Promise<void> => {
  const { t } = wordsFor(response);
  const { kind, faulty } = (request.body ?? {}) as { readonly kind?: unknown; readonly faulty?: unknown };
  const file = uploadOf(request);
  if (!file) {
    response.status(422);
    return importsPage(deps, response, `${t("import.file")}: ${t("error.field.required")}`);
  }
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
  if (outcome.outcome !== "refused") return onward(response, BASE);
  response.status(422);
  await importsPage(deps, response);
};
