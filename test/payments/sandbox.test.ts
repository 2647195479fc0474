import { expect } from "chai";
import request from "supertest";
import { askProviders } from "../../src/donations/public.ts";
import { signed } from "../../src/payments/signature.ts";
import { type GiftApp, openGiftApp } from "../support/gift-app.ts";

const BODY = { fund: "S01", amount: "100.00", channel: "sandbox", phone: "12800000145", terms: "use-v1" };

describe("payments: notices of a provider", () => {
  let app: GiftApp;
  let count = 0;
  const give = async () => {
    const key = `pay-${(count += 1)}`;
    const answer = await request(app.app).post("/api/v1/donations").set("Idempotency-Key", key).send(BODY).expect(201);
    return { id: String(answer.body.id), url: String(answer.body.next.url), key };
  };
  const act = (url: string, form: object) => request(app.app).post(url).type("form").send(form);
  const linesOf = async (gift: string) => {
    const kinds: string[] = [];
    for await (const batch of app.book.linesFrom(0)) {
      for (const { line } of batch) if (line.data.gift === gift) kinds.push(line.kind);
    }
    return kinds;
  };
  const send = (notice: { body: string; headers: object }) =>
    request(app.app)
      .post("/api/v1/webhooks/sandbox")
      .set({ ...notice.headers })
      .send(notice.body);

  before(async () => {
    app = await openGiftApp("payments_test");
  });
  after(() => app.close());

  it("PIT-2 a notice that comes twice is one line, and answers 200 each time", async () => {
    const { id, url } = await give();
    await act(url, { result: "duplicate" }).expect(303);
    expect(app.notices.slice(-2).map(({ body }) => body)).to.satisfy(([a, b]: string[]) => a === b);
    const again = app.notices.at(-1);
    if (!again) throw new Error("no notice was sent");
    expect((await send(again).expect(200)).body.result).to.equal("known");
    expect(await linesOf(id)).to.deep.equal(["donation.pledged", "donation.settled"]);
  });

  it("PIT-2 a refund's notice that overtakes the payment's books both, each once", async () => {
    const { id, url } = await give();
    const deliver = app.net.deliver;
    app.net.deliver = async () => undefined;
    await act(url, { result: "succeed" }).expect(303);
    await act(url, { result: "refund", amount: "40.00" }).expect(303);
    app.net.deliver = deliver;
    const [paid, refunded] = app.notices.slice(-2);
    if (!paid || !refunded) throw new Error("two notices were expected");
    expect((await send(refunded).expect(200)).body.result).to.equal("new");
    expect((await send(paid).expect(200)).body.result).to.equal("known");
    expect(await linesOf(id)).to.deep.equal(["donation.pledged", "donation.settled", "donation.refunded"]);
    expect(app.books.donations.gift(id)).to.include({ state: "partly_refunded", refunded: 4_000n });
  });

  it("PIT-3 a failed attempt is no end: another page opens and its success is booked", async () => {
    const { id, url, key } = await give();
    await act(url, { result: "fail" }).expect(303);
    expect(app.books.donations.gift(id)).to.include({ state: "pledged", attemptFailed: true });
    await act(url, { result: "succeed" }).expect(409);
    const again = await request(app.app).post("/api/v1/donations").set("Idempotency-Key", key).send(BODY).expect(201);
    expect(again.body.next.url).to.not.equal(url);
    await act(String(again.body.next.url), { result: "succeed" }).expect(303);
    expect(await linesOf(id)).to.deep.equal(["donation.pledged", "payment.noted", "donation.settled"]);
  });

  it("REC-11 PIT-5 a notice that never came is found by asking the provider", async () => {
    const { id, url } = await give();
    const deliver = app.net.deliver;
    app.net.deliver = async () => undefined;
    await act(url, { result: "succeed" }).expect(303);
    app.net.deliver = deliver;
    expect(app.books.donations.gift(id)?.state).to.equal("pledged");
    const cursor = { at: 0, read: async () => cursor.at, write: async (at: number) => void (cursor.at = at) };
    const deps = { ...app.deps, clock: () => new Date(), cursor };
    expect(await askProviders(deps)).to.equal(1);
    expect(app.books.donations.gift(id)?.state).to.equal("settled");
    expect(cursor.at).to.be.within(Date.now() - 60_000, Date.now());
    expect(await askProviders(deps)).to.equal(0);
  });

  it("PIT-7 GIFT-30 refund and lost dispute started at the provider are booked as what they are", async () => {
    const { id, url } = await give();
    await act(url, { result: "succeed" }).expect(303);
    await act(url, { result: "refund", amount: "10.00" }).expect(303);
    await act(url, { result: "dispute" }).expect(303);
    const gift = app.books.donations.gift(id);
    expect(gift?.state).to.equal("refunded");
    expect(gift?.refunds.map(({ amount, chargeback }) => `${amount} ${chargeback}`)).to.deep.equal([
      "1000 false",
      "9000 true",
    ]);
    await act(url, { result: "refund", amount: "0.01" }).expect(409);
  });

  it("a notice without the right signature, or an old one, is refused and writes nothing", async () => {
    const lines = app.book.head().lines;
    const body = JSON.stringify({ id: "e1", type: "payment.succeeded", order: "o1" });
    const key = Buffer.alloc(32, 1);
    const forged = signed(body, { key, seconds: Math.floor(Date.now() / 1_000) });
    for (const signature of [forged, "t=1,v1=00", ""]) {
      const answer = await send({ body, headers: { "sandbox-signature": signature } }).expect(400);
      expect(answer.body.code).to.equal("webhook_signature");
    }
    const old = app.notices[0];
    if (!old) throw new Error("no notice was sent");
    const stale = old.headers["sandbox-signature"]?.replace(/t=\d+/, "t=1000000000") ?? "";
    await send({ body: old.body, headers: { "sandbox-signature": stale } }).expect(400);
    await request(app.app).post("/api/v1/webhooks/nobody").send("{}").expect(404);
    expect(app.book.head().lines).to.equal(lines);
  });
});
