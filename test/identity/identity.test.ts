import { expect } from "chai";
import { Router } from "express";
import request from "supertest";
import { limits } from "../../config/limits.ts";
import { actorOf, demandFund, type NewUser, requireRole } from "../../src/identity/public.ts";
import { ROLES, roleConflict } from "../../src/identity/roles.ts";
import { openTestApp, type TestApp } from "../support/app.ts";

const PASSWORD = "correct horse battery";
const users: readonly NewUser[] = [
  { user: "book", name: "会计甲", password: PASSWORD, roles: ["bookkeeper"], funds: "all" },
  { user: "chair", name: "主任乙", password: PASSWORD, roles: ["committeeMember", "committeeChair"], funds: ["S01"] },
  { user: "tech", name: "运维丙", password: PASSWORD, roles: ["operator"], funds: "all" },
];

const routes = (): Router => {
  const router = Router();
  router.post("/api/v1/vouchers", requireRole("bookkeeper"), (req, res) => void res.json({ by: actorOf(req) }));
  router.get("/api/v1/read", requireRole("auditor", "bookkeeper", "committeeMember"), (_req, res) => void res.json({}));
  router.get("/api/v1/funds/:code", requireRole("committeeMember"), (req, res) => {
    demandFund(req, String(req.params["code"]));
    res.json({});
  });
  router.get("/desk", requireRole("bookkeeper"), (_req, res) => void res.send("desk"));
  return router;
};

