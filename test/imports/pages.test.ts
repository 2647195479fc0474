import { expect } from "chai";
import request from "supertest";
import { limits } from "../../config/limits.ts";
import { importsPages, importsRefusals, importsRoutes } from "../../src/imports/public.ts";
import type { Imports } from "../../src/imports/service.ts";
import { openTestApp, type TestApp } from "../support/app.ts";
import { type ImportDesk, openImportDesk } from "../support/import-desk.ts";
import { sampleFile } from "../support/statement-files.ts";

const PASSWORD = "a long enough password";
const PAGE = "/desk/imports";

describe("imports by form and by API", () => {
  let test: TestApp;
  let desk: ImportDesk;
  let agent: ReturnType<typeof request.agent>;
  let csrf: string;
  let count = 0;

  const form = (file: string, fields: { readonly [name: string]: string }, content = sampleFile(file)) => {
    const sent = agent.post(PAGE).field({ _csrf: csrf, idempotency_key: `form-${(count += 1)}`, ...fields });
    return sent.attach("file", content, file);
  };

  before(async () => {
    const imports: Imports = {
      kinds: ["auto", "federation", "goods", "transfers"],
      take: (brought) => desk.imports.take(brought),
      newest: (most) => desk.imports.newest(most),
    };
    const deps = { imports, today: () => "2026-10-02", newKey: () => `K-${(count += 1)}` };
    const routers = [importsRoutes(deps), importsPages(deps)];
    test = await openTestApp({ database: "imports_pages_test", routers, refusals: importsRefusals });
    desk = await openImportDesk(test.connection);
    await test.identity.seedUsers([
      { user: "books", name: "丁", password: PASSWORD, roles: ["bookkeeper"], funds: "all" },
    ]);
    agent = request.agent(test.app);
    csrf = String(
      (await agent.post("/api/v1/session").send({ user: "books", password: PASSWORD }).expect(200)).body.csrf,
    );
  });
  after(() => test.close());

  it("takes a file by form, shows what became of it, and tells a bad one's rows", async () => {
    await form("federation.json", { kind: "federation", faulty: "skip" })
      .expect(303)
      .expect("location", /done=imported/);
    const bad = sampleFile("transfers.csv")
      .toString()
      .replace(/,\d+\.\d\d,/, ",12.345,");
    await form("C:\\划转\\九月.csv", { kind: "transfers", faulty: "skip" }, Buffer.from(bad)).expect(303);
    const { headers } = await form("transfers.csv", { kind: "auto", faulty: "skip" }).expect(303);
    const told = (await agent.get(String(headers["location"])).expect(200)).text;
    expect(/role="status"[^>]*>([^<]*)/.exec(told)?.[1]).to.match(/^transfers\.csv 已导入：\d+ 行中新增 \d+ 行。/);
    expect((await agent.get(`${PAGE}?done=imported&of=imports%3Ano-such-request`)).text).not.to.contain(
      'role="status"',
    );
    const seen = (await agent.get(PAGE).expect(200)).text;
    expect(seen).to.contain("federation.json").and.contain(">九月.csv<").and.contain("金额写法不对");
    expect(desk.book.lines.some(({ kind }) => kind === "transfer.posted")).to.equal(true);
  });

  it("a file that is refused, none, one too large, and a form without its token change nothing", async () => {
    const lines = desk.book.lines.length;
    const wrong = (await form("goods.csv", { kind: "transfers", faulty: "skip" }).expect(422)).text;
    expect(wrong).to.contain("认不出表头").and.contain("看内容像是：物资");
    const none = agent.post(PAGE).field({ _csrf: csrf, idempotency_key: "none", kind: "goods", faulty: "refuse" });
    const back = (await none.expect(422)).text;
    expect(back)
      .to.contain('<a href="#file">')
      .and.match(/value="goods" selected/)
      .and.match(/value="refuse" checked/);
    const large = await form("goods.csv", { kind: "goods" }, Buffer.alloc(limits.uploadBytes + 1)).expect(413);
    expect(large.text).to.contain('<a href="#file">').and.contain("/desk/imports");
    await form("goods.csv", { kind: "goods", _csrf: "forged" }).expect(403);
    const twoFiles = form("goods.csv", { kind: "goods" }).attach("other", Buffer.from("x"), "x.csv");
    await twoFiles.expect(400);
    expect(desk.book.lines).to.have.length(lines);
  });

  it("the API answers the same request the same, lists the newest first, and refuses a stranger", async () => {
    const send = (kind: string, key: string) =>
      agent
        .post(`/api/v1/imports/${kind}`)
        .set({ "X-CSRF-Token": csrf, "Idempotency-Key": key, "Content-Type": "text/csv", "X-File-Name": "goods.csv" })
        .send(sampleFile("goods.csv").toString());
    const first = (await send("goods", "api-1").expect(200)).body;
    expect(first).to.include({ outcome: "imported", known: 0 });
    expect((await send("goods", "api-1").expect(200)).body).to.deep.equal(first);
    expect((await send("goods", "api-2").expect(200)).body).to.include({ outcome: "unchanged", new: 0 });
    expect((await send("riddles", "api-3").expect(404)).body).to.include({ code: "import_kind_unknown" });
    const { imports } = (await agent.get("/api/v1/imports").expect(200)).body;
    expect(imports[0]).to.include({ file: "goods.csv", outcome: "unchanged", by: "丁" });
    await request(test.app).get("/api/v1/imports").expect(401);
  });
});
