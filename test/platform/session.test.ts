import { expect } from "chai";
import request from "supertest";
import { limits } from "../../config/limits.ts";
import { openTestApp, type TestApp } from "../support/app.ts";

const PASSWORD = "correct horse battery";
const START = Date.parse("2026-09-01T01:00:00Z");
const LIFETIME = limits.sessionHours * limits.hour;

describe("platform/session", () => {
  let test: TestApp;
  let now = START;
  before(async () => {
    test = await openTestApp({ database: "platform_session_test", sessionClock: () => now });
    await test.identity.seedUsers([
      { user: "book", name: "会计甲", password: PASSWORD, roles: ["bookkeeper"], funds: "all" },
    ]);
  });
  beforeEach(() => {
    now = START;
  });
  after(() => test.close());

  const signIn = async () => {
    const agent = request.agent(test.app);
    const { body } = await agent.post("/api/v1/session").send({ user: "book", password: PASSWORD }).expect(200);
    return { agent, csrf: String(body.csrf) };
  };
  const see = (agent: ReturnType<typeof request.agent>, status: number) => agent.get("/api/v1/session").expect(status);

  it("a session ends its hours after the sign-in, however busy it is", async () => {
    const { agent } = await signIn();
    for (const share of [0.25, 0.5, 0.75]) {
      now = START + share * LIFETIME;
      await see(agent, 200);
    }
    now = START + LIFETIME - 1;
    await see(agent, 200);
    now = START + LIFETIME;
    expect((await see(agent, 401)).body.code).to.equal("sign_in_required");
    now = START;
    await see(agent, 401);
  });

  it("what is over changes nothing and sends a page to the sign-in; a new sign-in counts anew", async () => {
    const { agent, csrf } = await signIn();
    now = START + LIFETIME;
    await agent.delete("/api/v1/session").set("X-CSRF-Token", csrf).expect(401);
    await agent.post("/api/v1/session").send({ user: "book", password: PASSWORD }).expect(200);
    now = START + 2 * LIFETIME - 1;
    await see(agent, 200);
    now = START + 2 * LIFETIME;
    await see(agent, 401);
  });

  it("a second sign-in in a session begins a new lifetime under a new id", async () => {
    const { agent, csrf } = await signIn();
    now = START + LIFETIME - 1;
    const again = agent.post("/api/v1/session").set("X-CSRF-Token", csrf);
    await again.send({ user: "book", password: PASSWORD }).expect(200);
    now = START + LIFETIME + 1;
    await see(agent, 200);
  });

  it("without a clock of its own it goes by the clock of Redis", async () => {
    const plain = await openTestApp({ database: "platform_session_test" });
    try {
      await plain.identity.seedUsers([
        { user: "book", name: "会计甲", password: PASSWORD, roles: ["bookkeeper"], funds: "all" },
      ]);
      const agent = request.agent(plain.app);
      await agent.post("/api/v1/session").send({ user: "book", password: PASSWORD }).expect(200);
      await see(agent, 200);
    } finally {
      await plain.close();
    }
  });
});
