import { expect } from "chai";
import { businessDate } from "../../src/kernel/dates.ts";
import { type AidApp, NEW, openAidApp } from "../support/aid-app.ts";

const DAY = 86_400_000;

describe("PIT-41 PIT-1 a request that is sent again after midnight in Shanghai", () => {
  let aid: AidApp;
  let now = Date.parse("2026-09-20T00:00:00+08:00");
  before(async () => {
    aid = await openAidApp("aid_midnight_test", () => now);
  });
  after(() => aid.close());

  /** Sends it in the last moment of a day and in the first of the next: the answers, and the day that it was. */
  const twice = async (user: string, path: string, body: object, key: string) => {
    now += DAY - 1;
    const on = businessDate(now);
    const lines = aid.book.head().lines;
    const first = await aid.post(user, path, body, key);
    expect(first.status, JSON.stringify(first.body)).to.be.below(300);
    now += 1;
    expect(businessDate(now)).to.not.equal(on);
    const again = await aid.post(user, path, body, key);
    expect(again.status, JSON.stringify(again.body)).to.be.below(300);
    expect(aid.book.head().lines).to.equal(lines + 1);
    expect((await aid.book.line(lines))?.on).to.equal(on);
    return { first: first.body, again: again.body, on };
  };

  it("is the same seating of a committee", async () => {
    const { first, again } = await twice("general", "/committees", { funds: ["S01"], members: aid.members }, "seats");
    expect(again).to.deep.equal(first);
  });

  it("is the same suspension, dated as it was", async () => {
    const body = { status: "suspended", reason: "annual review" };
    const { first, again, on } = await twice("general", "/funds/S01/suspension", body, "stop");
    expect(first).to.include({ on });
    expect(again).to.deep.equal(first);
    await twice("general", "/funds/S01/suspension", { status: "active", reason: "review is over" }, "go");
  });

  it("is the same request for aid, with and without a number of its own", async () => {
    const { requested_on: _on, ...body } = NEW;
    const numbered = await twice("worker", "/requests", body, "numbered");
    expect(numbered.again).to.deep.equal({ ...numbered.first, known: true });
    const { request_no: _no, ...form } = body;
    const unnumbered = await twice("worker", "/requests", form, "unnumbered");
    expect(unnumbered.first).to.include({
      request_no: "AR-2609-0002",
      requested_on: unnumbered.on,
      known: false,
    });
    expect(unnumbered.again).to.deep.equal({ ...unnumbered.first, known: true });
    const next = await aid.post("worker", "/requests", form, "next").expect(201);
    expect(next.body).to.include({ request_no: "AR-2609-0003", requested_on: businessDate(now) });
  });

  it("is the same change, the same check and the same vote on a case", async () => {
    const one = "/requests/AR-2609-0001";
    await twice("worker", `${one}/details`, { amount: "55.00" }, "details");
    await twice("officer", `${one}/check`, {}, "check");
    const { again } = await twice("m1", `${one}/votes`, { vote: "yes", reason: "urgent" }, "vote");
    expect(again).to.include({ known: true });
  });

  it("with a day of its own is another request once the day differs", async () => {
    const one = "/requests/AR-2609-0002";
    await aid.post("officer", `${one}/check`, { on: "2026-09-21" }, "dated").expect(200);
    await aid.post("officer", `${one}/check`, { on: "2026-09-21" }, "dated").expect(200);
    const other = await aid.post("officer", `${one}/check`, { on: "2026-09-22" }, "dated").expect(409);
    expect(other.body.code).to.equal("key_reused");
  });
});
