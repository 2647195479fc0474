import { expect } from "chai";
import type { Express } from "express";
import request from "supertest";
import { readConfig } from "../config/config.ts";
import { composeWeb } from "../src/compose.ts";
import { undescribed } from "../src/platform/openapi.ts";
import { routesOf } from "../src/platform/route-list.ts";
import { isRefusal } from "../src/kernel/result.ts";
import { openProcess, type Process } from "../src/process.ts";
import { openServices } from "../src/services.ts";
import { appointments, handlers } from "../workers/queues.ts";
import { settlementOf } from "./bench/gifts.ts";
import { emptyEnvironment } from "./support/environment.ts";
import { openSmallFederation } from "./support/small-federation.ts";

const DATABASE = "compose_test";
const PASSWORD = "correct horse battery";

describe("the whole web app", () => {
  let base: Process;
  let app: Express;
  before(async () => {
    base = await openProcess(readConfig({ ...(await emptyEnvironment(DATABASE)), ADMIN_PASSWORD: PASSWORD }), "web");
    app = await composeWeb(base);
  });
  after(() => base.close());

  const signIn = async (user: string) => {
    const agent = request.agent(app);
    const answer = await agent.post("/api/v1/session").send({ user, password: PASSWORD }).expect(200);
    return { agent, csrf: String(answer.body.csrf) };
  };

  it("describes every route of the API that it mounts", () => {
    const mounted = routesOf(app.router).filter(({ path }) => path.startsWith("/api/v1/"));
    expect(mounted, "the test looked").to.have.length.above(40);
    expect(undescribed(app).map(({ method, path }) => `${method} ${path}`)).to.deep.equal([]);
  });

  it("ORG-23 all staff see the failed jobs, the operator alone runs one again", async () => {
    const operator = await signIn("admin");
    const auditor = { user: "audit", name: "audit", password: PASSWORD, roles: ["auditor"], funds: "all" };
    await operator.agent.post("/api/v1/users").set("X-CSRF-Token", operator.csrf).send(auditor).expect(201);
    const staff = await signIn("audit");
    const rerun = ({ agent, csrf }: typeof staff) =>
      agent.post("/api/v1/jobs/receipts.follow/none/rerun").set("X-CSRF-Token", csrf).send({});
    for (const { agent } of [operator, staff]) await agent.get("/api/v1/jobs").expect(200);
    expect((await rerun(staff).expect(403)).body.code).to.equal("role_missing");
    expect((await rerun(operator).expect(404)).body.code).to.equal("job_not_failed");
    await request(app).get("/api/v1/jobs").expect(401);
  });

  it("PIT-1 UI-7 the donor's page names the line and the batch that hold the gift, not the youngest", async () => {
    await openSmallFederation(base.submit);
    const body = { fund: "S01", amount: "100.00", channel: "sandbox", phone: "12800000145", terms: "use-v1" };
    const given = await request(app).post("/api/v1/donations").set("Idempotency-Key", "batch").send(body).expect(201);
    const settled = await base.submit(settlementOf(String(given.body.id)));
    if (isRefusal(settled)) return expect.fail(settled.refused);
    const batch = base.book.head().batch;
    await request(app).post("/api/v1/donations").set("Idempotency-Key", "later").send(body).expect(201);
    expect(base.book.head().batch).to.be.above(batch);
    const page = await request(app)
      .get(`/gift/${String(given.body.secret)}?lang=en`)
      .expect(200);
    expect(page.text).to.contain(`in batch ${batch}.`);
  });

  it("UI-27 a line that cannot be checked comes back as it was typed, with its fault", async () => {
    const faulty = await request(app).get("/verify?line=twelve&leaf=abc").expect(422);
    for (const part of ['value="twelve"', 'value="abc"', 'role="alert"']) expect(faulty.text).to.include(part);
    await request(app).get("/verify?line=12").expect(422);
    const asked = await request(app)
      .get(`/verify?line=0012&leaf=${"AB".repeat(32)}`)
      .expect(200);
    expect(asked.text)
      .to.include(`value="${"ab".repeat(32)}"`)
      .and.not.include('role="alert"');
    await request(app).get("/verify").expect(200);
  });

  it("has a queue and a handler for everything that comes by the clock", async () => {
    const mine = handlers(base, await openServices(base));
    expect([...appointments.keys()]).to.have.members([
      "payments.catch-up",
      "books.verify",
      "people.unpack",
      "people.erase",
    ]);
    for (const [queue, times] of appointments) {
      expect(mine.has(queue), queue).to.equal(true);
      await base.queues.repeat(queue, times);
    }
    expect(await base.queues.pending()).to.equal(0);
    for (const queue of appointments.keys()) await base.queues.repeat(queue, []);
  });
});
