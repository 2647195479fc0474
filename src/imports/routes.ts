import { Router } from "express";
import { limits } from "../../config/limits.ts";
import { actorOf, requireRole, staffOf } from "../identity/public.ts";
import type { BusinessDate } from "../kernel/dates.ts";
import { formatYuan } from "../kernel/money.ts";
import { fileBody } from "../platform/app.ts";
import { commandKey, demandIdempotencyKey } from "../platform/idempotency.ts";
import { registerOperation } from "../platform/openapi.ts";
import { allowed, problem } from "../platform/problem.ts";
import { validateForm } from "../platform/validate.ts";
import { listSchema } from "./input.ts";
import type { Look } from "./look.ts";
import type { FaultyRows, Imports } from "./service.ts";

export type ImportsRoutesDeps = {
  readonly imports: Imports;
  readonly today: () => BusinessDate;
};

/** Who may bring a file. */
export const ROLES = ["bookkeeper", "financeChecker", "applicant"] as const;

/** `POST /api/v1/imports/:kind` takes the file itself as the body, its name in `X-File-Name`. */
export const importsRoutes = (deps: ImportsRoutesDeps): Router => {
  const router = Router();
  router.post(
    "/api/v1/imports/:kind",
    requireRole(...ROLES),
    demandIdempotencyKey,
    fileBody(limits.uploadBytes),
    async (request, response) => {
      const outcome = allowed(
        await deps.imports.take({
          key: commandKey("imports", request),
          name: staffOf(request).name,
          kind: String(request.params.kind),
          file: fileName(request.get("X-File-Name")),
          content: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
          by: actorOf(request),
          on: deps.today(),
          faulty: faultyRows(request.query.faulty),
        }),
      );
      response.status(outcome.outcome === "refused" ? 422 : 200).json(outcome);
    },
  );
  router.get("/api/v1/imports", requireRole(...ROLES), async (request, response) => {
    const { records, next } = await deps.imports.listed(validateForm(listSchema, request.query).after);
    response.json({
      imports: records.map(({ at, by, file, kind, outcome, progress }) => ({
        at,
        by,
        file,
        kind,
        ...(outcome ?? { progress }),
      })),
      next,
    });
  });
  registerOperation({
    method: "GET",
    path: "/api/v1/imports",
    summary:
      "The files imported last, newest first, and what became of each; one without an outcome was cut: send it again",
    roles: ROLES,
    query: listSchema,
    responses: { 200: "A page; `next` is the value of `after` for the following one" },
  });
  addPreviewRoute(router, deps);
  registerOperation({
    method: "POST",
    path: "/api/v1/imports/:kind",
    summary:
      "Import a file of the federation, of the desk, of a wallet, a card processor or a bank; with the kind `auto` its content tells which. The same file again changes nothing",
    roles: ROLES,
    file: ["application/octet-stream", "text/csv", "application/json", "application/xml"],
    idempotent: true,
    responses: {
      200: "What became of each row; of the same request again, the same",
      422: "The file was refused whole; nothing of it counts",
    },
  });
  return router;
};

/** What an import would do, as JSON. */
const addPreviewRoute = (router: Router, deps: Pick<ImportsRoutesDeps, "imports">): void => {
  router.post(
    "/api/v1/imports/:kind/preview",
    requireRole(...ROLES),
    fileBody(limits.uploadBytes),
    async (request, response) => {
      const content = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const look = allowed(await deps.imports.look({ kind: String(request.params.kind), content }));
      response.status(look.refused ? 422 : 200).json(lookJson(look));
    },
  );
  registerOperation({
    method: "POST",
    path: "/api/v1/imports/:kind/preview",
    summary:
      "What an import of this file would do, and what it is when the kind is `auto`. Writes nothing; statements tell rows by rule and what each day pays out",
    roles: ROLES,
    file: ["application/octet-stream", "text/csv", "application/json", "application/xml"],
    responses: { 200: "Its kind, rows, known and faulty ones", 422: "The file would be refused" },
  });
};

const lookJson = ({ kind, recognised, refused: why, seen, statement }: Look) => ({
  kind,
  recognised,
  ...(why ? { outcome: "refused", ...why } : {}),
  ...(seen
    ? { rows: seen.rows, known: seen.known, new: seen.rows - seen.known - seen.faulty.length, refused: seen.faulty }
    : {}),
  ...(statement
    ? {
        matched: Object.fromEntries(statement.matched),
        waiting: Object.fromEntries(statement.waiting),
        batches: statement.batches.map(({ day, gross, fee, net }) => ({
          day,
          gross: formatYuan(gross),
          fee: formatYuan(fee),
          net: formatYuan(net),
        })),
      }
    : {}),
});

/** The last part of a path, percent-decoded: the name as the sender wrote it. */
const fileName = (header: string | undefined): string => {
  const text = header ?? "file";
  const name = /%[0-9A-F]{2}/i.test(text) ? safeDecode(text) : text;
  return name.split(/[\\/]/).at(-1)?.slice(0, limits.shortText) || "file";
};

const safeDecode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** What the sender asks for when a row is faulty: skipping it unless told. */
export const faultyRows = (value: unknown): FaultyRows => {
  if (value === undefined || value === "skip") return "skip";
  if (value === "refuse") return "refuse";
  throw problem({
    status: 422,
    code: "invalid_input",
    vars: { count: 1 },
    faults: [{ field: "faulty", code: "not_allowed" }],
  });
};
