import { expect } from "chai";
import { type AidApp, NEW, openAidApp } from "../support/aid-app.ts";

describe("the desk", () => {
  let aid: AidApp;
  const one = "/desk/requests/AR-2609-0001";
  let count = 0;
  const form = (user: string, path: string, fields: object) => {
    const { agent, csrf } = aid.as(user);
    return agent
      .post(path)
      .type("form")
      .send({ _csrf: csrf, idempotency_key: `form-${count++}`, ...fields });
  };
  /** What the page says was refused, at its top. */
  const summary = (text: string): string => /role="alert"[\s\S]*?<\/div>/.exec(text)?.[0] ?? "";
  const notice = (text: string): string => /role="status"[^>]*>([\s\S]*?)<\/p>/.exec(text)?.[1] ?? "";
  const page = async (user: string, path: string): Promise<string> =>
    (await aid.as(user).agent.get(path).expect(200)).text;

  before(async () => {
    aid = await openAidApp("aid_pages_test");
    await aid.post("general", "/committees", { funds: ["S01"], members: aid.members }).expect(201);
  });
  after(() => aid.close());

  it("UI-10 zero is shown as a state; a visitor is sent to sign in", async () => {
    expect(await page("m1", "/desk")).to.contain("没有等您办的事项");
    expect(await page("worker", "/desk")).to.contain("/desk/requests/new");
  });

  it("files by form, and shows every fault beside its field with what was typed", async () => {
    expect(await page("worker", "/desk/requests/new")).to.contain('name="payee_account"');
    const faulty = await form("worker", "/desk/requests", { ...NEW, amount: "60.001", payee_name: "" }).expect(422);
    expect(faulty.text).to.contain("60.001").and.contain("#payee_name").and.contain("#amount");
    const filed = await form("worker", "/desk/requests", NEW).expect(303);
    expect(filed.headers.location).to.equal(`${one}?done=file`);
    const twice = await form("worker", "/desk/requests", { ...NEW, amount: "61.00" }).expect(409);
    expect(twice.text).to.contain("61.00");
  });

  it("UI-15, UI-19 a case names why an act is closed and masks the payee; reveal asks a reason", async () => {
    const seen = await page("worker", one);
    expect(seen)
      .to.contain("AR-2609-0001")
      .and.contain("您的职务不办这几步")
      .and.not.contain("6299037894575720171")
      .and.not.contain("白伟");
    expect((await form("officer", `${one}/reveal`, {}).expect(422)).text)
      .to.contain("须说明理由")
      .and.not.contain("白伟");
    expect((await form("officer", `${one}/reveal`, { reason: "核对户名" }).expect(200)).text)
      .to.contain("白伟")
      .and.contain("6299037894575720171");
  });

  it("UI-10 each person's queue holds what waits for them", async () => {
    expect(await page("officer", "/desk")).to.contain(one);
    expect(await page("m1", "/desk")).to.not.contain(one);
    expect((await form("officer", `${one}/check`, {}).expect(303)).headers.location).to.equal(`${one}?done=check`);
    expect(await page("m1", "/desk")).to.contain(one);
    expect(await page("officer", "/desk")).to.contain("我 ");
  });

  it("UI-18 goes back for the papers that are ticked", async () => {
    await form("worker", "/desk/requests", { ...NEW, request_no: "AR-2609-0002", beneficiary_ref: "B-2" }).expect(303);
    const two = "/desk/requests/AR-2609-0002";
    await form("officer", `${two}/return`, {}).expect(422);
    await form("officer", `${two}/return`, { missing: ["invoice", "identity"], note: "请补费用清单" }).expect(303);
    expect((await aid.get("officer", "/requests/AR-2609-0002")).body.missing).to.deep.equal(["invoice", "identity"]);
    expect(await page("worker", "/desk"), "papers that are asked for are the maker's to bring").to.contain("补材料 1");
    expect(await page("worker", two))
      .to.contain("费用清单")
      .and.contain(`action="${two}/papers"`);
    expect(await page("m1", two), "nobody else sees the form").not.to.contain(`action="${two}/papers"`);
    const { agent, csrf } = aid.as("worker");
    const paper = () =>
      agent.post(`${two}/papers`).field({ _csrf: csrf, idempotency_key: `p-${count++}`, paper: "invoice" });
    expect(summary((await paper().expect(422)).text)).to.contain("#paper-file");
    const added = await paper().attach("file", Buffer.from("%PDF-1.7"), "王伟的清单.pdf").expect(303);
    expect(notice(await page("worker", String(added.headers.location)))).to.contain("材料已加入");
    expect((await aid.get("officer", "/requests/AR-2609-0002")).body.state, "back in its place").to.equal("filed");
    expect(summary((await form("worker", `${two}/details`, {}).expect(422)).text)).to.contain("#amend-amount");
    const typed = (await form("worker", `${two}/details`, { amount: "1.234", payee_name: "甲" }).expect(422)).text;
    expect(typed).to.contain('value="1.234"').and.contain("<details open>");
    await form("worker", `${two}/details`, { amount: "55.00" }).expect(303);
    expect((await aid.get("officer", "/requests/AR-2609-0002")).body.amount).to.equal("55.00");
  });

  it("a refusal is said on the case and nothing is written", async () => {
    const lines = aid.book.head().lines;
    const early = await form("secretary", `${one}/decision`, { outcome: "approved", reason: "已核" }).expect(409);
    expect(summary(early.text)).to.contain("表决还不够");
    expect(early.text)
      .to.contain('value="已核"')
      .and.match(/value="approved" checked/);
    const empty = await form("m1", `${one}/votes`, { reason: "住得近" }).expect(422);
    expect(summary(empty.text)).to.contain('<a href="#vote-vote">');
    expect(empty.text).to.contain('id="vote-vote"').and.contain(">住得近</textarea>");
    expect(summary((await form("m1", `${one}/votes`, { vote: "recused" }).expect(422)).text)).to.contain(
      "#vote-reason",
    );
    expect(aid.book.head().lines).to.equal(lines);
  });

  it("goes from vote to release by form; a paper is ticked as seen", async () => {
    const { agent, csrf } = aid.as("worker");
    const png = Buffer.from("89504e470d0a1a0a", "hex");
    const { body } = await agent
      .post(`/api/v1/requests/AR-2609-0001/evidence?paper=photo`)
      .set("X-CSRF-Token", csrf)
      .set("Content-Type", "image/png")
      .send(png)
      .expect(201);
    expect(await page("m1", one)).to.contain(`<img src="${one}/evidence/${body.file}"`);
    await form("m1", `${one}/seen`, { file: body.file }).expect(303);
    expect(await page("m1", one)).to.contain("✓");
    await form("m1", `${one}/votes`, { vote: "recused", reason: "与申请人同住一院" }).expect(303);
    expect(await page("secretary", one)).to.contain("与申请人同住一院");
    await form("m2", `${one}/votes`, { vote: "yes" }).expect(303);
    await form("secretary", `${one}/decision`, { outcome: "approved" }).expect(303);
    await form("finance", `${one}/finance-check`, {}).expect(303);
    await form("supervisor", `${one}/remark`, { remark: "无异议" }).expect(303);
    expect(await page("cashier1", "/desk")).to.contain(one);
    await form("cashier1", `${one}/payment-order`, {}).expect(303);
    await form("cashier2", `${one}/release`, { serial: "2026090300002803", paid_on: "2026-09-03" }).expect(303);
    expect(await page("supervisor", one))
      .to.contain("无异议")
      .and.contain("2026090300002803");
    expect(await page("cashier2", `${one}?lang=en`)).to.contain("AR-2609-0001");
  });

  it("says what was done and who is next, only to who did it, and nothing for a key it does not know", async () => {
    const told = notice(await page("m2", `${one}?done=vote&lang=en`));
    expect(told).to.contain("AR-2609-0001 is recorded: 2 of 4 have voted, 1 in favour. Next: bookkeeper.");
    expect(told).to.contain('<a href="/desk?lang=en">Back to the to-do list</a>');
    expect(notice(await page("secretary", `${one}?done=decide`))).to.contain("已批准");
    for (const untrue of ["decide", "nothing", "toString", "__proto__"])
      expect(await page("m2", `${one}?done=${untrue}`)).not.to.contain('role="status"');
  });
});
