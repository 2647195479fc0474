import { expect } from "chai";
import type { Express } from "express";
import request from "supertest";
import { readConfig } from "../../config/config.ts";
import { composeWeb } from "../../src/compose.ts";
import { isRefusal } from "../../src/kernel/result.ts";
import { privacyService } from "../../src/privacy/public.ts";
import { openProcess, type Process } from "../../src/process.ts";
import { mailReceipt, renderReceiptFile } from "../../src/receipts/public.ts";
import { openServices, type Services } from "../../src/services.ts";
import { verifyBooks } from "../../src/verification.ts";
import { mailDeps, renderDeps } from "../../workers/deps.ts";
import { handlers } from "../../workers/queues.ts";
import { emptyEnvironment } from "../support/environment.ts";
import { NEW } from "../support/aid-app.ts";
import { openSmallFederation } from "../support/small-federation.ts";

const DATABASE = "privacy_test";
const PASSWORD = "correct horse battery";
const DONOR = { name: "沈示例", phone: "12800000145", email: "shen@example.org" };
const STAFF = [
  ["privacy", "privacyOfficer"],
  ["books", "bookkeeper"],
  ["clerk", "receiptClerk"],
  ["worker", "applicant"],
  ["supervisor", "supervisor"],
] as const;

describe("privacy: a request for erasure", () => {
  let base: Process;
  let app: Express;
  let services: Services;
  const agents = new Map<string, { agent: ReturnType<typeof request.agent>; csrf: string }>();
  let count = 0;

  const as = (user: string) => {
    const found = agents.get(user);
    if (!found) throw new Error(`nobody is called ${user}`);
    return found;
  };
  const post = (user: string, path: string, body: object) =>
    as(user)
      .agent.post(path)
      .set("X-CSRF-Token", as(user).csrf)
      .set("Idempotency-Key", `e-${(count += 1)}`)
      .set("Accept-Language", "en")
      .send(body);
  const get = (user: string, path: string) => as(user).agent.get(path).set("Accept-Language", "en");
  const erase = (number: string, why = "asked") => post("privacy", "/api/v1/erasures", { number, why });

  before(async () => {
    const environment = { ...(await emptyEnvironment(DATABASE)), ADMIN_PASSWORD: PASSWORD };
    base = await openProcess(readConfig(environment), "web");
    app = await composeWeb(base);
    services = await openServices(base);
    await openSmallFederation(base.submit);
    const signIn = async (user: string) => {
      const agent = request.agent(app);
      const { body } = await agent.post("/api/v1/session").send({ user, password: PASSWORD }).expect(200);
      agents.set(user, { agent, csrf: String(body.csrf) });
    };
    await signIn("admin");
    for (const [user, role] of STAFF) {
      const member = { user, name: user, password: PASSWORD, roles: [role], funds: "all" };
      await post("admin", "/api/v1/users", member).expect(201);
      await signIn(user);
    }
  });
  after(() => base.close());

  const give = async (key = `g-${(count += 1)}`) => {
    const body = { fund: "S01", amount: "100.00", channel: "sandbox", terms: "use-v1", display: "full", ...DONOR };
    const given = await request(app).post("/api/v1/donations").set("Idempotency-Key", key).send(body).expect(201);
    const { id, code, secret } = given.body as { id: string; code: string; secret: string };
    return { id, code, secret, donor: String(base.chapters.donations.gift(id)?.donor) };
  };
  /** Settled today, with a drawn receipt. */
  const receipted = async () => {
    const gift = await give();
    const input = { gift: gift.id, amount: "10000", event: `event-${gift.id}` };
    const settled = await base.submit({
      name: "donations.settleEvent",
      key: `event:${gift.id}`,
      by: "provider",
      input,
    });
    if (isRefusal(settled)) throw new Error(settled.refused);
    await services.receipts.follow(gift.id);
    const serial = String(base.chapters.receipts.live(gift.id)?.serial);
    await renderReceiptFile(renderDeps(base), serial);
    return { ...gift, serial, file: String(base.chapters.receipts.receipt(serial)?.rendered?.file) };
  };
  const inVault = (person: string) => base.connection.collection("people").findOne({ _id: person as never });
  const lines = () => base.book.head().lines;
  const untilOf = (): string => `${Number(base.today().slice(0, 4)) + 30}-12-31`;

  it("PII-13 belongs to the privacy officer alone, on the page and in the API", async () => {
    const { code } = await give();
    for (const user of ["books", "supervisor", "admin"]) {
      expect((await get(user, `/api/v1/erasures/${code}`).expect(403)).body.code).to.equal("role_missing");
      await post(user, "/api/v1/erasures", { number: code, why: "asked" }).expect(403);
      await get(user, `/desk/privacy?number=${code}`).expect(403);
      await as(user)
        .agent.post("/desk/privacy")
        .type("form")
        .send({ _csrf: as(user).csrf, number: code })
        .expect(403);
    }
    await request(app).get("/desk/privacy").expect(303);
    await request(app).get(`/api/v1/erasures/${code}`).expect(401);
    expect((await get("books", "/desk").expect(200)).text).to.not.contain('href="/desk/privacy');
    expect((await get("privacy", "/desk").expect(200)).text).to.contain('href="/desk/privacy');
  });

  it("PII-13 the officer finds by a number, not by a name, and sees which fields are held and none of them", async () => {
    const { code, id, serial } = await receipted();
    for (const number of [code, id, serial]) {
      const { body } = await get("privacy", `/api/v1/erasures/${number}`).expect(200);
      expect(body).to.deep.include({
        record: "gift",
        number: code,
        amount: "100.00",
        person: "held",
        fields: ["name", "phone", "email"],
        receipts: [serial],
        retained_as: "voucher",
        retained_until: untilOf(),
      });
      const page = await get("privacy", `/desk/privacy?lang=en&number=${number}`).expect(200);
      expect(page.text).to.contain(`Gift ${code}`).and.to.contain("name, phone, mail address");
      for (const plain of Object.values(DONOR)) {
        expect(page.text).to.not.contain(plain);
        expect(JSON.stringify(body)).to.not.contain(plain);
      }
    }
    const missing = await get("privacy", `/api/v1/erasures/${encodeURIComponent(DONOR.name)}`).expect(404);
    expect(missing.body.code).to.equal("record_unknown");
  });

  it("PII-13 PIT-43 a promise without money: the key is destroyed at once, a second request answers the same, nothing returns", async () => {
    const { code, donor, secret } = await give("erased-at-once");
    expect(await inVault(donor)).to.include.keys("key", "data");
    const first = (await erase(code, "consent_withdrawn").expect(200)).body;
    expect(first)
      .to.include({ person: "erased", why: "consent_withdrawn", number: code })
      .and.not.have.key("retained_as");
    expect(await inVault(donor)).to.have.all.keys("_id", "rev", "erasedAt", "erasedBy");
    const before = lines();
    expect((await erase(code, "asked").expect(200)).body).to.deep.equal(first);
    expect(lines()).to.equal(before);
    const line = await base.book.line(Number(first.line));
    expect(line).to.deep.include({ kind: "person.erased", by: String(first.by) });
    expect(JSON.stringify(line))
      .to.contain(donor)
      .and.not.match(/沈|1280000|shen@/);
    await give("erased-at-once");
    expect(await inVault(donor)).to.not.have.property("key");
    const page = await request(app).get(`/gift/${secret}?lang=en`).expect(200);
    expect(page.text).to.contain("Erased for good");
  });

  it("PII-13 PIT-1 two officers at once: one line, and both are told what stands", async () => {
    const { code } = await give();
    const before = lines();
    const answers = await Promise.all(["asked", "purpose_ended"].map((why) => erase(code, why).expect(200)));
    expect(lines()).to.equal(before + 1);
    expect(answers[0]?.body).to.deep.equal(answers[1]?.body).and.to.include({ person: "erased", line: before });
  });

  it("PII-13 ACC-15 a settled gift: blocked, kept in the vault, and used for nothing, each refusal by its name", async () => {
    const { code, donor, secret, serial } = await receipted();
    await request(app).get(`/api/v1/receipts/${serial}/pdf?secret=${secret}`).expect(200);
    expect((await erase(serial).expect(200)).body).to.include({ person: "blocked", retained_until: untilOf() });
    expect(await inVault(donor)).to.include.keys("key", "data");
    const pdf = `/api/v1/receipts/${serial}/pdf`;
    expect((await request(app).get(`${pdf}?secret=${secret}`).expect(403)).body.code).to.equal("person_blocked");
    expect((await get("clerk", pdf).expect(403)).body.code).to.equal("person_blocked");
    await get("clerk", `/desk/mail/${serial}.eml`).expect(403);
    const page = (await request(app).get(`/gift/${secret}?lang=en`).expect(200)).text;
    expect(page)
      .to.contain("Blocked: kept only as long")
      .and.to.contain(serial)
      .and.not.contain(`/receipts/${serial}"`);
    const seen = (await request(app).get(`/api/v1/donations/${secret}`).expect(200)).body;
    expect(seen).to.include({ state: "settled", amount: "100.00", withdrawn_on: base.today() });
    const sent: unknown[] = [];
    const mailer = { send: async (mail: unknown) => (sent.push(mail), { state: "sent" as const }) };
    await mailReceipt({ ...mailDeps(base, services), mailer }, serial);
    expect(sent).to.deep.equal([]);
    expect((await base.people.namesOf([donor], { by: "job:x", reason: "x" })).size).to.equal(0);
    await request(app)
      .get(`/receipts/check?code=${serial}`)
      .expect(200)
      .expect(/100\.00/);
    expect((await get("privacy", `/api/v1/erasures/${code}`).expect(200)).body.fields).to.deep.equal([]);
  });

  it("PII-13 a withdrawn request: payee, papers and notes are gone, and the case says so", async () => {
    const no = NEW.request_no;
    const one = `/api/v1/requests/${no}`;
    await post("worker", "/api/v1/requests", NEW).expect(201);
    const upload = as("worker").agent.post(`${one}/evidence?paper=identity`).set("X-CSRF-Token", as("worker").csrf);
    const { file } = (await upload.type("application/pdf").send(Buffer.from("%PDF-1.7 白伟")).expect(201)).body;
    expect((await erase(no).expect(409)).body.code).to.equal("case_open");
    await post("worker", `${one}/withdrawal`, { reason: "白伟不再需要" }).expect(200);
    const note = base.chapters.disbursements.request(no)?.files.at(-1);
    expect((await get("privacy", `/api/v1/erasures/${no}`).expect(200)).body).to.include({ evidence: 1, notes: 1 });
    expect((await erase(no, "purpose_ended").expect(200)).body).to.include({ person: "erased" });
    for (const sealed of [file, note]) expect(await base.files.sealed.find(String(sealed))).to.equal(undefined);
    expect((await get("supervisor", `${one}/evidence/${file}`).expect(410)).body.code).to.equal("person_erased");
    expect((await get("supervisor", one).expect(200)).body.payee).to.include({ name: "", data: "erased" });
    const page = (await get("supervisor", `/desk/requests/${no}?lang=en`).expect(200)).text;
    expect(page).to.contain("papers and notes of this case were erased").and.to.contain("Personal data erased");
    const reveal = { _csrf: as("supervisor").csrf, reason: "look" };
    const refused = await as("supervisor").agent.post(`/desk/requests/${no}/reveal?lang=en`).type("form").send(reveal);
    expect(refused.status).to.equal(410);
    const again = await as("worker")
      .agent.post(`${one}/evidence?paper=other`)
      .set("X-CSRF-Token", as("worker").csrf)
      .type("application/pdf")
      .send(Buffer.from("%PDF-1.7 more"));
    expect(again.body.code).to.equal("person_erased");
  });

  it("PII-13 the form of the desk: a reason from the list, then the outcome and its line, and the list of what was handled", async () => {
    const { code } = await receipted();
    const send = (fields: object) =>
      as("privacy")
        .agent.post("/desk/privacy?lang=en")
        .type("form")
        .send({ _csrf: as("privacy").csrf, number: code, ...fields });
    const faulty = await send({ why: "", paper: "13800138000" });
    expect(faulty.status).to.equal(422);
    expect(faulty.text).to.contain("#erase-why").and.to.contain("#erase-paper");
    const sent = await send({ why: "asked", paper: "GX-2609-01" });
    expect(sent.headers.location).to.equal(`/desk/privacy?number=${code}&done=blocked&lang=en`);
    const page = (await get("privacy", String(sent.headers.location)).expect(200)).text;
    expect(page).to.contain("Blocked, and written as a line").and.to.contain("GX-2609-01");
    expect(page)
      .to.contain(`Line ${(lines() - 1).toString()} of the books`)
      .and.not.contain("erase-why");
  });

  it("PII-13 ACC-15 the night erases whose retention has ended, and again whoever a restored vault brought back", async () => {
    const [blocked, erased] = [await receipted(), await give()];
    const before = await inVault(erased.donor);
    await erase(blocked.code).expect(200);
    await erase(erased.code).expect(200);
    await base.connection.collection("people").replaceOne({ _id: erased.donor as never }, before ?? {});
    const sweep = handlers(base, services).get("people.erase");
    await sweep?.({ data: {} });
    expect(await inVault(erased.donor)).to.not.have.property("key");
    expect(await inVault(blocked.donor)).to.have.property("key");
    const today = `${Number(untilOf().slice(0, 4)) + 1}-01-01`;
    const { sealed } = base.files;
    const later = privacyService({ ...base, privacy: base.chapters.privacy, sealed, today: () => today });
    await later.sweep();
    await later.sweep();
    expect(await inVault(blocked.donor)).to.not.have.property("key");
    expect(await sealed.find(blocked.file)).to.equal(undefined);
    const answer = await get("clerk", `/api/v1/receipts/${blocked.serial}/pdf`).expect(410);
    expect(answer.body.code).to.equal("person_erased");
  });

  it("PII-13 the books verify as before: hashes, sums and receipts hold without the people", async () => {
    const { checks } = await verifyBooks(base.connection);
    expect(checks.length).to.be.above(10);
    expect(checks.filter(({ ok }) => !ok)).to.deep.equal([]);
  });
});
