import { type Request, Router } from "express";
import { actorOf, requireRole } from "../identity/public.ts";
import { reopeningJson } from "../ledger/public.ts";
import { lastDay, type Period } from "../kernel/dates.ts";
import type { JsonObject } from "../kernel/result.ts";
import { commandKey, demandIdempotencyKey } from "../platform/idempotency.ts";
import { registerOperation } from "../platform/openapi.ts";
import { allowed, problem, refused } from "../platform/problem.ts";
import { validate, validateForm } from "../platform/validate.ts";
import { closeRefusal } from "./month-close.ts";
import type { BuildDeps } from "./ports.ts";
import { monthSchema, reportSchema } from "./input.ts";
import { monthFigures } from "./month.ts";
import type { Report } from "./publication.ts";
import { type ReadLine, reportLine } from "./report-line.ts";

const READERS = ["auditor", "bookkeeper", "financeChecker", "secretaryGeneral", "disclosureOfficer"] as const;
const CLOSERS = ["secretaryGeneral", "financeChecker"] as const;

/** A month's figures for those who keep the books, its close by two people, and the reports. */
export const disclosureRoutes = (deps: BuildDeps & { readonly line: ReadLine }): Router => {
  const router = Router();
  router.get("/api/v1/months/:period", requireRole(...READERS), async (request, response) => {
    const period = periodIn(request);
    await deps.catchUp();
    response.json(await monthFigures(deps.books, period));
  });
  router.post(
    "/api/v1/months/:period/close-proposal",
    requireRole("bookkeeper"),
    demandIdempotencyKey,
    async (request, response) => {
      const period = periodIn(request);
      await deps.catchUp();
      await command(deps, {
        name: "ledger.proposeClose",
        key: deps.books.ledger.periods.key("close-proposal", period),
        request,
        input: { period },
      });
      response.json({ period, state: "proposed" });
    },
  );
  router.post(
    "/api/v1/months/:period/close",
    requireRole(...CLOSERS),
    demandIdempotencyKey,
    async (request, response) => {
      const period = periodIn(request);
      await deps.catchUp();
      const open = deps.books.ledger.periods.isClosed(lastDay(period)) ? undefined : closeRefusal(deps.books, period);
      if (open) throw refused(open);
      await command(deps, {
        name: "ledger.close",
        key: deps.books.ledger.periods.key("close", period),
        request,
        input: { period },
      });
      response.json({ period, state: "closed" });
    },
  );
  router.post("/api/v1/reports", requireRole("disclosureOfficer"), demandIdempotencyKey, async (request, response) => {
    const input = validate(reportSchema, request.body);
    await deps.catchUp();
    const line = await command(deps, {
      name: "disclosure.request",
      key: commandKey("reports", request),
      request,
      input: { ...input },
    });
    response.status(202).json({ report: line.report ?? null });
  });
  router.get("/api/v1/reports", async (_request, response) => {
    await deps.catchUp();
    const reopened = deps.books.ledger.periods.reopenings().map(reopeningJson);
    response.json({ reports: deps.disclosure.reports().map(reportPublic), reopened });
  });
  router.get("/api/v1/reports/:id", async (request, response) => {
    await deps.catchUp();
    const report = deps.disclosure.report(String(request.params.id));
    if (!report) throw problem({ status: 404, code: "report_unknown", vars: { report: String(request.params.id) } });
    const published = await reportLine(report, deps.line);
    response.json({ ...reportPublic(report), published_by: published ?? null });
  });
  describe();
  return router;
};

type Act = { readonly name: string; readonly key: string; readonly request: Request; readonly input: JsonObject };

const command = async (deps: BuildDeps, { name, key, request, input }: Act): Promise<JsonObject> => {
  const outcome = allowed(await deps.submit({ name, key, by: actorOf(request), input }));
  return outcome.line.data;
};

const periodIn = (request: Request): Period => validateForm(monthSchema, { period: request.params.period }).period;

const reportPublic = (report: Report): JsonObject => ({
  report: report.id,
  period: report.period,
  version: report.version,
  state: report.publishedOn === undefined ? "being_made" : "published",
  published_on: report.publishedOn ?? null,
  reason: report.reason ?? null,
  journal: report.frozen ? { lines: report.frozen.lines, root: report.frozen.root } : null,
  files: report.files.map(({ kind, name, bytes, sha256 }) => ({ kind, href: `/reports/${name}`, bytes, sha256 })),
});

const describe = (): void => {
  const month = "/api/v1/months/:period";
  registerOperation({
    method: "GET",
    path: month,
    summary: "All figures of a month from the books; holds small groups",
    roles: READERS,
    responses: { 200: "The figures" },
  });
  registerOperation({
    method: "POST",
    path: `${month}/close-proposal`,
    summary: "The first of two people proposes to close a month",
    roles: ["bookkeeper"],
    idempotent: true,
    responses: { 200: "Proposed" },
  });
  registerOperation({
    method: "POST",
    path: `${month}/close`,
    summary: "The second closes it: closing vouchers, then the month is locked",
    roles: CLOSERS,
    idempotent: true,
    responses: { 200: "Closed", 409: "Something is still open" },
  });
  registerOperation({
    method: "POST",
    path: "/api/v1/reports",
    summary: "Have the report of a closed month made",
    roles: ["disclosureOfficer"],
    body: reportSchema,
    idempotent: true,
    responses: { 202: "Being made" },
  });
  registerOperation({
    method: "GET",
    path: "/api/v1/reports",
    summary: "Published reports and their files, and closed months that were opened again",
    responses: { 200: "The list" },
  });
  registerOperation({
    method: "GET",
    path: "/api/v1/reports/:id",
    summary: "One version of a report",
    responses: { 200: "Files with size and SHA-256; the line of the journal that publishes them, to be proved" },
  });
};
