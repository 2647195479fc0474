import { Writable } from "node:stream";
import { expect } from "chai";
import { Router } from "express";
import Joi from "joi";
import request from "supertest";
import { limits } from "../../config/limits.ts";
import { refuse } from "../../src/kernel/result.ts";
import { fileBody } from "../../src/platform/app.ts";
import { code, yuan } from "../../src/platform/fields.ts";
import { commandKey, demandIdempotencyKey } from "../../src/platform/idempotency.ts";
import { onward } from "../../src/platform/language.ts";
import { createLogger } from "../../src/platform/logger.ts";
import { registerOperation, undescribed } from "../../src/platform/openapi.ts";
import { problem, refused } from "../../src/platform/problem.ts";
import { validate } from "../../src/platform/validate.ts";
import { openTestApp, type TestApp } from "../support/app.ts";

const giftSchema = Joi.object({ amount: yuan().required(), fund: code().required() });

const routes = (): Router => {
  const router = Router();
  router.post("/api/v1/gifts", demandIdempotencyKey, (req, res) => {
    validate(giftSchema, req.body);
    res.status(201).json({ key: commandKey("gift", req) });
  });
  router.get("/api/v1/gifts/:id", () => {
    throw refused(refuse("key_reused", { key: "k" }));
  });
  router.put("/api/v1/files", fileBody(1_000), (req, res) => void res.json({ bytes: (req.body as Buffer).length }));
  router.post("/api/v1/webhooks/x", (req, res) => void res.json({ raw: Buffer.isBuffer(req.body) }));
  router.get("/api/v1/wordless", () => {
    throw problem({ status: 403, code: "fund_out_of_scope" });
  });
  router.get("/api/v1/busy", () => {
    throw Object.assign(new Error("full"), { name: "Busy", retryAfterSeconds: 2 });
  });
  router.get("/api/v1/bug", () => {
    throw new Error("the name 张三 must not go out");
  });
  router.post("/done", (_req, res) => onward(res, "/list?of=1#last"));
  router.get("/secret/:word", (_req, res) => void res.send("ok"));
  registerOperation({
    method: "POST",
    path: "/api/v1/gifts",
    summary: "Give",
    idempotent: true,
    body: giftSchema,
    responses: { 201: "Pledged" },
  });
  return router;
};

