import { signIn, staff } from "../support/signed-in.ts";
import { expect } from "chai";
import { donationRefusals } from "../../src/donations/public.ts";
import { goodsPages } from "../../src/donations/goods-page-routes.ts";
import { goodsRoutes } from "../../src/donations/goods-routes.ts";
import { leftOf, quantityText, thousandths } from "../../src/donations/goods-given.ts";
import { disbursementRefusals } from "../../src/disbursements/public.ts";
import { fundsRefusals } from "../../src/funds/public.ts";
import { ledgerRefusals } from "../../src/ledger/errors.ts";
import { openTestApp, type TestApp } from "../support/app.ts";
import { openStatementDesk, type StatementDesk } from "../support/statement-desk.ts";

const lot = {
  goods: "WZ-1",
  fund: "S01",
  donor: "P-1",
  donor_type: "enterprise",
  item: "大米",
  unit: "公斤",
  quantity: "30.125",
  evidence: "invoice",
  value: "150000",
  publish_consent: true,
  receipt_wanted: true,
};
const requests = new Map([
  ["AR-1", { fund: "S01", purpose: "medical", approved: true }],
  ["AR-2", { fund: "S01", purpose: "medical", approved: false }],
  ["AR-3", { fund: "S02", purpose: "medical", approved: true }],
]);

describe("goods over HTTP", () => {
  let web: TestApp;
  let desk: StatementDesk;
  let sent = 0;
  let people: Awaited<ReturnType<typeof signIn>>;
  const as = (user: string) => people.as(user);
  const give = (body: object, user = "books", key = `k${(sent += 1)}`) =>
    people.post(user, "/goods/WZ-1/handouts", body, key);
  const form = (path: string, fields: { readonly [name: string]: string }, user = "books") =>
    people.form(user, path, fields);
  const page = async (path: string, user = "books") => (await as(user).agent.get(path).expect(200)).text;

  before(async () => {
    desk = await openStatementDesk();
    await desk.send("donations.acceptGoods", lot, "2026-09-03");
    await desk.send("donations.acceptGoods", { ...lot, goods: "WZ-2", evidence: "none", item: "绘本" }, "2026-09-04");
    const deps = {
      ...desk.books,
      submit: desk.book.submit,
      catchUp: async () => undefined,
      today: () => "2026-09-17",
      requestOf: (no: string) => requests.get(no),
    };
    const refusals = { ...ledgerRefusals, ...fundsRefusals, ...disbursementRefusals, ...donationRefusals };
    const members = () => web.identity.members();
    web = await openTestApp({
      database: "goods_routes_test",
      routers: [goodsRoutes(deps), goodsPages({ ...deps, members, newKey: () => `K-${(sent += 1)}` })],
      refusals,
    });
    people = await signIn(web, [
      staff("books", "bookkeeper"),
      staff("auditor", "auditor"),
      staff("worker", "applicant"),
    ]);
  });
  after(() => web.close());

  it("WF-17 goes to an approved request of the fund, a household or a signed list, and names nobody", async () => {
    await give({ quantity: "1", household: "B-20037", purpose: "medical" }, "auditor").expect(403);
    for (const [body, code] of [
      [{ quantity: "1", request: "AR-9" }, "goods_request_unknown"],
      [{ quantity: "1", request: "AR-2" }, "goods_request_not_approved"],
      [{ quantity: "1", request: "AR-3" }, "goods_request_other_fund"],
      [{ quantity: "1", slip: "QS-1", purpose: "yacht" }, "wrong_purpose"],
      [{ quantity: "30.126", slip: "QS-1", purpose: "medical" }, "goods_over_lot"],
      [{ quantity: "1", household: "13800000000", purpose: "medical" }, "invalid_input"],
      [{ quantity: "1", household: "王小明", purpose: "medical" }, "invalid_input"],
      [{ quantity: "1", household: "B-20037" }, "invalid_input"],
      [{ quantity: "0.000", slip: "QS-1", purpose: "medical" }, "invalid_input"],
    ] as const)
      expect((await give(body)).body.code, JSON.stringify(body)).to.equal(code);
    await give({ quantity: "10.125", request: "AR-1" }, "books", "one").expect(201);
    const { body: again } = await give({ quantity: "10.125", request: "AR-1" }, "books", "one").expect(200);
    expect(again).to.include({ left: "20", value: "1500.00", value_left: "995.86" });
    const { body: one } = await as("auditor").agent.get("/api/v1/goods/WZ-1").expect(200);
    expect(one.handouts[0]).to.include({ quantity: "10.125", request: "AR-1", purpose: "medical", household: null });
  });

  it("GIFT-13 where a lot lies is noted on the desk; after its day nothing is handed out", async () => {
    const refused = await form("/desk/goods/WZ-1/place", { usable_until: "2026-13-01" }).expect(422);
    expect(refused.text).to.contain("place-place-err").and.to.contain("place-usable_until-err");
    const { header } = await form("/desk/goods/WZ-1/place", { place: "一号库", usable_until: "2026-09-10" }).expect(
      303,
    );
    expect(await page(String(header.location)))
      .to.contain("一号库")
      .and.to.contain("notice done");
    const late = await form("/desk/goods/WZ-1/handouts", {
      quantity: "1",
      household: "B-1",
      purpose: "medical",
    }).expect(409);
    expect(late.text).to.contain("GIFT-13").and.to.contain('value="B-1"');
    const fields = { quantity: "20", slip: "QS-1", purpose: "medical", on: "2026-09-10" };
    await form("/desk/goods/WZ-1/handouts", fields).expect(303);
    expect(await page("/desk/goods/WZ-1"))
      .to.contain("QS-1")
      .and.to.contain("AR-1")
      .and.to.not.contain("h-give");
    expect(desk.books.ledger.balances.fund("S01").goods).to.equal(0n);
  });

  it("is listed by fund and by what is left; who may not hand out sees no form", async () => {
    const list = async (query: string) => {
      const { body } = await as("auditor").agent.get(`/api/v1/goods${query}`).expect(200);
      return (body.goods as { goods: string }[]).map(({ goods }) => goods);
    };
    expect(await list("")).to.deep.equal(["WZ-1", "WZ-2"]);
    expect(await list("?show=left")).to.deep.equal(["WZ-2"]);
    expect(await list("?show=gone")).to.deep.equal(["WZ-1"]);
    expect(await list("?show=memo&fund=S01")).to.deep.equal(["WZ-2"]);
    expect(await list("?fund=G00")).to.deep.equal([]);
    await as("worker").agent.get("/desk/goods").expect(403);
    const text = await page("/desk/goods?fund=S01&show=left&lang=en", "auditor");
    expect(text).to.contain("绘本").and.to.contain("1 lot").and.to.not.contain("WZ-1");
    expect(await page("/desk/goods/WZ-2", "auditor")).to.not.contain("h-give");
    await as("auditor").agent.get("/desk/goods/none").expect(404);
  });

  it("counts quantities in thousandths, exactly", () => {
    for (const text of ["30", "2.5", "0.001", "12.345"]) expect(quantityText(thousandths(text))).to.equal(text);
    expect(thousandths("30.10")).to.equal(30_100n);
    const kept = desk.books.donations.goodsLot("WZ-2");
    expect(kept && leftOf(kept)).to.deep.equal({ quantity: 30_125n, value: undefined });
  });
});
