import { signIn, staff } from "../support/signed-in.ts";
import { expect } from "chai";
import { fundsRefusals, fundsService } from "../../src/funds/public.ts";
import { transferPages } from "../../src/funds/transfer-page-routes.ts";
import { transferRoutes } from "../../src/funds/transfer-routes.ts";
import { ledgerRefusals } from "../../src/ledger/errors.ts";
import { openTestApp, type TestApp } from "../support/app.ts";
import { openStatementDesk, type StatementDesk } from "../support/statement-desk.ts";

const N01 = {
  code: "N01",
  name_zh: "N01",
  short_zh: "N01",
  name_en: "N01",
  fund_kind: "named",
  status: "active",
  purposes: ["medical"],
  restriction: "purpose",
  management_fee_bp: 0,
  channel_fee_borne_by: "federation",
  opening_unrestricted: "0",
  opening_restricted: "0",
  order: 2,
};
const asked = {
  transfer_no: "ZB-1",
  from_fund: "S01",
  to_fund: "N01",
  amount: "40.00",
  consent_ref: "TY-1",
  reason: "joint project",
};

describe("transfers at the desk", () => {
  let web: TestApp;
  let desk: StatementDesk;
  let sent = 0;
  let people: Awaited<ReturnType<typeof signIn>>;
  const as = (user: string) => people.as(user);
  const post = (user: string, path: string, body: object = {}, key = `k${(sent += 1)}`) =>
    people.post(user, `/transfers${path}`, body, key);
  const form = (user: string, path: string, fields: { readonly [name: string]: string } = {}) =>
    people.form(user, `/desk/books/transfers${path}`, fields);
  const page = async (user: string) => (await as(user).agent.get("/desk/books/transfers").expect(200)).text;
  const available = (code: string) => desk.books.funds.available(code, "2026-09-17");

  before(async () => {
    desk = await openStatementDesk();
    await desk.send("funds.openFund", N01);
    const entries = [
      ["1002/base", "10000"],
      ["410102/S01", "-10000"],
    ];
    await desk.send("ledger.propose", { id: "V-1", text: "money of S01", post: entries });
    await desk.book.submit({ name: "ledger.post", key: "v", by: "user:second", input: { id: "V-1" } });
    const service = fundsService({ submit: desk.book.submit, funds: desk.books.funds });
    const deps = { funds: desk.books.funds, service, catchUp: async () => undefined, today: () => "2026-10-02" };
    const refusals = { ...ledgerRefusals, ...fundsRefusals };
    const members = () => web.identity.members();
    web = await openTestApp({
      database: "transfer_desk_test",
      routers: [transferRoutes(deps), transferPages({ ...deps, members, newKey: () => `K-${(sent += 1)}` })],
      refusals,
    });
    people = await signIn(web, [
      staff("books", "bookkeeper"),
      staff("general", "secretaryGeneral"),
      staff("both", "bookkeeper", "secretaryGeneral"),
      staff("auditor", "auditor"),
      staff("worker", "applicant"),
    ]);
  });
  after(() => web.close());

  it("PIT-47 ACC-8 one person proposes, another posts; money moves once, and only then", async () => {
    await post("auditor", "/proposals", asked).expect(403);
    expect((await post("books", "/proposals", { ...asked, amount: "100.01" }).expect(409)).body.code).to.equal(
      "over_available",
    );
    await post("books", "/proposals", asked, "one").expect(201);
    await post("books", "/proposals", asked, "one").expect(200);
    expect((await post("books", "/proposals", asked).expect(409)).body.code).to.equal("transfer_exists");
    expect([available("S01"), available("N01")]).to.deep.equal([10_000n, 0n]);
    expect((await post("general", "/ZB-9/approval").expect(404)).body.code).to.equal("transfer_unknown");
    await post("books", "/ZB-1/approval").expect(403);
    await post("general", "/ZB-1/approval", {}, "two").expect(200);
    await post("general", "/ZB-1/approval", {}, "two").expect(200);
    expect((await post("general", "/ZB-1/approval").expect(404)).body.code).to.equal("transfer_unknown");
    expect([available("S01"), available("N01")]).to.deep.equal([6_000n, 4_000n]);
    const { body } = await as("auditor").agent.get("/api/v1/transfers").expect(200);
    expect(body.transfers).to.have.length(1);
    expect(body.transfers[0]).to.include({
      transfer_no: "ZB-1",
      state: "posted",
      amount: "40.00",
      consent_ref: "TY-1",
    });
  });

  it("PIT-47 who holds both offices cannot post what they proposed; what is refused stays on the page", async () => {
    const faulty = await form("both", "", { ...asked, transfer_no: "ZB-2", amount: "4,0" }).expect(422);
    expect(faulty.text).to.contain("new-amount-err").and.to.contain('value="4,0"');
    await form("both", "", { ...asked, transfer_no: "ZB-2" }).expect(303);
    expect(await page("both")).to.contain("why-ZB-2");
    expect((await form("both", "/ZB-2/approval").expect(403)).text).to.contain("PIT-47");
    expect(await page("auditor"))
      .to.contain("why-ZB-2")
      .and.to.not.contain('h-new"');
    await as("worker").agent.get("/desk/books/transfers").expect(403);
    const { header } = await form("general", "/ZB-2/withdrawal").expect(303);
    expect(header.location).to.equal("/desk/books/transfers?done=withdrawn&of=ZB-2");
    await form("both", "", { ...asked, transfer_no: "ZB-2" }).expect(303);
    await form("general", "/ZB-2/approval").expect(303);
    expect([available("S01"), available("N01")]).to.deep.equal([2_000n, 8_000n]);
  });

  it("LED-2 the guards look again when it is posted", async () => {
    await post("books", "/proposals", { ...asked, transfer_no: "ZB-3", amount: "20.00" }).expect(201);
    await desk.send(
      "funds.transfer",
      { no: "ZB-4", from: "S01", to: "N01", amount: "1000", basis_ref: "TY-2" },
      "2026-10-02",
    );
    const refused = await form("general", "/ZB-3/approval").expect(409);
    expect(refused.text).to.contain("notice stop").and.to.contain("ZB-3");
    expect(available("S01")).to.equal(1_000n);
  });
});
