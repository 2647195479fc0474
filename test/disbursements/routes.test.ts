import { randomBytes } from "node:crypto";
import { expect } from "chai";
import request from "supertest";
import { disbursementRefusals, disbursementsService, openDisbursements } from "../../src/disbursements/public.ts";
import { disbursementsRoutes } from "../../src/disbursements/routes.ts";
import { fundsRefusals, fundsService, openFunds } from "../../src/funds/public.ts";
import { fundsRoutes } from "../../src/funds/routes.ts";
import type { NewUser } from "../../src/identity/public.ts";
import { type Book, openBook } from "../../src/journal/book.ts";
import { openJournalStore } from "../../src/journal/store.ts";
import { newId } from "../../src/kernel/ids.ts";
import { fen } from "../../src/kernel/money.ts";
import { type Ledger, openLedger } from "../../src/ledger/public.ts";
import { ledgerRefusals } from "../../src/ledger/errors.ts";
import { openPeople } from "../../src/people/public.ts";
import { openFiles } from "../../src/platform/files.ts";
import { type Connection, connectMongo } from "../../src/platform/mongo.ts";
import { openTestApp, type TestApp } from "../support/app.ts";
import { mongoUri } from "../support/engines.ts";
import { listeningLog } from "../support/journal.ts";

const PASSWORD = "correct horse battery";
const staff = (user: string, ...roles: NewUser["roles"]): NewUser => ({
  user,
  name: user,
  password: PASSWORD,
  roles,
  funds: "all",
});
const USERS: readonly NewUser[] = [
  staff("worker", "applicant"),
  { ...staff("faraway", "applicant"), funds: ["S02"] },
  staff("officer", "streetOfficer"),
  staff("secretary", "fundSecretary"),
  ...["m1", "m2", "m3", "m4", "m5"].map((user) => staff(user, "committeeMember")),
  staff("supervisor", "supervisor"),
  staff("finance", "financeChecker"),
  staff("cashier1", "cashier"),
  staff("cashier2", "cashier"),
  staff("general", "secretaryGeneral"),
  staff("books", "bookkeeper"),
];

const FILE = {
  nameZh: "示例区慈善会",
  nameEn: "Shili Charity",
  creditCode: "51990000202609017K",
  legalForm: "社会团体",
  openingDate: "2026-09-01",
  accounts: [{ account: "1002/base", opening: fen(60_000n) }],
  merchants: [],
  purposes: [{ code: "medical", zh: "大病救助", en: "Serious illness" }],
  netAssets: { "3101": fen(50_000n), "3102": fen(10_000n) },
  liabilities: {},
  inTransit: [],
  bankRules: [],
  nonBusinessDays: [],
  funds: (["G00", "S01"] as const).map((code) => ({
    code,
    nameZh: code,
    shortZh: code,
    nameEn: code,
    kind: code === "G00" ? ("general" as const) : ("street" as const),
    status: "active" as const,
    purposes: ["medical"],
    restriction: code === "G00" ? ("none" as const) : ("purpose" as const),
    managementFeeBp: 0,
    channelFeeBorneBy: "federation" as const,
    openingUnrestricted: fen(code === "G00" ? 50_000n : 0n),
    openingRestricted: fen(code === "G00" ? 0n : 10_000n),
  })),
};

const NEW = {
  request_no: "AR-2609-0001",
  fund_code: "S01",
  purpose: "medical",
  tier: "margin",
  fast_track: "no",
  beneficiary_ref: "B-20037",
  household_size: 2,
  street: "青禾街道",
  amount: "60.00",
  payee_name: "白伟",
  payee_relation: "self",
  payee_bank: "示例银行",
  payee_account: "6299037894575720171",
  related_party: "no",
  other_sources_tried: "低保,临时救助",
  requested_on: "2026-09-01",
};