describe("platform/app", () => {
  let test: TestApp;
  const log: string[] = [];
  before(async () => {
    const lines = new Writable({ write: (chunk, _encoding, done) => (log.push(String(chunk)), done()) });
    const logger = createLogger({ level: "info", name: "test" }, lines);
    test = await openTestApp({ database: "platform_app_test", routers: [routes()], logger });
  });
  after(() => test.close());

  const api = () => request(test.app);
  const give = () => api().post("/api/v1/gifts").set("Idempotency-Key", "k-1");

  it("answers with safe headers and a request id", async () => {
    const { headers } = await api()
      .get("/healthz")
      .expect(200, { status: "ok", parts: { database: true, redis: true } });
    const policy = String(headers["content-security-policy"]);
    for (const part of [
      "default-src 'none'",
      "style-src 'self'",
      "img-src 'self' data:",
      "form-action 'self'",
      "script-src 'self'",
    ]) {
      expect(policy.split(";")).to.include(part);
    }
    expect(headers["x-content-type-options"]).to.equal("nosniff");
    expect(headers).not.to.have.property("x-powered-by");
    expect(headers["x-request-id"]).to.match(/^R-[0-9A-Z]{16}$/);
    expect(headers).not.to.have.property("set-cookie");
  });

  it("names all faults at once, in the language asked for", async () => {
    const body = { amount: "1.005", more: true };
    const { body: english } = await give().set("Accept-Language", "en-GB,en;q=0.9").send(body).expect(422);
    expect(english).to.include({ code: "invalid_input", status: 422, title: "Something needs correcting" });
    expect(
      english.errors.map((fault: { field: string; code: string }) => `${fault.field}:${fault.code}`),
    ).to.have.members(["amount:amount", "fund:required", "more:unknown_field"]);
    const chinese = await give()
      .send(body)
      .expect(422)
      .expect("Content-Type", /application\/problem\+json/);
    expect(chinese.body.title).to.equal("有内容需要改正");
    expect((await give().query({ lang: "en" }).send(body)).body.title).to.equal("Something needs correcting");
    expect(chinese.headers["content-language"]).to.equal("zh-CN");
  });

  it("refuses a body over the limit, broken JSON and a charset it cannot read", async () => {
    const large = await give()
      .send({ amount: "1", fund: "x".repeat(limits.jsonBodyBytes) })
      .expect(413);
    expect(large.body).to.include({ code: "too_large", status: 413 });
    const broken = await give().type("json").send('{"amount":').expect(400);
    expect(broken.body.code).to.equal("malformed_json");
    const charset = await give().set("Content-Type", "application/json; charset=koi8-r").send("{}").expect(415);
    expect(charset.body.code).to.equal("unsupported_media_type");
  });

  it("a POST that moves money needs a well-formed Idempotency-Key", async () => {
    const good = { amount: "1", fund: "S01" };
    expect((await api().post("/api/v1/gifts").send(good).expect(400)).body.code).to.equal("idempotency_key_required");
    const long = "k".repeat(limits.idempotencyKeyLength + 1);
    for (const key of ["a b", "钥", long].map(encodeURI)) {
      const { body } = await api().post("/api/v1/gifts").set("Idempotency-Key", key).send(good).expect(400);
      expect(body.code).to.equal("idempotency_key_malformed");
    }
    await give().send(good).expect(201, { key: "gift:public:k-1" });
  });

  it("answers 404, 405 with Allow, refusals, a busy book and bugs as problems", async () => {
    expect((await api().get("/api/v1/nothing").expect(404)).body.code).to.equal("not_found");
    const other = await api().delete("/api/v1/gifts").expect(405);
    expect([other.body.code, other.headers["allow"]]).to.deep.equal(["method_not_allowed", "POST"]);
    expect((await api().get("/api/v1/gifts/1").expect(409)).body.code).to.equal("key_reused");
    expect((await api().get("/api/v1/busy").expect(503)).headers["retry-after"]).to.equal("2");
    const wordless = await api()
      .get("/api/v1/wordless")
      .expect(403)
      .expect("Content-Type", /problem\+json/);
    expect(wordless.body).to.include({ code: "fund_out_of_scope", detail: "fund_out_of_scope" });
    const bug = await api().get("/api/v1/bug").expect(500);
    expect(bug.body.code).to.equal("internal");
    expect(bug.text).not.to.contain("张三");
    expect((await api().get("/api/v1/gifts/%E0%A4%A").expect(400)).body.code).to.equal("malformed_request");
  });

  it("a form leads on, and is refused, in the language of the page it stood on", async () => {
    const leads = async (referer: string) =>
      (await api().post("/done").set("Referer", referer).expect(303)).headers["location"];
    for (const page of ["/list?lang=en", "/list?of=1&lang=en#last", "/en", "/en/list", "/en?of=1"])
      expect(await leads(`http://127.0.0.1:3931${page}`), page).to.equal("/list?of=1&lang=en#last");
    for (const page of ["/list", "/list?lang=zh", "/entry", "/list?lang=english", "/list#?lang=en", ""])
      expect(await leads(`http://127.0.0.1:3931${page}`), page).to.equal("/list?of=1#last");
    expect((await api().post("/done").expect(303)).headers["location"]).to.equal("/list?of=1#last");
    const refusal = await api().post("/no-such-form").set("Referer", "https://x.example/a?lang=en").expect(404);
    expect(refusal.text).to.contain('<html lang="en">').and.not.contain("hreflang");
  });

  it("a page that is not there is a designed page, in the language of the address", async () => {
    const page = await api()
      .get("/no-such-page")
      .expect(404)
      .expect("Content-Type", /text\/html/);
    expect(page.text).to.contain('<html lang="zh-CN">').and.contain("没有找到");
    const english = await api().get("/en/no-such-page").set("Accept-Language", "zh").expect(404);
    expect(english.text).to.contain('<html lang="en">').and.contain("Not found");
    expect((await api().get("/no-such-page?lang=en")).text).to.contain('<html lang="en">');
    expect((await api().get("/no-such-page").set("Accept-Language", "en")).text).to.contain('<html lang="zh-CN">');
  });

  it("keeps assets for a year under their digest and asks again without it", async () => {
    const plain = await api().get("/assets/page.css").expect(200);
    expect(plain.headers["cache-control"]).to.equal("public, no-cache");
    await api().get("/assets/page.css").set("If-None-Match", String(plain.headers["etag"])).expect(304);
    await api().get("/assets/../locales/zh.json").expect(404);
    const wrong = await api().get("/assets/page.css?v=000000000000").expect(200);
    expect(wrong.headers["cache-control"]).to.equal("public, no-cache");
  });

  it("takes files as bytes up to the route's limit and webhooks raw", async () => {
    const put = () => api().put("/api/v1/files").set("Content-Type", "text/csv");
    await put().send("a,b\n").expect(200, { bytes: 4 });
    await put().send("x".repeat(1_001)).expect(413);
    await api().post("/api/v1/webhooks/x").send({ id: 1 }).expect(200, { raw: true });
  });

  it("refuses a form that another site sent", async () => {
    const { body } = await give().set("Sec-Fetch-Site", "cross-site").send({ amount: "1", fund: "S01" }).expect(403);
    expect(body.code).to.equal("csrf");
  });

  it("describes what was registered as OpenAPI 3.1 and lists what was not", async () => {
    const { body } = await api().get("/api/v1/openapi.json").expect(200);
    expect(body.openapi).to.equal("3.1.0");
    const post = body.paths["/api/v1/gifts"].post;
    const schema = post.requestBody.content["application/json"].schema;
    expect(schema.properties.amount.pattern).to.equal("^\\d{1,12}(\\.\\d{1,2})?$");
    expect(schema.required).to.have.members(["amount", "fund"]);
    expect(schema.additionalProperties).to.equal(false);
    expect(post.parameters).to.deep.include({ $ref: "#/components/parameters/IdempotencyKey" });
    const missing = undescribed(test.app).map((route) => `${route.method} ${route.path}`);
    expect(missing).to.include("GET /api/v1/gifts/:id").and.not.include("POST /api/v1/gifts");
    expect(missing.filter((route) => route.includes("session") || route.includes("users"))).to.deep.equal([]);
  });

  it("PII-2 the log has the route's pattern and neither path, address nor body", async () => {
    await api().get("/secret/hunter2?phone=12800000000").expect(200);
    const all = log.join("");
    expect(all).to.contain('"route":"/secret/:word"').and.contain('"status":200');
    for (const word of ["hunter2", "12800000000", "127.0.0.1"]) expect(all).not.to.contain(word);
  });
});