describe("identity", () => {
  let test: TestApp;
  before(async () => {
    test = await openTestApp({ database: "identity_test", routers: [routes()] });
    await test.identity.seedUsers(users);
  });
  after(() => test.close());

  const signIn = async (user: string, password = PASSWORD) => {
    const agent = request.agent(test.app);
    const answer = await agent.post("/api/v1/session").send({ user, password });
    return { agent, answer, csrf: String(answer.body.csrf) };
  };

  it("signs in with name, roles and token, and out again", async () => {
    const { agent, answer, csrf } = await signIn("book");
    expect(answer.status).to.equal(200);
    expect(answer.body).to.include({ user: "book", name: "会计甲", funds: "all" });
    expect(answer.body.roles).to.deep.equal(["bookkeeper"]);
    const [cookie] = answer.headers["set-cookie"] as unknown as string[];
    expect(cookie)
      .to.match(/^shanzhang=/)
      .and.contain("HttpOnly")
      .and.contain("SameSite=Lax");
    expect((await agent.get("/api/v1/session").expect(200)).body.csrf).to.equal(csrf);
    await agent.delete("/api/v1/session").set("X-CSRF-Token", csrf).expect(204);
    await agent.get("/api/v1/session").expect(401);
  });

  it("refuses wrong passwords and unknown accounts alike", async () => {
    const wrong = (await signIn("chair", "wrong")).answer;
    const unknown = (await signIn("nobody", "wrong")).answer;
    expect([wrong.status, unknown.status]).to.deep.equal([401, 401]);
    expect(wrong.body).to.deep.equal(unknown.body).and.include({ code: "sign_in_failed" });
    expect((await signIn("book", "")).answer.body.errors[0]).to.include({ field: "password", code: "required" });
  });

  it("locks an account after too many attempts, even for the right password", async () => {
    const user = "locked";
    await test.identity.createUser({ user, name: "丁", password: PASSWORD, roles: ["auditor"], funds: "all" });
    for (let i = 0; i < limits.signInAttemptsPerAccount; i += 1)
      expect((await signIn(user, "no")).answer.status).to.equal(401);
    const { answer } = await signIn(user);
    expect(answer.status).to.equal(429);
    expect(Number(answer.headers["retry-after"])).to.be.within(1, limits.signInWindow / 1_000);
    expect((await signIn("book")).answer.status, "others can still sign in").to.equal(200);
  });

  it("a change needs the session's token, in the header or the form", async () => {
    const { agent, csrf } = await signIn("book");
    expect((await agent.post("/api/v1/vouchers").send({}).expect(403)).body.code).to.equal("csrf");
    await agent.post("/api/v1/vouchers").set("X-CSRF-Token", `${csrf}x`).send({}).expect(403);
    const { body } = await agent.post("/api/v1/vouchers").set("X-CSRF-Token", csrf).send({}).expect(200);
    expect(body.by).to.match(/^user:U-[0-9A-Z]{16}$/);
    await agent.post("/api/v1/vouchers").type("form").send({ _csrf: csrf }).expect(200);
  });

  it("asks for a role: 401 without sign-in, 403 with another role, and a page sends to the sign-in", async () => {
    await request(test.app).post("/api/v1/vouchers").send({}).expect(401);
    const { agent, csrf } = await signIn("chair");
    const refusal = await agent.post("/api/v1/vouchers").set("X-CSRF-Token", csrf).send({}).expect(403);
    expect(refusal.body.code).to.equal("role_missing");
    expect(refusal.body.detail).to.contain("会计");
    const page = await request(test.app).get("/desk?x=1").expect(303);
    expect(page.headers["location"]).to.equal("/sign-in?next=%2Fdesk%3Fx%3D1");
  });

  it("a member of staff acts for the funds of the scope only", async () => {
    const { agent } = await signIn("chair");
    await agent.get("/api/v1/funds/S01").expect(200);
    expect((await agent.get("/api/v1/funds/S02").expect(403)).body.code).to.equal("fund_out_of_scope");
  });

  it("ORG-23 the operator has no business right and shares an account with none", async () => {
    const { agent, csrf } = await signIn("tech");
    await agent.get("/api/v1/read").expect(403);
    await agent.post("/api/v1/vouchers").set("X-CSRF-Token", csrf).send({}).expect(403);
    for (const role of ROLES) {
      if (role !== "operator") expect(roleConflict(["operator", role]), role).to.equal("operator_alone");
    }
    const made = { user: "both", name: "戊", password: PASSWORD, roles: ["operator", "auditor"], funds: "all" };
    const answer = await agent.post("/api/v1/users").set("X-CSRF-Token", csrf).send(made).expect(422);
    expect(answer.body.code).to.equal("operator_alone");
  });

  it("ORG-22 cashier and bookkeeper are two people", () => {
    expect(roleConflict(["cashier", "bookkeeper"])).to.equal("cashier_and_bookkeeper");
    expect(roleConflict(["committeeMember", "committeeChair"])).to.equal(undefined);
  });

  it("the operator makes accounts, once a name; others cannot", async () => {
    const made = { user: "new", name: "己", password: PASSWORD, roles: ["cashier"], funds: ["S01", "S02"] };
    const operator = await signIn("tech");
    await operator.agent.post("/api/v1/users").set("X-CSRF-Token", operator.csrf).send(made).expect(201);
    const again = await operator.agent.post("/api/v1/users").set("X-CSRF-Token", operator.csrf).send(made).expect(409);
    expect(again.body.code).to.equal("user_exists");
    const other = await signIn("book");
    await other.agent
      .post("/api/v1/users")
      .set("X-CSRF-Token", other.csrf)
      .send({ ...made, user: "x" })
      .expect(403);
    const { body } = await other.agent.get("/api/v1/users").expect(200);
    expect(body.users.find((user: { user: string }) => user.user === "new")).to.deep.include({
      roles: ["cashier"],
      active: true,
    });
    expect(JSON.stringify(body)).not.to.contain("argon2");
  });

  it("seeding twice changes nothing, and a switched-off account is out at once", async () => {
    const { agent } = await signIn("book");
    const before = await test.identity.members();
    await test.identity.seedUsers(users);
    expect(await test.identity.members()).to.deep.equal(before);
    await test.connection.collection("staff").updateOne({ _id: "book" as never }, { $set: { active: false } });
    await agent.get("/api/v1/session").expect(401);
    expect((await signIn("book")).answer.status).to.equal(401);
    await test.connection.collection("staff").updateOne({ _id: "book" as never }, { $set: { active: true } });
  });

  it("a sign-in changes the session id, so a planted one is worth nothing", async () => {
    const { agent, answer, csrf } = await signIn("book");
    const first = String(answer.headers["set-cookie"]).split(";")[0];
    const again = await agent
      .post("/api/v1/session")
      .set("X-CSRF-Token", csrf)
      .send({ user: "book", password: PASSWORD })
      .expect(200);
    expect(String(again.headers["set-cookie"]).split(";")[0]).not.to.equal(first);
    await request(test.app).get("/api/v1/session").set("Cookie", String(first)).expect(401);
  });

  it("the sign-in page works without script and goes to a page of ours only", async () => {
    const page = await request(test.app).get("/sign-in?next=/desk").expect(200);
    expect(page.text).to.contain('name="user"').and.contain('name="password"').and.contain('value="/desk"');
    const send = (fields: object) => request(test.app).post("/sign-in").type("form").send(fields);
    const wrong = await send({ user: "chair", password: "no", next: "/desk" })
      .expect(401)
      .expect("Content-Type", /html/);
    expect(wrong.text).to.contain("账号或密码不对").and.contain('value="chair"');
    const empty = await send({ user: "", password: "" }).expect(422).expect("Content-Type", /html/);
    expect(empty.text).to.contain("<html");
    for (const next of ["https://evil.example", "//evil.example", "/\\evil.example", ""]) {
      const answer = await send({ user: "book", password: PASSWORD, next }).expect(303);
      expect(answer.headers["location"], next).to.equal("/desk");
    }
    expect((await send({ user: "book", password: PASSWORD, next: "/desk/books" })).headers["location"]).to.equal(
      "/desk/books",
    );
  });

  it("over https the cookie is secure and bound to the host", async () => {
    const secure = await openTestApp({ database: "identity_https_test", publicUrl: "https://example.org" });
    await secure.identity.seedUsers(users.slice(0, 1));
    const answer = await request(secure.app)
      .post("/api/v1/session")
      .set("X-Forwarded-Proto", "https")
      .send({ user: "book", password: PASSWORD })
      .expect(200);
    expect(String(answer.headers["set-cookie"]))
      .to.match(/^__Host-shanzhang=/)
      .and.contain("Secure");
    expect(answer.headers).to.have.property("strict-transport-security");
    await secure.close();
  });
});
