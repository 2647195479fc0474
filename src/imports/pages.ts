import { type Request, type Response, Router } from "express";
import { actorOf, requireRole, staffOf } from "../identity/public.ts";
import type { BusinessDate } from "../kernel/dates.ts";
import { demandIdempotencyKey } from "../platform/idempotency.ts";
import { wordsFor } from "../platform/language.ts";
import { uploadOf } from "../platform/multipart.ts";
import { render } from "../platform/render.ts";
import { type ImportsPage, importsView } from "../reconciliation/public.ts";
import { faultyRows, ROLES } from "./routes.ts";
import type { ImportOutcome } from "./outcome.ts";
import type { Imports } from "./service.ts";

export type ImportsPagesDeps = {
  readonly imports: Imports;
  /** The files imported so far, newest first. */
  readonly list: () => Promise<ImportsPage["imports"]>;
  /** Keeps what became of a file, with the name of who brought it; the moment is the keeper's. */
  readonly record: (outcome: ImportOutcome & { readonly by: string }) => Promise<void>;
  readonly today: () => BusinessDate;
  /** A fresh idempotency key for a form. */
  readonly newKey: () => string;
};

/** `/desk/imports`: the form for a file, and what became of each row of those that came. */
export const importsPages = (deps: ImportsPagesDeps): Router => {
  const router = Router();
  router.get("/desk/imports", requireRole(...ROLES), (_request, response) => importsPage(deps, response));
  router.post("/desk/imports", requireRole(...ROLES), demandIdempotencyKey, (request, response) =>
    importForm(deps, request, response),
  );
  return router;
};

const importsPage = async (deps: ImportsPagesDeps, response: Response, problem?: string): Promise<void> => {
  const page: ImportsPage = {
    kinds: deps.imports.kinds,
    imports: await deps.list(),
    formKey: deps.newKey(),
    ...(problem === undefined ? {} : { problem }),
  };
  render(response, "reconciliation/imports", importsView(page, wordsFor(response)));
};

const importForm = async (deps: ImportsPagesDeps, request: Request, response: Response): Promise<void> => {
  const { t } = wordsFor(response);
  const { kind, faulty } = (request.body ?? {}) as { readonly kind?: unknown; readonly faulty?: unknown };
  const file = uploadOf(request.body, "file");
  if (!file) {
    response.status(422);
    return importsPage(deps, response, `${t("import.file")}: ${t("error.field.required")}`);
  }
  const outcome = await deps.imports.importFile({
    kind: String(kind),
    file: file.name,
    content: file.content,
    by: actorOf(request),
    on: deps.today(),
    faulty: faultyRows(faulty),
  });
  if (!outcome) {
    response.status(404);
    return importsPage(deps, response, t("error.import_kind_unknown", { kinds: deps.imports.kinds.join(", ") }));
  }
  await deps.record({ ...outcome, by: staffOf(request).name });
  response.status(outcome.outcome === "refused" ? 422 : 200);
  await importsPage(deps, response);
};
