import { type RequestHandler, Router } from "express";
import { registerOperation } from "./openapi.ts";
import { problem } from "./problem.ts";
import type { Queues } from "./queue.ts";

/** Failed jobs: the list, and running one again. `guard` decides who may (this layer knows no roles). */
export const jobRoutes = (deps: { queues: Queues; guard: RequestHandler; roles: readonly string[] }): Router => {
  const { queues, guard, roles } = deps;
  const router = Router();
  router.get("/api/v1/jobs/failed", guard, async (_request, response) => {
    response.json({ jobs: await queues.failedJobs() });
  });
  router.post("/api/v1/jobs/:queue/:id/rerun", guard, async (request, response) => {
    const { queue, id } = request.params as { queue: string; id: string };
    if (!queues.names.includes(queue) || !(await queues.rerun(queue, id))) {
      throw problem({ status: 404, code: "job_not_failed" });
    }
    response.status(202).json({ queue, id });
  });
  registerOperation({
    method: "GET",
    path: "/api/v1/jobs/failed",
    summary: "Jobs that used up their attempts",
    roles,
    responses: { 200: "List" },
  });
  registerOperation({
    method: "POST",
    path: "/api/v1/jobs/:queue/:id/rerun",
    summary: "Run a failed job again",
    roles,
    responses: { 202: "Back in its queue", 404: "Not in the list" },
  });
  return router;
};
