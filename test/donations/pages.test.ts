import { expect } from "chai";
import request from "supertest";
import { donationService } from "../../src/donations/public.ts";
import { leafHash } from "../../src/journal/merkle.ts";
import { type GiftApp, openGiftApp } from "../support/gift-app.ts";

const FORM = {
  amount: "own",
  own: "200",
  method: "card",
  kind: "person",
  tel: "12800000145",
  name: "沈示例",
  public: "neighbour",
  agree: "use-v1",
  do: "pay",
  idempotency_key: "form-1",
};

describe("pages to give", () => {
  let app: GiftApp;
  const post = (path: string, form: object) => request(app.app).post(path).type("form").send(form);

  before(async () => {
    app = await openGiftApp("gift_pages_test");
  });
  after(() => app.close());

  it("UI-1 leads to the form of a fund, in Chinese and English", async () => {
    expect((await request(app.app).get("/give").expect(303)).headers.location).to.equal("/give/G00");
    const page = (await request(app.app).get("/give/S01").expect(200)).text;
    expect(page)
      .to.contain("示例区慈善会S01基金")
      .and.to.match(/name="idempotency_key" value="K-/);
    expect((await request(app.app).get("/en/give/S01").expect(200)).text).to.contain("Fund S01");
    await request(app.app).get("/give/X99").expect(404);
    const moved = await post("/give/S01", { ...FORM, do: "fund", fund: "S02" }).expect(303);
    expect(moved.headers.location).to.equal("/give/S02");
  });

  it("UI-6 faults come back beside their fields with what was typed; nothing is written", async () => {
    const lines = app.book.head().lines;
    const { agree: _agree, ...rest } = FORM;
    const page = (await post("/give/S01", { ...rest, own: "1500.005", tel: "139", name: "" }).expect(422)).text;
    expect(page).to.contain('value="1500.005"').and.to.contain('id="agree-err"').and.to.contain('id="tel-err"');
    expect(page).to.contain('value="form-1"');
    expect(app.book.head().lines).to.equal(lines);
  });

  it("UI-2 the server's figures are confirmed before anything is written", async () => {
    const lines = app.book.head().lines;
    const page = (await post("/give/S01", FORM).expect(200)).text;
    expect(page).to.contain("200.00").and.to.contain("1.20").and.to.contain('name="own" value="200"');
    expect(app.book.head().lines).to.equal(lines);
    const edit = (await post("/give/S01/confirm", { ...FORM, do: "edit" }).expect(200)).text;
    expect(edit).to.contain('value="200"');
  });

  it("UI-8 a form sent twice is one gift; PIT-6 the page shows that it is being confirmed, then the whole way", async () => {
    const [one, two] = await Promise.all([
      post("/give/S01/confirm", { ...FORM, do: "card" }).expect(303),
      post("/give/S01/confirm", { ...FORM, do: "card" }).expect(303),
    ]);
    expect(one.headers.location).to.equal(two.headers.location);
    expect([...app.books.donations.gifts()].length).to.equal(1);
    const [gift] = [...app.books.donations.gifts()];
    const pay = String(one.headers.location);
    const back = await post(pay, { result: "delay" }).expect(303);
    const path = String(back.headers.location);
    const waiting = (await request(app.app).get(path).expect(200)).text;
    expect(waiting).to.contain("确认").and.to.not.contain('name="result"');
    expect((await request(app.app).get(path)).headers).to.include({
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
    });
    await app.delayed[0]?.();
    await app.receipts.follow(String(gift?.id));
    const serial = String(app.books.receipts.live(String(gift?.id))?.serial);
    expect((await request(app.app).get(path).expect(200)).text).to.contain(serial);
    const english = (await request(app.app).get(`${path}?lang=en`).expect(200)).text;
    expect(english)
      .to.contain(serial)
      .and.to.match(/lang="en"/);
    const withdrawn = await post(`${path}/withdrawal`, {}).expect(303);
    await request(app.app).get(String(withdrawn.headers.location)).expect(200);
    expect(app.books.donations.gift(String(gift?.id))?.withdrawnOn).to.match(/^\d{4}-/);
  });

  it("UI-27 the donor's page shows the line of the gift, whose hash its link asks to be checked", async () => {
    const [gift] = [...app.books.donations.gifts()];
    const path = donationService(app.deps).pathOf(String(gift?.id));
    const page = (await request(app.app).get(path).expect(200)).text;
    const [, line, leaf] = /verify\?line=(\d+)&amp;leaf=([0-9a-f]{64})"/.exec(page) ?? [];
    const text = /<p class="mono small full">(.*?)<\/p>/.exec(page)?.[1]?.replaceAll("&quot;", '"') ?? "";
    expect(Number(line)).to.equal(gift?.settledLine);
    expect(JSON.parse(text)).to.have.property("kind", "donation.settled");
    expect(leafHash(text).toString("hex")).to.equal(leaf);
  });

  it("a transfer shows account and code on a page that can be opened again", async () => {
    const form = { ...FORM, method: "bank", do: "bank", idempotency_key: "form-2" };
    const sent = await post("/give/S02/confirm", form).expect(303);
    const path = String(sent.headers.location);
    expect(path).to.match(/^\/gift\/[0-9a-f]{32}\/transfer$/);
    const page = (await request(app.app).get(path).expect(200)).text;
    expect(page)
      .to.match(/G-[0-9A-Z]{6}/)
      .and.to.contain("6299 0100 2000 0088 801");
    const found = await request(app.app)
      .get(`/gift?secret=https://x.example/${path.split("/")[2]}`)
      .expect(303);
    expect(found.headers.location).to.equal(path.replace("/transfer", ""));
    await request(app.app).get("/gift?secret=nothing").expect(200);
    await request(app.app)
      .get(`/gift/${"0".repeat(32)}`)
      .expect(404);
  });

  it("a link that leads to no gift leads to the form that finds one", async () => {
    for (const secret of ["wrong", "0".repeat(64)]) {
      const page = await request(app.app).get(`/gift/${secret}`).expect(404);
      expect(page.text).to.include('action="/gift"').and.include('role="alert"').and.not.include(`value="${secret}"`);
    }
  });

  it("WF-7 a suspended fund shows why it takes nothing", async () => {
    expect((await request(app.app).get("/give/S03").expect(200)).text).to.contain("暂时不接受捐款");
    const refused = await post("/give/S03/confirm", { ...FORM, do: "card", idempotency_key: "form-3" }).expect(422);
    expect(refused.text).to.contain("暂时不接受捐款");
  });
});
