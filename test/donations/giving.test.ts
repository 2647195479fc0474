import { expect } from "chai";
import request from "supertest";
import { type GiftApp, openGiftApp } from "../support/gift-app.ts";

const BODY = {
  fund: "S01",
  purpose: "elderly",
  amount: "188.50",
  channel: "sandbox",
  donor_type: "person",
  name: "沈示例",
  phone: "128 0000 0145",
  display: "surname",
  terms: "use-v1",
};

describe("donations over HTTP", () => {
  let app: GiftApp;
  let count = 0;
  const give = (body: object = {}, key = `give-${(count += 1)}`) =>
    request(app.app)
      .post("/api/v1/donations")
      .set("Idempotency-Key", key)
      .set("Accept-Language", "en")
      .send({ ...BODY, ...body });
  const see = async (secret: string) => (await request(app.app).get(`/api/v1/donations/${secret}`).expect(200)).body;
  const act = (url: string, result: string) =>
    request(app.app).post(url).type("form").send({ result, idempotency_key: "x" });
  const settled = async (body: object = {}) => {
    const given = (await give(body).expect(201)).body;
    await act(given.next.url, "succeed").expect(303);
    return given;
  };

  before(async () => {
    app = await openGiftApp("gifts_http_test");
  });
  after(() => app.close());

  it("a gift goes from the promise over the provider's page into the books", async () => {
    const given = (await give().expect(201)).body;
    expect(given).to.include({ fund: "S01", amount: "188.50", state: "pledged", channel: "sandbox" });
    expect(given.link).to.match(/\/gift\/[0-9a-f]{32}$/);
    await request(app.app)
      .get(given.next.url)
      .expect(200)
      .expect(/188\.50/);
    const back = await act(given.next.url, "succeed").expect(303);
    expect(back.headers.location).to.equal(`/gift/${given.secret}`);
    const seen = await see(given.secret);
    expect(seen).to.include({ id: given.id, state: "settled", publish_consent: true, display: "surname" });
    const line = await app.book.line(seen.line);
    expect(line?.post).to.deep.equal([
      ["1009/sandbox", "18850"],
      ["410102/S01", "-18850"],
    ]);
  });

  it("PIT-1 the same key and request is the same gift with the same link; another request under it is refused", async () => {
    const [one, two] = await Promise.all([give({}, "same"), give({}, "same")]);
    expect(one.body).to.deep.equal(two.body);
    const changed = await give({ amount: "188.51" }, "same").expect(409);
    expect(changed.body).to.include({ code: "key_reused" });
    await give({ name: "另一人" }, "same").expect(409);
  });

  it("no name, phone or secret stands in a line", async () => {
    const given = (await give({ name: "欧阳示例", phone: "12800009999" }).expect(201)).body;
    for await (const batch of app.book.linesFrom(0)) {
      for (const { text } of batch) {
        for (const secret of ["欧阳示例", "12800009999", given.secret]) expect(text).to.not.contain(secret);
      }
    }
    const person = String(app.books.donations.gift(given.id)?.donor);
    expect(await app.people.reveal(person, { by: "user:test", reason: "test" })).to.include({
      name: "欧阳示例",
      phone: "12800009999",
    });
  });

  it("GIFT-7 all faulty fields at once: from 1,000.00 a name, always mail or phone, exact yuan", async () => {
    const { name: _name, phone: _phone, ...rest } = BODY;
    const send = (body: object) =>
      request(app.app)
        .post("/api/v1/donations")
        .set("Idempotency-Key", `f${(count += 1)}`)
        .send(body);
    const large = (await send({ ...rest, amount: "1000.00", colour: "red" }).expect(422)).body;
    expect(large.errors.map(({ field, code }: { field: string; code: string }) => `${field} ${code}`)).to.have.members([
      "colour unknown_field",
      "phone phone_or_email",
      "name name",
    ]);
    expect(large.errors[0].message).to.match(/[\u4e00-\u9fff]/);
    const small = (await send({ ...rest, amount: "999.99", email: "a@example.org" })).status;
    expect(small).to.equal(201);
    for (const amount of ["0.00", "-1", "1.005", "1,000", 5]) await send({ ...BODY, amount }).expect(422);
    await request(app.app).post("/api/v1/donations").send(BODY).expect(400);
  });

  it("refuses by name: GIFT-15 a return, GIFT-5 other terms, WF-7 a suspended fund, WF-2 another purpose", async () => {
    const code = async (body: object) => {
      const { status, body: answer } = await give(body);
      return `${status} ${answer.code}`;
    };
    expect(await code({ benefit: true })).to.equal("422 benefit_expected");
    expect(await code({ terms: "use-v0" })).to.equal("409 terms_changed");
    expect(await code({ channel: "stripe" })).to.equal("409 channel_unavailable");
    expect(await code({ fund: "S03" })).to.equal("409 fund_suspended");
    expect(await code({ fund: "X99" })).to.equal("404 fund_unknown");
    expect(await code({ purpose: "housing" })).to.match(/wrong_purpose$/);
  });

  it("a bank gift gets an account and a code with a check character, and waits", async () => {
    const given = (await give({ channel: "bank" }).expect(201)).body;
    expect(given.next).to.deep.include({ kind: "transfer", code: given.code, amount: "188.50" });
    expect(given.next.account).to.include({ account_no: "6299010020000088801" });
    expect(given.code).to.match(/^G-[0-9A-Z]{6}$/);
    expect(app.books.donations.byRef(given.code)).to.include({ id: given.id, state: "pledged", via: "bank" });
  });

  it("PII-3 the donor takes back the consent by the secret link, twice is once", async () => {
    const given = await settled();
    const first = (await request(app.app).post(`/api/v1/donations/${given.secret}/withdrawal`).expect(200)).body;
    const lines = app.book.head().lines;
    expect(
      (await request(app.app).post(`/api/v1/donations/${given.secret}/withdrawal`).expect(200)).body,
    ).to.deep.equal(first);
    expect(app.book.head().lines).to.equal(lines);
    expect((await see(given.secret)).withdrawn_on).to.equal(first.withdrawn_on);
    await request(app.app)
      .get(`/api/v1/donations/${"0".repeat(32)}`)
      .expect(404);
    await request(app.app).get(`/api/v1/donations/${given.id}`).expect(401);
  });

  it("staff see gifts with masked donors, inside their scope only", async () => {
    const given = await settled();
    const { donations } = (await app.get("books", "/donations?fund=S01&limit=200").expect(200)).body;
    const row = donations.find(({ id }: { id: string }) => id === given.id);
    expect(row.donor).to.deep.equal({ name: "沈*", phone: "128****0145" });
    expect((await app.get("books", `/donations/${given.code}`).expect(200)).body).to.include({ id: given.id });
    await app.get("far", "/donations?fund=S01").expect(403);
    expect((await app.get("far", "/donations").expect(200)).body.donations).to.deep.equal([]);
    await app.get("far", `/donations/${given.id}`).expect(403);
    await app.get("worker", "/donations").expect(403);
  });

  it("PII-13 the staff's list says that a donor's data are blocked or erased, in place of the masks", async () => {
    const [blocked, erased] = [await settled(), await settled()];
    const person = (id: string) => String(app.books.donations.gift(id)?.donor);
    const { apply, tables } = app.standings.chapter;
    const line = { at: "2026-09-03T02:11:09.120Z", by: "user:U-1", key: "k", on: "2026-09-03", post: [], v: 1 };
    const data = { persons: [person(blocked.id)], erased: [person(erased.id)], until: "2056-12-31" };
    apply["person.blocked"]?.({ ...line, kind: "person.blocked", data }, 1);
    for (const table of tables) table.commit();
    const { donations } = (await app.get("books", "/donations?limit=200").expect(200)).body;
    const shown = (id: string) => donations.find((row: { id: string }) => row.id === id);
    expect(shown(blocked.id)).to.include({ donor_data: "blocked" }).and.not.have.property("donor");
    expect(shown(erased.id)).to.include({ donor_data: "erased" }).and.not.have.property("donor");
  });

  it("a staff list pages by line", async () => {
    const first = (await app.get("books", "/donations?limit=1").expect(200)).body;
    const second = (await app.get("books", `/donations?limit=1&after=${first.next}`).expect(200)).body;
    expect(second.donations[0].id).to.not.equal(first.donations[0].id);
  });

  it("RCPT-6 GIFT-27 a refund waits for the receipt to be voided, then goes through the provider once", async () => {
    const given = await settled();
    await app.receipts.follow(given.id);
    const body = { amount: "88.50", reason: "donor_asked" };
    const blocked = (await app.post("books", `/donations/${given.id}/refunds`, body).expect(409)).body;
    expect(blocked.code).to.equal("receipt_live");
    const serial = String(app.books.receipts.live(given.id)?.serial);
    await app.post("books", `/receipts/${serial}/void`, { reason: "refund_prepared" }).expect(403);
    await app.post("clerk", `/receipts/${serial}/void`, { reason: "refund_prepared" }).expect(200);
    const refunded = (await app.post("books", `/donations/${given.id}/refunds`, body, "refund-1").expect(201)).body;
    expect(refunded).to.include({ state: "partly_refunded", refunded: "88.50" });
    await app.post("books", `/donations/${given.id}/refunds`, body, "refund-1").expect(201);
    expect((await see(given.secret)).refunded).to.equal("88.50");
    await app.receipts.follow(given.id);
    expect(app.books.receipts.live(given.id)).to.include({ amount: 10_000n });
    const over = { amount: "100.01", reason: "other" };
    const live = String(app.books.receipts.live(given.id)?.serial);
    await app.post("clerk", `/receipts/${live}/void`, { reason: "refund_prepared" }).expect(200);
    expect((await app.post("books", `/donations/${given.id}/refunds`, over).expect(409)).body.code).to.equal(
      "refund_over_gift",
    );
  });
});
