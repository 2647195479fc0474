import { setTimeout as sleep } from "node:timers/promises";
import Bull from "bull";
import { expect } from "chai";
import type { RequestHandler } from "express";
import request from "supertest";
import { jobPages, jobRoutes } from "../../src/platform/job-routes.ts";
import { problem } from "../../src/platform/problem.ts";
import { openQueues, type Queues } from "../../src/platform/queue.ts";
import { connectRedis } from "../../src/platform/redis.ts";
import { openTestApp } from "../support/app.ts";
import { redisUrl } from "../support/engines.ts";
import { until } from "../support/until.ts";

describe("platform/queue", () => {
  let queues: Queues;
  const errors: Error[] = [];
  const seen: string[] = [];
  let failing = true;
  const prefix = "queue-test";
  before(async () => {
    const redis = connectRedis(await redisUrl());
    const old = await redis.keys(`${prefix}:*`);
    if (old.length > 0) await redis.del(...old);
    await redis.quit();
    const options = {
      redisUrl: await redisUrl(),
      prefix,
      names: ["receipts", "reports"],
      onError: (error: Error) => errors.push(error),
    };
    queues = openQueues({ ...options, retries: { reports: { attempts: 3, backoff: 5 } } });
    queues.work("receipts", (job) => {
      seen.push(`${job.name} ${job.id} ${String(job.data["gift"])}`);
      return Promise.resolve();
    });
    queues.work("reports", () => (failing ? Promise.reject(new Error("no paper")) : Promise.resolve()));
  });
  after(() => queues.close());

  it("PIT-55 runs a job once, however often its id is enqueued", async () => {
    for (let i = 0; i < 5; i += 1)
      await queues.add("receipts", { name: "receipts.issue", id: "7-issue", data: { gift: "D-1" } });
    await queues.add("receipts", { name: "receipts.render", id: "8-render", data: { gift: "D-2" } });
    await until(() => seen.length === 2);
    await queues.add("receipts", { name: "receipts.issue", id: "7-issue", data: { gift: "D-1" } });
    await until(async () => (await queues.pending()) === 0);
    expect(seen.sort()).to.deep.equal(["receipts.issue 7-issue D-1", "receipts.render 8-render D-2"]);
  });

  it("PIT-4 a failing job is tried again, then waits in the list that staff can see and run again", async () => {
    await queues.add("reports", { name: "reports.build", id: "9-build", data: { period: "2026-09" } });
    await until(async () => (await queues.failedJobs()).length === 1);
    const [failed] = await queues.failedJobs();
    expect(failed).to.deep.include({
      queue: "reports",
      id: "9-build",
      name: "reports.build",
      attempts: 3,
      reason: "no paper",
    });
    expect(failed?.data).to.deep.equal({ period: "2026-09" });
    expect(await queues.rerun("reports", "no-such-job")).to.equal(false);
    failing = false;
    expect(await queues.rerun("reports", "9-build")).to.equal(true);
    await until(async () => (await queues.failedJobs()).length === 0 && (await queues.pending()) === 0);
    expect(await queues.rerun("reports", "9-build")).to.equal(false);
  });

  it("lists and re-runs failed jobs over HTTP and as a page, for whom the guard lets through", async () => {
    failing = true;
    await queues.add("reports", { name: "reports.build", id: "10-build", data: { period: "2026-10" } });
    await until(async () => (await queues.failedJobs()).length === 1);
    const guard: RequestHandler = (req, _res, next) => {
      if (req.get("x-me") !== "staff") throw problem({ status: 403, code: "role_missing", vars: { roles: "x" } });
      next();
    };
    const deps = { queues, look: guard, run: guard, mayRun: () => true };
    const { app, close } = await openTestApp({ database: "queue_test", routers: [jobRoutes(deps), jobPages(deps)] });
    await request(app).get("/api/v1/jobs/failed").expect(403);
    const { body } = await request(app).get("/api/v1/jobs/failed").set("x-me", "staff").expect(200);
    expect(body.jobs).to.have.length(1);
    const page = await request(app).get("/desk/jobs").set("x-me", "staff").expect(200);
    expect(page.text).to.contain("10-build").and.contain('action="/desk/jobs/reports/10-build/rerun"');
    failing = false;
    const rerun = (path: string) => request(app).post(`${path}/rerun`).set("x-me", "staff");
    expect((await rerun("/api/v1/jobs/nothing/1").expect(404)).body.code).to.equal("job_not_failed");
    await rerun("/desk/jobs/reports/10-build").expect(303);
    await until(async () => (await queues.failedJobs()).length === 0 && (await queues.pending()) === 0);
    await rerun("/api/v1/jobs/reports/10-build").expect(404);
    await close();
  });

  it("PIT-55 repeats a job at its times, once however many workers ask for it, and stops when the plan has changed", async () => {
    const times: number[] = [];
    const options = {
      redisUrl: await redisUrl(),
      prefix,
      names: ["clock"],
      onError: (error: Error) => errors.push(error),
    };
    const workers = [openQueues(options), openQueues(options)];
    const each = { name: "tick", cron: "* * * * * *", timeout: 1_000 };
    for (const worker of workers) {
      worker.work("clock", async ({ name }) => void times.push(name === "tick" ? Date.now() : Number.NaN));
      await worker.repeat("clock", [each, { ...each, name: "dropped later", cron: "0 0 1 1 *" }]);
      await worker.repeat("clock", [each]);
    }
    await until(() => times.length >= 2);
    for (const worker of workers) await worker.repeat("clock", []);
    const seconds = times.map((time) => Math.floor(time / 1_000));
    expect(new Set(seconds).size).to.equal(times.length);
    expect(await workers[0]?.counts()).to.deep.include.members([{ name: "clock", waiting: 0, active: 0, failed: 0 }]);
    const before = times.length;
    await sleep(1_200);
    expect(times.length).to.be.at.most(before + 1);
    await Promise.all(workers.map((worker) => worker.close()));
  });

  it("PIT-4 a job whose worker was killed goes to another once its lock has run out", async () => {
    const lock = { duration: 100, check: 50 };
    const options = { redisUrl: await redisUrl(), prefix, names: ["orphans"], onError: () => undefined, lock };
    const dying = new Bull("orphans", options.redisUrl, { prefix, settings: { lockDuration: lock.duration } });
    const living = openQueues(options);
    await living.add("orphans", { name: "build", id: "1-build", data: {} });
    // Taken and never renewed, as by a process that is gone.
    expect((await dying.getNextJob())?.id).to.equal("1-build");
    const done: string[] = [];
    living.work("orphans", async ({ id }) => void done.push(id));
    await until(async () => done.length === 1 && (await living.pending()) === 0);
    expect(await living.failedJobs()).to.deep.equal([]);
    await Promise.all([living.close(), dying.close()]);
  });

  it("does not count the next time of a repeated job as work that waits", async () => {
    await queues.repeat("receipts", [{ name: "yearly", cron: "0 0 1 1 *", timeout: 1_000 }]);
    expect(await queues.pending()).to.equal(0);
    await queues.repeat("receipts", []);
    expect(await queues.pending()).to.equal(0);
  });

  it("refuses a queue it was not opened with", async () => {
    const answer = await queues
      .add("nothing", { name: "x", id: "1", data: {} })
      .catch((error: unknown) => String(error));
    expect(answer).to.contain("no queue nothing");
    expect(errors).to.deep.equal([]);
  });
});
