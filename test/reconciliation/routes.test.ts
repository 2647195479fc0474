import { signIn, staff } from "../support/signed-in.ts";
import { expect } from "chai";
import { donationRefusals } from "../../src/donations/public.ts";
import { limits } from "../../config/limits.ts";
import { sha256Hex } from "../../src/kernel/ids.ts";
import { ledgerRefusals } from "../../src/ledger/errors.ts";
import { reconciliationPages, reconciliationRefusals, reconciliationRoutes } from "../../src/reconciliation/public.ts";
import { openTestApp, type TestApp } from "../support/app.ts";
import { bankCsv, wechatBill } from "../support/made-files.ts";
import { BANK, openStatementDesk, OPENING, type StatementDesk, WALLET } from "../support/statement-desk.ts";

const DAY = "2026-09-10";
const rows = [{ day: DAY, serial: "C1", credit: 10_000n, name: "示例贸易有限公司", memo: "捐款" }];
const BILL = wechatBill([{ at: `${DAY} 10:00:00`, order: "NOBODY", amount: 700n, fee: 4_200n }]);

describe("reconciliation over HTTP", () => {
  let web: TestApp;
  let desk: StatementDesk;
  let people: Awaited<ReturnType<typeof signIn>>;
  const as = (user: string) => people.as(user);
  const post = (user: string, path: string, body: object | Buffer = {}) => {
    const { agent, csrf } = as(user);
    const call = agent.post(`/api/v1/reconciliation${path}`).set("X-CSRF-Token", csrf);
    return Buffer.isBuffer(body) ? call.set("Content-Type", "text/csv").send(body) : call.send(body);
  };
  const get = (path: string) => as("books").agent.get(`/api/v1/reconciliation${path}`);
  const form = (path: string, fields: object) =>
    as("books")
      .agent.post(path)
      .type("form")
      .send({ ...fields, _csrf: as("books").csrf, idempotency_key: "k" });

  before(async () => {
    desk = await openStatementDesk();
    const deps = {
      ...desk.books,
      service: desk.service,
      catchUp: async () => undefined,
      today: () => "2026-09-17",
      newKey: () => "K-1",
      members: () => web.identity.members(),
      list: async () => ({ rows: [], asOfLine: -1 }),
    };
    web = await openTestApp({
      database: "reconciliation_routes_test",
      routers: [reconciliationRoutes(deps), reconciliationPages(deps)],
      refusals: { ...ledgerRefusals, ...donationRefusals, ...reconciliationRefusals },
    });
    people = await signIn(web, [staff("books", "bookkeeper"), staff("audit", "auditor")]);
    desk.names.set("P-1", "王小明");
    await desk.promise("G-7K3F94", 10_000n, { via: "bank", donor: "P-1", gift: "D-0123456789ABCDEF" });
    await desk.bringBank(rows);
    await desk.bringWallet(BILL_ROWS);
    await desk.run();
  });
  after(() => web.close());
  const BILL_ROWS = [{ at: `${DAY} 10:00:00`, order: "NOBODY", amount: 700n, fee: 4_200n }];

  it("REC-8 previews a file and writes nothing; one that would be refused is told with its row", async () => {
    const lines = desk.book.lines.length;
    const { body } = await post("books", "/previews?kind=wechat-bill", BILL).expect(200);
    expect(body).to.deep.include({ outcome: "unchanged", rows: 1, new: 0, known: 1, waiting: { no_order: 1 } });
    expect(body.batches).to.deep.equal([{ day: DAY, gross: "7.00", fee: "0.04", net: "6.96" }]);
    const spoiled = Buffer.from(BILL.toString().replace("`7.00", "`7,00"));
    const refused = await post("books", "/previews?kind=wechat-bill", spoiled).expect(422);
    expect(refused.body).to.deep.include({ outcome: "refused", reason: "bad_amount", row: 1 });
    expect((await post("books", "/previews", BILL).expect(200)).body).to.include({ kind: "wechat-bill", rows: 1 });
    const none = await post("books", "/previews", Buffer.from("a,b\n")).expect(422);
    expect(none.body).to.include({ reason: "not_recognised" });
    await post("audit", "/previews?kind=wechat-bill", BILL).expect(403);
    await post("books", "/previews?kind=diary", BILL).expect(422);
    expect(desk.book.lines.length).to.equal(lines);
  });

  it("tells everything known about a waiting row, its owner and age, without the name of who paid", async () => {
    const { body } = await get(`/row?key=${encodeURIComponent(`${BANK}|C1`)}`).expect(200);
    expect(body).to.deep.include({
      amount: "100.00",
      state: "suspended",
      reason: "unknown_credit",
      owner: "bookkeeper",
    });
    expect(body.statement).to.include({ account: BANK, rows: 1 });
    expect(body.text.holder).to.not.contain("贸易");
    const { body: list } = await get("/differences").expect(200);
    expect(list.differences[0]).to.deep.include({ id: "C1", days: 7, owner: "bookkeeper" });
    await get("/row?key=nothing").expect(404);
  });

  it("REC-10 a late payout has a page of its own, one click from the list; a case that is none answers 404", async () => {
    const { body } = await get("/differences").expect(200);
    expect(body.missing_at_provider).to.deep.equal([]);
    const key = encodeURIComponent(String(body.late_payouts[0].case));
    const list = await as("books").agent.get("/desk/reconciliation/differences").expect(200);
    expect(list.text).to.contain(`/desk/reconciliation/case?key=${key}`);
    const page = await as("books").agent.get(`/desk/reconciliation/case?key=${key}&lang=en`).expect(200);
    expect(page.text).to.contain("Payout of batch 2026-09-10").and.contain("NOBODY").and.contain("wechat-bill");
    await as("books").agent.get("/desk/reconciliation/case?key=booking%7CD-none").expect(404);
  });

  it("a person assigns it and keeps the rule, which is listed and can be dropped", async () => {
    const choice = { row: `${BANK}|C1`, gift: "D-0123456789ABCDEF", because: "the firm pays", keep: "yes" };
    await post("audit", "/matches", choice).expect(403);
    await post("books", "/matches", choice).expect(204);
    await post("books", "/matches", choice).expect(204);
    await post("books", "/matches", { ...choice, because: "another reason" }).expect(409);
    const { body } = await get("/rules").expect(200);
    expect(body.rules).to.have.length(1);
    expect(body.rules[0]).to.include({ account: BANK, fund: "S01", donation_code: "G-7K3F94" });
    const page = await as("books").agent.get("/desk/reconciliation/statements").expect(200);
    expect(page.text).to.contain("G-7K3F94");
    const drop = (rule: string) =>
      as("books").agent.delete(`/api/v1/reconciliation/rules/${rule}`).set("X-CSRF-Token", as("books").csrf);
    await drop(body.rules[0].rule).expect(204);
    expect((await drop("R-none").expect(404)).body.code).to.equal("kept_rule_unknown");
  });

  it("REC-8 undoes the file that has no match and refuses the one that has, by name", async () => {
    const { body } = await get("/statements").expect(200);
    expect(
      body.statements.map(({ account, matched }: { account: string; matched: boolean }) => [account, matched]),
    ).to.deep.equal([
      [WALLET, false],
      [BANK, true],
    ]);
    const bank = sha256Hex(bankCsv({ opening: OPENING, from: DAY, to: DAY, rows }));
    const undo = (digest: string) => post("books", `/statements/${digest}/undo`, { reason: "wrong file" });
    expect((await undo(bank).expect(409)).body.code).to.equal("statement_matched");
    await post("books", `/statements/${sha256Hex(BILL)}/undo`, {}).expect(422);
    await undo(sha256Hex(BILL)).expect(204);
    expect((await undo(sha256Hex(BILL)).expect(404)).body.code).to.equal("statement_unknown");
    expect(desk.balance(WALLET)).to.equal(0n);
  });

  it("each ambiguous row has its place on the desk, with the one before and the one after", async () => {
    const from = "/desk/reconciliation";
    const many = await openAmbiguous();
    const page = async (path: string) => (await as("books").agent.get(path).expect(200)).text;
    const next = (text: string, rel: string) =>
      new RegExp(`href="([^"#]+)#h-amb" rel="${rel}"`).exec(text)?.[1]?.replaceAll("&amp;", "&");
    const seen: string[] = [];
    let at: string | undefined = from;
    while (at !== undefined) {
      const text = await page(at);
      seen.push(/name="row" value="([^"]+)"/.exec(text)?.[1] ?? "none");
      expect(text).to.contain(`第 ${seen.length} 笔，共 3 笔`);
      expect(next(text, "prev") === undefined, at).to.equal(seen.length === 1);
      at = next(text, "next");
    }
    expect(seen.sort()).to.deep.equal(many);
    expect(await page(`${from}?row=gone`)).to.contain("第 1 笔，共 3 笔");
    await as("books").agent.get(`${from}?rows=1`).expect(422);
    const undecided = (await form(`${from}/matches`, { row: many[2] ?? "", reason: "not sure" }).expect(422)).text;
    expect(undecided)
      .to.contain("第 3 笔，共 3 笔")
      .and.contain('<a href="#match-gift">')
      .and.contain('value="not sure"');
    for (const row of many)
      await form(`${from}/matches`, { row, gift: "none", reason: "asked the donors" }).expect(303);
    expect(await page(from)).to.not.contain("h-amb");
    // Who set them aside looks after them now: by name, not by office or id, on the list and on the row.
    const [mine = ""] = many;
    expect(await page(`${from}/differences`)).to.match(/天[^<]*，books/u);
    expect(await page(`${from}/row?key=${encodeURIComponent(mine)}`)).to.contain("<dd>books</dd>");
  });
  const openAmbiguous = async (): Promise<string[]> => {
    desk.names.set("P-2", "李小红");
    for (const [i, code] of ["G-A2B4CY", "G-000026", "G-000037"].entries())
      await desk.promise(code, 3_300n, { via: "bank", donor: "P-2", gift: `D-000000000000000${i}` }, "2026-09-12");
    const credits = ["M1", "M2", "M3"].map((serial) => ({ day: "2026-09-12", serial, credit: 3_300n, name: "李小红" }));
    await desk.bringBank(credits, { opening: OPENING + 10_000n, from: "2026-09-11", to: "2026-09-12", file: "many" });
    await desk.run();
    return credits.map(({ serial }) => `${BANK}|${serial}`);
  };

  it("the desk shows the same pages: one click from a difference to its row, a form that undoes a file", async () => {
    await desk.bringWallet(BILL_ROWS);
    await desk.run();
    const { agent } = as("books");
    const link = /href="(\/desk\/reconciliation\/row\?key=[^"]+)"/.exec(
      (await agent.get("/desk/reconciliation").expect(200)).text,
    )?.[1];
    expect((await agent.get(String(link)).expect(200)).text).to.contain("NOBODY");
    const digest = sha256Hex(BILL);
    const untold = (await form("/desk/reconciliation/statements/undo", { digest }).expect(422)).text;
    expect(untold).to.contain(`<a href="#undo-${digest}-reason">`).and.contain(`id="undo-${digest}-reason"`);
    const undone = await form("/desk/reconciliation/statements/undo", { digest, reason: "wrong file" }).expect(303);
    expect(desk.balance(WALLET)).to.equal(0n);
    expect((await agent.get(String(undone.headers["location"])).expect(200)).text).to.contain("这个文件已撤销");
    const mistyped = { row: `${BANK}|M1`, code: "G-000015", reason: "asked the firm", keep: "yes" };
    const back = (await form("/desk/reconciliation/assign", mistyped).expect(404)).text;
    expect(back).to.contain('<a href="#assign-code">').and.contain('id="assign-code" name="code" value="G-000015"');
    expect(back)
      .to.contain('value="asked the firm"')
      .and.match(/name="keep" value="yes" checked/);
  });

  it("a match is taken back on the page of its row, or by the API; no auditor does it, and the row says what is next", async () => {
    const { agent } = as("books");
    const row = `${BANK}|C1`;
    const page = async (user = "books") =>
      (
        await as(user)
          .agent.get(`/desk/reconciliation/row?key=${encodeURIComponent(row)}&lang=en`)
          .expect(200)
      ).text;
    expect(await page())
      .to.contain("Take the match back")
      .and.not.to.contain("Let them look again");
    expect(await page("audit")).to.contain("why-not");
    await post("audit", "/take-backs", { row, reason: "x" }).expect(403);
    expect((await form("/desk/reconciliation/take-back", { row }).expect(422)).text).to.contain(
      '<a href="#back-reason">',
    );
    const { headers } = await form("/desk/reconciliation/take-back", { row, reason: "another firm" }).expect(303);
    const back = String(headers["location"]);
    expect(back).to.match(/^\/desk\/reconciliation\/row\?key=.*&done=taken_back/);
    expect((await agent.get(`${back}&lang=en`)).text).to.contain("The match is taken back");
    expect(await page())
      .to.contain("Let them look again")
      .and.contain("The match was taken back");
    const list = (await agent.get("/desk/reconciliation/differences?lang=en").expect(200)).text;
    expect(list).to.contain("no rule matches it until a person lets it");
    await form("/desk/reconciliation/look-again", { row }).expect(303);
    expect(await page()).not.to.contain("Let them look again");
    await form("/desk/reconciliation/assign", { row, code: "G-7K3F94" }).expect(303);
    await post("books", "/take-backs", { row, reason: "again" }).expect(204);
    expect((await post("books", "/take-backs", { row, reason: "again" }).expect(409)).body.code).to.equal(
      "match_unknown",
    );
    await post("books", "/look-again", { row }).expect(204);
  });

  it("REC-11 a booking that the provider lacks is taken back on its page, or closed with a reason by the API", async () => {
    await desk.bringWallet(BILL_ROWS);
    for (const gift of ["D-000000000000000A", "D-000000000000000B"]) {
      await desk.promise(gift.slice(2), 500n, { online: true, gift });
      await desk.send("donations.settleEvent", { gift, amount: "500", event: `e-${gift}` }, DAY);
    }
    const path = `/desk/reconciliation/case?key=${encodeURIComponent("booking|D-000000000000000A")}&lang=en`;
    const page = (await as("books").agent.get(path).expect(200)).text;
    expect(page).to.contain("Take the booking back").and.contain("/desk/books?reverses=");
    expect((await as("audit").agent.get(path).expect(200)).text).to.contain("why-not");
    const booking = "D-000000000000000A";
    await form("/desk/reconciliation/case", { act: "keep", booking, reason: "x" }).expect(422);
    await form("/desk/reconciliation/case", { act: "take_back", booking, reason: "no such order" }).expect(303);
    await as("books").agent.get(path).expect(404);
    const other = { booking: "D-000000000000000B", reason: "voucher 12" };
    await post("audit", "/case-closings", other).expect(403);
    await post("books", "/case-closings", other).expect(204);
    expect((await post("books", "/case-take-backs", other).expect(404)).body.code).to.equal("case_unknown");
  });

  it("PIT-51 the list of files leads on to the older ones, and a form that is refused comes back among them", async () => {
    const oldest = sha256Hex(bankCsv({ opening: OPENING, from: DAY, to: DAY, rows }));
    for (let i = 0; i < limits.pageRows; i += 1)
      await desk.bringWallet([{ at: "2026-09-12 10:00:00", order: `MANY${i}`, amount: 100n, fee: 0n }], `many-${i}`);
    const seen: string[] = [];
    let next = "";
    do {
      const { body } = await get(`/statements?limit=20${next}`).expect(200);
      seen.push(...body.statements.map(({ digest }: { digest: string }) => digest));
      next = body.next === undefined ? "" : `&after=${body.next}`;
    } while (next !== "");
    expect(new Set(seen).size).to.equal(seen.length);
    expect((await get("/statements").expect(200)).body.statements).to.have.length(seen.length);
    expect(seen.at(-1)).to.equal(oldest);
    const page = (await as("books").agent.get("/desk/reconciliation/statements").expect(200)).text;
    const older = /href="([^"#]+)#h-files" rel="next"/.exec(page)?.[1] ?? "";
    expect((await as("books").agent.get(older).expect(200)).text).to.contain('rel="prev"');
    const digest = seen[limits.pageRows] ?? "";
    expect(page).to.not.contain(digest);
    const back = (await form("/desk/reconciliation/statements/undo?page=2", { digest }).expect(422)).text;
    expect(back)
      .to.contain(`id="undo-${digest}-reason"`)
      .and.contain('action="/desk/reconciliation/statements/undo?page=2"');
  });
});