describe("aid over HTTP", () => {
  const database = "aid_routes_test";
  let test: TestApp;
  let book: Book;
  let connection: Connection;
  let ledger: Ledger;
  const agents = new Map<string, { agent: ReturnType<typeof request.agent>; csrf: string; id: string }>();

  before(async () => {
    connection = await connectMongo(await mongoUri(database), database);
    ledger = openLedger();
    const funds = openFunds({ ledger });
    const disbursements = openDisbursements({ ledger, funds });
    const lazy: { book?: Book } = {};
    const submit: Book["submit"] = (command) => (lazy.book as Book).submit(command);
    const catchUp = () => (lazy.book as Book).catchUp();
    const today = () => "2026-11-25";
    const random = (count: number) => randomBytes(count);
    const ids = (prefix: string) => newId(prefix, random);
    const people = await openPeople({
      connection,
      vaultKey: randomBytes(32),
      nameKey: randomBytes(32),
      randomBytes: random,
      clock: () => new Date(),
      newId: ids,
    });
    const { sealed } = openFiles({ connection, masterKey: randomBytes(32), randomBytes: random });
    const money = fundsService({ submit, funds });
    const service = disbursementsService({ submit, disbursements, funds, people, sealed });
    test = await openTestApp({
      database,
      routers: [
        fundsRoutes({ ledger, funds, service: money, catchUp, today }),
        disbursementsRoutes({ disbursements, funds, service, people, sealed, catchUp, today }),
      ],
      refusals: { ...ledgerRefusals, ...fundsRefusals, ...disbursementRefusals },
    });
    book = await openBook({
      store: openJournalStore(connection),
      chapters: [ledger.chapter, funds.chapter, disbursements.chapter],
      clock: Date.now,
      randomBytes: random,
      log: listeningLog(),
    });
    lazy.book = book;
    await test.identity.seedUsers(USERS);
    expect(await money.open(FILE, "user:boss")).to.deep.equal(["new", "new"]);
    expect(await money.open(FILE, "user:boss")).to.deep.equal(["known", "known"]);
    for (const { user } of USERS) {
      const agent = request.agent(test.app);
      const answer = await agent.post("/api/v1/session").send({ user, password: PASSWORD }).expect(200);
      agents.set(user, { agent, csrf: String(answer.body.csrf), id: String(answer.body.id) });
    }
  });
  after(async () => {
    await book.close();
    await connection.close();
    await test.close();
  });

  let count = 0;
  const post = (user: string, path: string, body: object = {}, key = `key-${count++}`) => {
    const { agent, csrf } = agents.get(user) as NonNullable<ReturnType<typeof agents.get>>;
    return agent
      .post(`/api/v1${path}`)
      .set("X-CSRF-Token", csrf)
      .set("Idempotency-Key", key)
      .set("Accept-Language", "en")
      .send(body);
  };
  const get = (user: string, path: string) =>
    (agents.get(user) as NonNullable<ReturnType<typeof agents.get>>).agent.get(`/api/v1${path}`);
  const one = "/requests/AR-2609-0001";

  it("ORG-17 seats a committee", async () => {
    const members = ["m1", "m2", "m3", "m4", "m5"].map((user, i) => ({
      user: agents.get(user)?.id,
      office: i === 0 ? "chair" : "member",
      from: "2026-01-01",
      to: "2028-12-31",
    }));
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
    const line = JSON.stringify(await book.line(book.head().lines - 1));
    expect(line).to.contain("AR-2609-0001").and.not.contain("白伟").and.not.contain("6299037894575720171");
    const { body } = await get("officer", one).expect(200);
    expect(body.payee.name).to.match(/^白/).and.not.equal("白伟");
    expect(body.payee.account).to.not.contain("629903789457572");
  });

  it("keeps a paper encrypted and gives it back", async () => {
    const { agent, csrf } = agents.get("worker") as NonNullable<ReturnType<typeof agents.get>>;
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
    await request(test.app).post(`/api/v1${one}/check`).send({}).expect(401);
    await post("books", `${one}/votes`, { vote: "yes" }).expect(403);
    const { agent, csrf } = agents.get("secretary") as NonNullable<ReturnType<typeof agents.get>>;
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
