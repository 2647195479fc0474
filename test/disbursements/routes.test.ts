import { expect } from "chai";
import request from "supertest";
import { type AidApp, NEW, openAidApp } from "../support/aid-app.ts";

describe("aid over HTTP", () => {
  let aid: AidApp;
  const post: AidApp["post"] = (...call) => aid.post(...call);
  const get: AidApp["get"] = (...call) => aid.get(...call);
  before(async () => {
    aid = await openAidApp("aid_routes_test");
  });
  after(() => aid.close());

  it("opens the federation once: the same file again is known", async () => {
    expect(aid.openedFunds).to.deep.equal(["new", "new"]);
    expect(await aid.openAgain()).to.deep.equal(["known", "known"]);
  });

  const one = "/requests/AR-2609-0001";

  it("ORG-17 seats a committee", async () => {
    const { members } = aid;
    await post("m1", "/committees", { funds: ["S01"], members }).expect(403);
    expect((await post("general", "/committees", { funds: ["S01"], members }).expect(201)).body.seats).to.equal(5);
    expect(
      (await post("general", "/committees", { funds: ["S01"], members: members.slice(1) }).expect(422)).body.code,
    ).to.equal("committee_size");
  });

  it("says all faults of a new request at once and writes nothing", async () => {
    const { body } = await post("worker", "/requests", { ...NEW, amount: "60.001", tier: "x", wrong: 1 }).expect(422);
    expect(body.errors.map(({ field }: { field: string }) => field)).to.have.members(["amount", "tier", "wrong"]);
    await get("worker", one).expect(404);
  });

  it("files once by number; another content under the number is refused; another fund's worker may not", async () => {
    const { body } = await post("worker", "/requests", NEW).expect(201);
    expect(body).to.include({ request_no: "AR-2609-0001", state: "filed", amount: "60.00", known: false });
    expect((await post("worker", "/requests", NEW).expect(200)).body.known).to.equal(true);
    await post("worker", "/requests", { ...NEW, payee_account: "6299000000000000000" }).expect(409);
    expect((await post("faraway", "/requests", { ...NEW, request_no: "AR-2609-0009" }).expect(403)).body.code).to.equal(
      "fund_out_of_scope",
    );
    await get("faraway", one).expect(403);
  });

  it("PII the lines hold no name and no account; the payee is masked for readers", async () => {
    const line = JSON.stringify(await aid.book.line(aid.book.head().lines - 1));
    expect(line).to.contain("AR-2609-0001").and.not.contain("白伟").and.not.contain("6299037894575720171");
    const { body } = await get("officer", one).expect(200);
    expect(body.payee.name).to.match(/^白/).and.not.equal("白伟");
    expect(body.payee.account).to.not.contain("629903789457572");
  });

  it("keeps a paper encrypted and gives it back", async () => {
    const { agent, csrf } = aid.as("worker");
    const sent = await agent
      .post(`/api/v1${one}/evidence?paper=invoice`)
      .set("X-CSRF-Token", csrf)
      .set("Content-Type", "application/pdf")
      .send(Buffer.from("%PDF-1.7 invoice"))
      .expect(201);
    const paper = await get("officer", `${one}/evidence/${sent.body.file}`).buffer(true).expect(200);
    expect(Buffer.from(paper.body).toString()).to.equal("%PDF-1.7 invoice");
    await get("officer", `${one}/evidence/F-0`).expect(404);
  });

  it("UI-15 tells what is open to whom, and the rule that stops the others", async () => {
    const needs = async (user: string) => {
      const { body } = await get(user, one).expect(200);
      return Object.fromEntries(
        body.needs.map((need: { act: string; open: boolean; stopped_by?: { refused: string } }) => [
          need.act,
          need.open || need.stopped_by?.refused,
        ]),
      );
    };
    expect(await needs("officer")).to.deep.include({ check: true, return: true });
    expect(await needs("worker")).to.deep.include({ check: "role_missing", withdraw: true });
  });

  it("LED-9, WF-9 goes from check to release by different people, on the days it happened", async () => {
    await post("officer", `${one}/check`, { on: "2026-09-02" }).expect(200);
    expect((await get("secretary", one)).body.needs[0]).to.deep.include({ act: "vote", open: false });
    expect(
      (await post("secretary", `${one}/decision`, { outcome: "approved", on: "2026-09-02" }).expect(409)).body.code,
    ).to.equal("votes_missing");
    await post("m2", `${one}/votes`, { vote: "yes", on: "2026-09-02" }).expect(200);
    expect(
      (await post("secretary", `${one}/decision`, { outcome: "approved", on: "2027-01-01" }).expect(422)).body.errors,
    ).to.deep.include({
      field: "on",
      code: "future",
      message: "This day has not come yet",
    });
    const decided = await post("secretary", `${one}/decision`, { outcome: "approved", on: "2026-09-02" }, "d1").expect(
      200,
    );
    expect(decided.body).to.include({ state: "approved", approved_on: "2026-09-02", known: false });
    const again = await post("secretary", `${one}/decision`, { outcome: "approved", on: "2026-09-02" }, "d1").expect(
      200,
    );
    expect(again.body).to.include({ known: true, line: decided.body.line });
    expect((await get("worker", "/funds/S01?on=2026-09-01")).body).to.include({
      available: "100.00",
      reserved: "0.00",
    });
    expect((await get("worker", "/funds/S01?on=2026-09-02")).body).to.include({
      available: "40.00",
      reserved: "60.00",
      balance: "100.00",
    });
    await post("finance", `${one}/finance-check`).expect(200);
    expect((await post("finance", `${one}/payment-order`).expect(403)).body).to.include({
      code: "same_person",
      detail: "Another person must do this (LED-9).",
    });
    await post("cashier1", `${one}/payment-order`, { on: "2026-09-03" }).expect(200);
    expect((await post("cashier2", `${one}/release`, { serial: "2026090300002803" }).expect(409)).body.code).to.equal(
      "remark_missing",
    );
    await post("supervisor", `${one}/remark`, { remark: "无异议", on: "2026-09-03" }).expect(200);
    expect((await post("cashier1", `${one}/release`, { serial: "2026090300002803" }).expect(403)).body.code).to.equal(
      "same_person",
    );
    const released = await post("cashier2", `${one}/release`, {
      serial: "2026090300002803",
      paid_on: "2026-09-03",
      on: "2026-09-03",
    }).expect(200);
    expect(released.body).to.include({ state: "released", bank_ref: "2026090300002803", paid_on_noted: "2026-09-03" });
  });

  it("LED-4 a kept refusal is a problem with its numbers", async () => {
    await post("worker", "/requests", {
      ...NEW,
      request_no: "AR-2609-0002",
      beneficiary_ref: "B-2",
      amount: "40.01",
    }).expect(201);
    await post("officer", "/requests/AR-2609-0002/check").expect(200);
    await post("m3", "/requests/AR-2609-0002/votes", { vote: "yes" }).expect(200);
    const { body } = await post("secretary", "/requests/AR-2609-0002/decision", {
      outcome: "approved",
      on: "2026-09-03",
    }).expect(409);
    expect(body).to.include({ code: "over_available", detail: "40.00 yuan are available, 40.01 are needed (LED-4)." });
    expect((await get("secretary", "/requests/AR-2609-0002")).body).to.include({
      state: "refused",
      refused_reason: "over_available",
    });
    const { body: list } = await get("secretary", "/requests?state=refused").expect(200);
    expect(list).to.deep.include({ count: 1 });
  });

  it("gives the next number to a request without one", async () => {
    const { request_no: _no, ...unnumbered } = NEW;
    expect((await post("worker", "/requests", unnumbered, "form-1").expect(201)).body.request_no).to.equal(
      "AR-2609-0003",
    );
    expect((await post("worker", "/requests", unnumbered, "form-2").expect(201)).body.request_no).to.equal(
      "AR-2609-0004",
    );
  });

  it("ORG-23 nobody acts without sign-in or role, and money needs its key", async () => {
    await request(aid.app).post(`/api/v1${one}/check`).send({}).expect(401);
    await post("books", `${one}/votes`, { vote: "yes" }).expect(403);
    const { agent, csrf } = aid.as("secretary");
    await agent.post(`/api/v1${one}/decision`).set("X-CSRF-Token", csrf).send({ outcome: "approved" }).expect(400);
  });

  it("WF-7 suspends a fund; ACC-6 charges the fees of a month that is over", async () => {
    await post("general", "/funds/S01/suspension", { status: "suspended", reason: "审计", on: "2026-11-01" }).expect(
      200,
    );
    expect((await get("worker", "/funds/S01")).body.status).to.equal("suspended");
    expect((await post("books", "/periods/2026-09/management-fees").expect(200)).body).to.deep.include({
      fees: [],
      total: "0.00",
    });
    await post("books", "/transfers", {
      transfer_no: "ZB-1",
      from_fund: "S01",
      to_fund: "G00",
      amount: "1.00",
      reason: "配套",
      consent_ref: "TY-1",
    }).expect(409);
  });
});
