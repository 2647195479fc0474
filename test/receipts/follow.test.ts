import { expect } from "chai";
import request from "supertest";
import { isRefusal } from "../../src/kernel/result.ts";
import { receiptFaults, receiptFile, receiptJobs, renderReceiptFile } from "../../src/receipts/public.ts";
import { type GiftApp, openGiftApp, openGiftProcess } from "../support/gift-app.ts";

const DATABASE = "receipts_follow_test";
const BODY = { fund: "S01", channel: "sandbox", phone: "12800000145", name: "沈示例", terms: "use-v1" };

describe("receipts: jobs", () => {
  let app: GiftApp;
  let count = 0;
  const give = async (amount = "100.00") => {
    const key = `r-${(count += 1)}`;
    const sent = request(app.app).post("/api/v1/donations").set("Idempotency-Key", key);
    const { body } = await sent.send({ ...BODY, amount }).expect(201);
    await request(app.app).post(String(body.next.url)).type("form").send({ result: "succeed" }).expect(303);
    return { id: String(body.id), secret: String(body.secret) };
  };

  before(async () => {
    app = await openGiftApp(DATABASE);
  });
  after(() => app.close());

  it("RCPT-2 two processes and many workers follow the same gifts: one receipt each, no gap, no twin", async () => {
    const gifts = [await give(), await give(), await give()];
    const other = await openGiftProcess(DATABASE);
    try {
      const jobs = gifts.flatMap(({ id }) =>
        [app.receipts, other.receipts, app.receipts].map((each) => each.follow(id)),
      );
      const written = await Promise.all(jobs);
      expect(written.reduce((a, b) => a + b, 0)).to.equal(3);
      await app.book.catchUp();
      for (const { id } of gifts) expect(app.books.receipts.byGift(id).length).to.equal(1);
      expect(receiptFaults(app.books.receipts)).to.deep.equal([]);
    } finally {
      await other.close();
    }
  });

  it("derives a job from each line that touches a receipt, and none from others", () => {
    const jobs = (kind: string, data: object) =>
      receiptJobs({ kind, data } as never, 1).map((job) => [job.queue, job.data]);
    expect(jobs("donation.settled", { gift: "D-1" })).to.deep.equal([["receipts.follow", { of: "D-1" }]]);
    expect(jobs("donation.refunded", { gift: "D-1" })).to.deep.equal([["receipts.follow", { of: "D-1" }]]);
    expect(jobs("goods.accepted", { goods: "WZ-1" })).to.deep.equal([["receipts.follow", { of: "WZ-1" }]]);
    expect(jobs("receipt.issued", { serial: "CF-1" })).to.deep.equal([["receipts.render", { serial: "CF-1" }]]);
    expect(jobs("receipt.rendered", { serial: "CF-1" })).to.deep.equal([["receipts.mail", { serial: "CF-1" }]]);
    expect(jobs("donation.pledged", { gift: "D-1" })).to.deep.equal([]);
  });

  it("RCPT-13 draws the PDF once, fixes its digest in a line, and hands it to the donor and to clerks only", async () => {
    const { id, secret } = await give("188.50");
    await app.receipts.follow(id);
    const serial = String(app.books.receipts.live(id)?.serial);
    await request(app.app).get(`/gift/${secret}/receipts/${serial}`).expect(404);
    const [one, two] = await Promise.all([
      renderReceiptFile(app.render, serial),
      renderReceiptFile(app.render, serial),
    ]);
    if (isRefusal(one) || isRefusal(two)) throw new Error("the receipt was not drawn");
    expect(one.rendered).to.deep.equal(two.rendered);
    const content = await receiptFile(app.render, one);
    expect(content?.subarray(0, 5).toString()).to.equal("%PDF-");
    const path = `/api/v1/receipts/${serial}/pdf`;
    const file = await request(app.app).get(`${path}?secret=${secret}`).expect(200);
    expect(file.headers["content-type"]).to.equal("application/pdf");
    await request(app.app).get(`/gift/${secret}/receipts/${serial}`).expect(200);
    await request(app.app).get(path).expect(401);
    await request(app.app)
      .get(`${path}?secret=${"0".repeat(32)}`)
      .expect(401);
    const other = await give();
    await request(app.app).get(`${path}?secret=${other.secret}`).expect(401);
    await app.get("clerk", `/receipts/${serial}/pdf`).expect(200);
    await app.get("worker", `/receipts/${serial}/pdf`).expect(403);
  });

  it("RCPT-19 anybody can check a number: valid, red, replaced; amount and date, no name", async () => {
    const { id } = await give("12.34");
    await app.receipts.follow(id);
    const serial = String(app.books.receipts.live(id)?.serial);
    await app.post("clerk", `/receipts/${serial}/void`, { reason: "correction" }).expect(200);
    await app.receipts.follow(id);
    const state = async (no: string) => (await request(app.app).get(`/api/v1/receipts/${no}`).expect(200)).body;
    const first = await state(serial);
    expect(first).to.include({ state: "replaced", amount: "12.34", kind: "blue" });
    expect(await state(first.red)).to.include({ state: "red", amount: "-12.34", names: serial, kind: "red" });
    expect(await state(first.replaced_by)).to.include({ state: "valid", replaces: serial });
    const page = (await request(app.app).get(`/receipts/check?code=${serial.toLowerCase()}`).expect(200)).text;
    expect(page).to.contain("12.34").and.to.contain(first.replaced_by).and.to.not.contain("沈");
    expect((await request(app.app).get("/receipts/check?code=CF-2099-00000001").expect(200)).text).to.contain(
      "没有这份回执",
    );
    await request(app.app).get("/api/v1/receipts/CF-2099-00000001").expect(404);
    await app.post("clerk", `/receipts/${first.red}/void`, { reason: "correction" }).expect(409);
    const list = (await app.get("clerk", "/receipts?limit=200").expect(200)).body.receipts;
    expect(list.map((row: { serial: string }) => row.serial)).to.include.members([serial, first.red]);
  });
});
