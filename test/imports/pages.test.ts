import { expect } from "chai";
import request from "supertest";
import { limits } from "../../config/limits.ts";
import { importsPages, importsRefusals, importsRoutes, importStore } from "../../src/imports/public.ts";
import type { Previews } from "../../src/imports/previews.ts";
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
      listed: (after) => desk.imports.listed(after),
      look: (file) => desk.imports.look(file),
    };
    const previews: Previews = {
      add: (file) => desk.previews.add(file),
      waiting: (of) => desk.previews.waiting(of),
      look: (of) => desk.previews.look(of),
      done: (of) => desk.previews.done(of),
    };
    const deps = { imports, previews, today: () => "2026-10-02", newKey: () => `K-${(count += 1)}` };
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
    expect(back).to.contain('<a href="#file">');
    const unseen = agent.post(`${PAGE}/previews`).field({ _csrf: csrf, idempotency_key: "none" });
    expect((await unseen.expect(422)).text).to.contain('<a href="#file">');
    const large = await form("goods.csv", { kind: "goods" }, Buffer.alloc(limits.uploadBytes + 1)).expect(413);
    expect(large.text).to.contain('<a href="#file">').and.contain("/desk/imports");
    await form("goods.csv", { kind: "goods", _csrf: "forged" }).expect(403);
    const twoFiles = form("goods.csv", { kind: "goods" }).attach("other", Buffer.from("x"), "x.csv");
    await twoFiles.expect(400);
    expect(desk.book.lines).to.have.length(lines);
  });

  describe("REC-8 PIT-48 a look before the import", () => {
    const upload = (file: string, content: Buffer = sampleFile(file)) =>
      agent.post(`${PAGE}/previews`).field({ _csrf: csrf }).attach("file", content, file);
    const look = async (file: string, content?: Buffer): Promise<string> =>
      String((await upload(file, content).expect(303)).headers["location"]);
    const see = async (path: string) => (await agent.get(path).expect(200)).text;
    const confirm = (path: string, fields: { readonly [name: string]: string } = {}) => {
      const preview = path.split("/").at(-1) ?? "";
      const kind = "platform-gifts";
      return agent
        .post(PAGE)
        .type("form")
        .send({ _csrf: csrf, idempotency_key: preview, preview, kind, faulty: "skip", ...fields });
    };

    it("any file is recognised, looked at without a line of the journal, and imported by a word", async () => {
      const lines = desk.book.lines.length;
      const path = await look("gifts-platform.csv");
      expect(path).to.match(/^\/desk\/imports\/previews\/I-\d+$/);
      const page = await see(`${path}?lang=en`);
      expect(page)
        .to.contain("gifts-platform.csv")
        .and.contain("platform gifts")
        .and.contain("Recognised by its content");
      expect(page).to.match(/\d+ rows: \d+ new, 0 known, \d+ faulty/);
      const bill = await see(`${await look("wechat-bill-2026-09.csv")}?lang=en`);
      expect(bill)
        .to.contain("WeChat Pay bill")
        .and.contain("no such order in the books")
        .and.contain("What each day pays out");
      expect(desk.book.lines).to.have.length(lines);
      await confirm(path)
        .expect(303)
        .expect("location", /^\/desk\/imports\?done=imported/);
      expect(desk.book.lines.length).to.be.greaterThan(lines);
      expect(await see(PAGE)).to.contain("gifts-platform.csv");
      await confirm(path).expect(303).expect("location", PAGE);
      await agent.get(path).expect(404);
      const again = await see(`${await look("gifts-platform.csv")}?lang=en`);
      expect(again, "the books have them").to.match(/\d+ rows: 0 new, [1-9]\d* known/);
    });

    it("tells a faulty row and a file that would be refused, and has no button for that one", async () => {
      const bad = sampleFile("transfers.csv")
        .toString()
        .replace(/,\d+\.\d\d,/, ",12.345,");
      expect(await see(`${await look("transfers.csv", Buffer.from(bad))}?lang=en`)).to.contain(
        "row 1: the amount is malformed",
      );
      const spoiled = sampleFile("wechat-bill-2026-09.csv")
        .toString()
        .replace(/`\d+\.\d\d/, "`1");
      const refused = await see(`${await look("bill.csv", Buffer.from(spoiled))}?lang=en`);
      expect(refused).to.contain("It would be refused").and.not.contain('name="preview"');
    });

    it("a file of no known kind is told, and a person names the kind", async () => {
      const path = await look("x.csv", Buffer.from("a,b\n1,2\n"));
      expect(await see(`${path}?lang=en`)).to.contain("of no known kind");
      expect(await see(`${path}?kind=goods&lang=en`))
        .to.contain("The kind that you named")
        .and.contain("header row");
      await agent.get(`${path}?kind=riddle`).expect(404);
      expect((await agent.post(`${PAGE}/previews`).field({ _csrf: csrf })).status).to.equal(422);
    });

    it("waits for who brought it alone, and a day at most", async () => {
      const path = await look("goods.csv");
      const id = path.split("/").at(-1) ?? "";
      const { by } = (await previewRecord(id)) ?? {};
      expect(await desk.previews.waiting({ id, by: "user:other" })).to.equal(undefined);
      expect(await desk.previews.waiting({ id, by: String(by) })).to.include({ file: "goods.csv" });
      desk.pass(limits.previewWaits + 10_000);
      await look("transfers.csv");
      expect(await desk.previews.waiting({ id, by: String(by) })).to.equal(undefined);
      expect(await test.connection.db?.collection("waiting_cards").countDocuments()).to.equal(1);
    });
    const previewRecord = async (id: string) =>
      (await test.connection.db?.collection("importPreviews").findOne({ _id: id as never })) as { by: string } | null;

    it("the API recognises and looks at a file too", async () => {
      const post = (kind: string, content: Buffer) =>
        agent
          .post(`/api/v1/imports/${kind}/preview`)
          .set({ "X-CSRF-Token": csrf, "Content-Type": "text/csv" })
          .send(content.toString("binary"));
      const { body } = await post("auto", sampleFile("transfers.csv")).expect(200);
      expect(body).to.include({ kind: "transfers", recognised: true });
      expect((await post("auto", Buffer.from("?")).expect(422)).body).to.include({ reason: "kind_not_recognised" });
      await post("riddles", Buffer.from("?")).expect(404);
    });
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

  it("PIT-51 the list leads on to the files that came before, over the API and by the links of the page", async () => {
    const earlier = Array.from({ length: limits.pageRows }, (_, i) => `earlier-${String(i).padStart(3, "0")}.csv`);
    for (const file of earlier) {
      const at = "2026-01-01T00:00:00.000Z";
      const record = {
        _id: file,
        at,
        byTime: `all#${at}#${file}`,
        by: "丁",
        file,
        kind: "goods",
        digest: "",
        since: 0,
      };
      await importStore(test.connection).begin(record);
    }
    const first = (await agent.get("/api/v1/imports").expect(200)).body;
    expect(first.imports).to.have.length(limits.pageRows);
    const rest = (await agent.get("/api/v1/imports").query({ after: first.next }).expect(200)).body;
    expect(rest).to.not.have.property("next");
    const names = [...first.imports, ...rest.imports].map(({ file }: { file: string }) => file);
    expect(names.slice(-earlier.length)).to.deep.equal(earlier.toReversed());
    const page = (await agent.get(PAGE).expect(200)).text;
    const older = /<a href="([^"]+)" rel="next">/.exec(page)?.[1]?.replaceAll("&amp;", "&") ?? "";
    const last = (await agent.get(older).expect(200)).text;
    expect(page).to.not.contain("earlier-000.csv");
    expect(last).to.contain("earlier-000.csv").and.contain(`<a href="${PAGE}">`).and.not.contain('rel="next"');
  });
});
