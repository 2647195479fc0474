import { type Request, type RequestHandler, type Response, Router } from "express";
import { jobsView } from "./jobs-view.ts";
import { wordsFor } from "./language.ts";
import { noticeOf, onwardDone } from "./notice.ts";
import { registerOperation } from "./openapi.ts";
import { pageForm } from "./page-form.ts";
import { problem } from "./problem.ts";
import type { Queues } from "./queue.ts";
import { render } from "./render.ts";

export type JobRoutes = {
  readonly queues: Queues;
  /** Who may look, who may run again: this layer knows no roles. */
  readonly look: RequestHandler;
  readonly run: RequestHandler;
  readonly mayRun: (request: Request) => boolean;
};

/** `/api/v1/jobs`: the list of failed jobs, and running one again. */
export const jobRoutes = ({ queues, look, run }: JobRoutes): Router => {
  describe();
  const router = Router();
  router.get("/api/v1/jobs", look, async (_request, response) => {
    response.json({
      pending: await queues.pending(),
      queues: await queues.counts(),
      failed: await queues.failedJobs(),
    });
  });
  router.get("/api/v1/jobs/failed", look, async (_request, response) => {
    response.json({ jobs: await queues.failedJobs() });
  });
  router.post("/api/v1/jobs/:queue/:id/rerun", run, async (request, response) => {
    response.status(202).json(await rerun(queues, request));
  });
  return router;
};

/** The page `/desk/jobs` and its buttons. */
export const jobPages = ({ queues, look, run, mayRun }: JobRoutes): Router => {
  const router = Router();
  const draw = async (request: Request, response: Response): Promise<void> => {
    const words = wordsFor(response);
    const [failed, counts] = await Promise.all([queues.failedJobs(), queues.counts()]);
    const page = { failed, queues: counts, mayRun: mayRun(request), formKey: request.id };
    const isBack = (of: string): boolean => !failed.some(({ queue, id }) => `${queue}/${id}` === of);
    const ran = (of: string) => (isBack(of) ? { text: words.t("done.jobs.rerun") } : undefined);
    render(response, "platform/jobs", { ...jobsView(page, words), notice: noticeOf(request, { rerun: ran }) });
  };
  const again = async (request: Request, response: Response): Promise<void> => {
    const { queue, id } = await rerun(queues, request);
    onwardDone(response, "/desk/jobs", { done: "rerun", of: `${queue}/${id}` });
  };
  router.get("/desk/jobs", look, draw);
  router.post("/desk/jobs/:queue/:id/rerun", run, pageForm({ act: again, page: draw }));
  return router;
};

const rerun = async (queues: Queues, request: Request): Promise<{ queue: string; id: string }> => {
  const { queue, id } = request.params as { queue: string; id: string };
  if (!queues.names.includes(queue) || !(await queues.rerun(queue, id))) {
    throw problem({ status: 404, code: "job_not_failed" });
  }
  return { queue, id };
};

const describe = (): void => {
  registerOperation({
    method: "GET",
    path: "/api/v1/jobs",
    summary: "How many jobs wait, run or failed; those that used up their attempts",
    roles: ["staff"],
    responses: { 200: "Counts by queue, and the failed jobs" },
  });
  registerOperation({
    method: "GET",
    path: "/api/v1/jobs/failed",
    summary: "Jobs that used up their attempts",
    roles: ["staff"],
    responses: { 200: "List" },
  });
  registerOperation({
    method: "POST",
    path: "/api/v1/jobs/:queue/:id/rerun",
    summary: "Run a failed job again",
    roles: ["operator"],
    responses: { 202: "Back in its queue", 404: "Not in the list" },
  });
};
