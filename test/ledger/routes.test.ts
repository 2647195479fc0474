import { expect } from "chai";
import { type BooksApp, openBooksApp } from "../support/books-app.ts";

const PAPER = Buffer.from("%PDF-1.4 an invoice");
const RENT = {
  on: "2026-01-31",
  text: "rent",
  entries: [
    { account: "5301/G00", debit: "10.00" },
    { account: "1002/base", credit: "10.00" },
  ],
};

/** What a page says at its top: why a form was refused, and what a form did. */
const summaryOf = (page: string): string => /role="alert"[\s\S]*?<\/div>/.exec(page)?.[0] ?? "";
const noticeOf = (page: string): string => /role="status"[^>]*>([^<]*)/.exec(page)?.[1] ?? "";

describe("books over HTTP", () => {
  let app: BooksApp;
  const post: BooksApp["post"] = (...call) => app.post(...call);
  const get: BooksApp["get"] = (...call) => app.get(...call);
  const propose = async (): Promise<string> =>
    String((await post("books", "/books/vouchers", RENT).expect(201)).body.id);
  before(async () => {
    app = await openBooksApp("books_routes_test");
  });
  after(() => app.close());

  it("answers the three statements of a month to those who read the books, and to nobody else", async () => {
    const { body } = await get("auditor", "/api/v1/books/statements?period=2026-01").expect(200);
    expect(body.position.find(({ row }: { row: number }) => row === 60)).to.include({ closing: "11999.40" });
    expect(body.cash_flow.find(({ row }: { row: number }) => row === 61)).to.include({ month: "699.40" });
    await get("worker", "/api/v1/books/statements?period=2026-01").expect(403);
  });

  it("answers balances in two times, and refuses a line beyond the head", async () => {
    const at = async (lines: number) =>
      (await get("auditor", `/api/v1/books/balances?on=2026-01-31&as_known_at=${lines}`).expect(200)).body;
    const opening = await at(1);
    expect(opening).to.include({ on: "2026-01-31", as_known_at: 1 });
    expect(opening.balances.accounts).to.deep.include({ account: "1002/base", balance: "10000.00" });
    const now = (await get("auditor", "/api/v1/books/balances?on=2026-01-31").expect(200)).body;
    expect(now.balances.accounts).to.deep.include({ account: "1002/base", balance: "10699.40" });
    expect(now.balances.funds.find(({ fund }: { fund: string }) => fund === "A")).to.include({
      money: "1128.00",
      goods: "1000.00",
    });
    const { body } = await get("auditor", "/api/v1/books/balances?as_known_at=999")
      .set("Accept-Language", "en")
      .expect(422);
    expect(body.code).to.equal("line_unknown");
  });

  it("answers the general ledger and the cash book", async () => {
    const window = "from=2026-01-01&to=2026-01-31";
    const { body } = await get("auditor", `/api/v1/books/general-ledger?${window}`).expect(200);
    expect(body.debit).to.equal(body.credit);
    const cash = (await get("auditor", `/api/v1/books/account-ledger?${window}&account=1002/base`).expect(200)).body;
    expect(cash).to.include({ opening: "10000.00", closing: "10699.40" });
    expect(cash.rows.at(-1)).to.include({ balance: "10699.40", number: "收-2026-01-0007", kind: "bank.ruled" });
  });

  it("LED-1 refuses a voucher that does not balance when it is proposed", async () => {
    const entries = [RENT.entries[0], { account: "1002/base", credit: "9.99" }];
    expect((await post("books", "/books/vouchers", { ...RENT, entries }).expect(422)).body.code).to.equal(
      "voucher_not_balanced",
    );
    const unknown = [{ account: "7777/G00", debit: "10.00" }, RENT.entries[1]];
    expect((await post("books", "/books/vouchers", { ...RENT, entries: unknown }).expect(422)).body.code).to.equal(
      "account_unknown",
    );
  });

  it("LED-5 a paper is sealed and tied to the proposal; a posted voucher takes none; its reversal is the only way back", async () => {
    const id = await propose();
    const { agent, csrf } = app.as("books");
    const attach = () =>
      agent
        .post(`/api/v1/books/vouchers/${id}/attachments`)
        .set("X-CSRF-Token", csrf)
        .set("Content-Type", "application/pdf")
        .send(PAPER);
    const { body } = await attach().expect(201);
    const [paper] = body.attachments;
    expect(paper.bytes).to.equal(PAPER.length);
    expect((await attach().expect(201)).body.attachments, "the same again changes nothing").to.have.length(1);
    const kept = await get("auditor", `/api/v1/books/vouchers/${id}/attachments/${paper.file}`).expect(200);
    expect(Buffer.from(kept.body).equals(PAPER)).to.equal(true);
    await get("auditor", `/api/v1/books/vouchers/${id}/attachments/F-0000000000000000`).expect(404);

    await post("finance", `/books/vouchers/${id}/posting`).expect(200);
    const late = await agent
      .post(`/api/v1/books/vouchers/${id}/attachments`)
      .set("X-CSRF-Token", csrf)
      .set("Content-Type", "application/pdf")
      .send(Buffer.from("another"));
    expect([late.status, late.body.code]).to.deep.equal([409, "voucher_already_posted"]);
    const back = await post("books", `/books/vouchers/${id}/reversal`, {
      on: "2026-01-31",
      text: "wrong month",
    }).expect(201);
    await post("finance", `/books/vouchers/${String(back.body.id)}/posting`).expect(200);
    const { vouchers } = (await get("auditor", "/api/v1/books/vouchers").expect(200)).body;
    expect(vouchers.map(({ number, state }: { number: string; state: string }) => [number, state])).to.deep.equal([
      ["记-2026-01-0001", "reversed"],
      ["记-2026-01-0002", "posted"],
    ]);
  });

  it("a paper attached on the desk is one of the voucher, and its name is not kept", async () => {
    const id = await propose();
    const { agent, csrf } = app.as("books");
    await agent
      .post(`/desk/books/vouchers/${id}/attachments`)
      .field({ _csrf: csrf })
      .attach("file", PAPER, "invoice of Wang Wei.pdf")
      .expect(303);
    const page = await get("finance", "/desk/books").expect(200);
    const href = /href="(\/desk\/books\/vouchers\/[^"]+\/attachments\/[^"]+)"/.exec(page.text)?.[1] ?? "";
    expect(href).to.include(id);
    const kept = await get("finance", href)
      .expect(200)
      .expect("Content-Type", /application\/pdf/);
    expect(Buffer.from(kept.body).equals(PAPER)).to.equal(true);
    const line = JSON.stringify(await app.book.line(app.book.head().lines - 1));
    expect(line).to.include(id).and.not.include("Wang Wei");
    await post("books", `/books/vouchers/${id}/withdrawal`).expect(200);
  });

  it("a faulty voucher comes back with what was typed, each fault linked to its cell; a good one is told by its text", async () => {
    const typed = { on: "2026-01-31", text: "", account_1: "5301/G00", debit_1: "12.345", account_2: "1002/base" };
    const back = (await app.form("books", "/desk/books/vouchers", typed).expect(422)).text;
    for (const id of ["voucher-text", "voucher-debit_1"])
      expect(back).to.contain(`<a href="#${id}">`).and.contain(`id="${id}"`);
    expect(back).to.contain('value="12.345"').and.contain("autofocus");
    const whole = { ...typed, text: "电费", debit_1: "12.34", credit_2: "12.34" };
    const { headers } = await app.form("books", "/desk/books/vouchers", whole).expect(303);
    const to = String(headers["location"]);
    expect(noticeOf((await get("books", to)).text)).to.contain("凭证“电费”已提出");
    expect(noticeOf((await get("finance", to)).text), "who did not propose it is told nothing").to.equal("");
    const id = new URLSearchParams(to.split("?")[1]).get("of") ?? "";
    const own = await app.form("general", `/desk/books/vouchers/${id}/posting`, {}).expect(303);
    expect(noticeOf((await get("general", String(own.headers["location"]))).text)).to.match(
      /凭证 记-2026-01-\d{4} 已记账/,
    );
    const late = await app.form("finance", `/desk/books/vouchers/${id}/withdrawal`, {}).expect(409);
    expect(summaryOf(late.text)).to.contain("<li>");
    expect(late.text, "on the page of the books").to.contain("电费");
    await app.form("books", `/desk/books/vouchers/${id}/reversal`, {}).expect(303);
    const back2 = app.ledger.vouchers.all().find(({ reverses }) => reverses === id);
    await app.form("finance", `/desk/books/vouchers/${back2?.id ?? ""}/posting`, {}).expect(303);
  });

  it("LED-5 the voucher form comes filled with the reverse of a line of the journal; a line that is none leaves it empty", async () => {
    const cash = (await get("auditor", "/api/v1/books/account-ledger?from=2026-01-01&to=2026-01-31&account=1002/base"))
      .body;
    const { line, debit } = cash.rows.findLast((row: { debit: string }) => row.debit !== "0.00");
    const { text } = await get("books", `/desk/books?reverses=${line}&lang=en`).expect(200);
    const value = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(text)?.[1];
    const rows = [1, 2, 3, 4].map((row) => [value(`account_${row}`), value(`debit_${row}`), value(`credit_${row}`)]);
    expect(rows).to.deep.include(["1002/base", "", debit]);
    expect(rows).to.deep.include(["5301/G00", debit, ""]);
    expect(value("text")).to.equal(`Reverses line ${line} of the journal`);
    expect((await get("books", "/desk/books?reverses=99999").expect(200)).text).to.contain('name="account_1" value=""');
    await get("books", "/desk/books?reverses=x").expect(422);
  });

  it("a proposal that nobody posts is withdrawn and leaves no gap in the numbers", async () => {
    const id = await propose();
    expect((await post("books", `/books/vouchers/${id}/withdrawal`).expect(200)).body).to.include({
      state: "withdrawn",
      number: null,
    });
    expect((await post("finance", `/books/vouchers/${id}/posting`).expect(409)).body.code).to.equal(
      "voucher_already_posted",
    );
  });

  it("LED-6 closes by two people on the desk when nothing waits, and opens again by two with a public reason", async () => {
    const id = await propose();
    const why = async (user: string, period = "2026-01") =>
      /id="why-close">([^<]*)</.exec((await get(user, `/desk/books?period=${period}`).expect(200)).text)?.[1];
    expect(await why("books", "2026-02")).to.contain("还没有过完");
    expect(await why("finance")).to.contain("由会计先提出");
    await app.form("books", "/desk/books/close", { period: "2026-01" }).expect(303);
    expect(await why("books")).to.contain("等财务审核或秘书长确认");
    expect(await why("general")).to.contain("有没办完的");
    const early = await app.form("general", "/desk/books/close", { period: "2026-01" }).expect(409);
    expect(summaryOf(early.text)).to.contain("清单上有 1 项没有办完");
    expect(early.text, "on the page of the books").to.contain('id="why-close"');
    await app.form("books", `/desk/books/vouchers/${id}/withdrawal`, {}).expect(303);
    const closed = await app.form("general", "/desk/books/close", { period: "2026-01" }).expect(303);
    expect(app.ledger.periods.isClosed("2026-01-31")).to.equal(true);
    expect(noticeOf((await get("general", String(closed.headers["location"]))).text)).to.contain("2026 年 1 月已结账");
    const untold = await app.form("books", "/desk/books/reopening", { period: "2026-01" }).expect(422);
    expect(summaryOf(untold.text)).to.contain('<a href="#reopen-reason">');
    expect(untold.text).to.contain('id="reopen-reason"');
    await app.form("general", "/desk/books/close", { period: "2026-01" }).expect(303);

    const reason = "a bank row came late";
    const propose2 = () => post("books", "/months/2026-01/reopening-proposal", { reason }, "reopen-1");
    await propose2().expect(200);
    await propose2().expect(200);
    expect((await post("books", "/months/2026-01/reopening").expect(403)).body.code).to.equal("role_missing");
    const approve = () => post("general", "/months/2026-01/reopening", {}, "reopen-2");
    await approve().expect(200);
    await approve().expect(200);
    const { body } = await get("auditor", "/api/v1/books/periods").expect(200);
    expect(body.closed).to.deep.equal([]);
    expect(body.reopened).to.have.length(1);
    expect(body.reopened[0]).to.include({ period: "2026-01", on: "2026-02-10", reason });

    await app.form("books", "/desk/books/close", { period: "2026-01" }).expect(303);
    await app.form("general", "/desk/books/close", { period: "2026-01" }).expect(303);
    expect(app.ledger.periods.isClosed("2026-01-31"), "it closes again").to.equal(true);
  });

  it("shows every statement and ledger on the desk and prints it", async () => {
    for (const name of ["statements", "trial-balance", "general-ledger", "account-ledger", "bank", "funds"]) {
      const page = await get("auditor", `/desk/books/sheets/${name}?period=2026-01`).expect(200);
      expect(page.text).to.include(`/desk/books/sheets/${name}/pdf`);
      const pdf = await get("auditor", `/desk/books/sheets/${name}/pdf?period=2026-01`).expect(200);
      expect(Buffer.from(pdf.body).subarray(0, 5).toString()).to.equal("%PDF-");
      const xlsx = await get("auditor", `/desk/books/sheets/${name}/xlsx?period=2026-01`).expect(200);
      expect(xlsx.get("Content-Disposition")).to.equal(`attachment; filename="${name}-2026-01-31.xlsx"`);
    }
    const then = await get("auditor", "/desk/books/sheets/statements?period=2026-01&as_known_at=1").expect(200);
    expect(then.text).to.include("10,000.00").and.not.include("11,999.40");
    const faulty = "from=2026-13-01&account=bank&as_known_at=2";
    const form = await get("auditor", `/desk/books/sheets/account-ledger?${faulty}`).expect(422);
    const summary = summaryOf(form.text);
    for (const field of ["from", "account"]) expect(summary).to.contain(`<a href="#${field}">`);
    for (const typed of ["2026-13-01", "bank", "2"]) expect(form.text).to.contain(`value="${typed}"`);
    const beyond = await get("auditor", "/desk/books/sheets/statements?as_known_at=999999").expect(422);
    expect(summaryOf(beyond.text)).to.contain('<a href="#as_known_at">').and.contain("999,999");
    await get("auditor", "/desk/books/sheets/nothing").expect(404);
    await get("auditor", "/desk/books?period=2026-01").expect(200);
    await get("worker", "/desk/books/sheets/statements").expect(403);
  });
});
