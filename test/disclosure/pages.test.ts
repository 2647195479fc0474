import { randomBytes } from "node:crypto";
import { expect } from "chai";
import request from "supertest";
import { buildReport, disclosurePages, disclosureRefusals, disclosureRoutes } from "../../src/disclosure/public.ts";
import { sha256Hex } from "../../src/kernel/ids.ts";
import { openFiles } from "../../src/platform/files.ts";
import { connectMongo } from "../../src/platform/mongo.ts";
import { openTestApp, type TestApp } from "../support/app.ts";
import { mongoUri } from "../support/engines.ts";
import { closedMonth, openReportWorker, send } from "../support/report-worker.ts";

const DATABASE = "disclosure_pages_test";

describe("public pages of reports", () => {
  let app: TestApp;
  let worker: ReturnType<typeof openReportWorker>;
  /** Today's books show every amount doubled. */
  let doubled = false;
  before(async () => {
    const connection = await connectMongo(await mongoUri(DATABASE), DATABASE);
    await connection.dropDatabase();
    const files = openFiles({ connection, masterKey: randomBytes(32), randomBytes });
    worker = openReportWorker(await closedMonth(), { day: "2026-10-03", files });
    const { books } = worker.deps;
    const { ledger } = books;
    const moved = (window: Parameters<typeof ledger.balances.moved>[0]) => {
      const real = [...ledger.balances.moved(window)];
      return (doubled ? [...real, ...real] : real).values();
    };
    const deps = {
      ...worker.deps,
      line: async (index: number) => worker.book.lines[index],
      books: { ...books, ledger: { ...ledger, balances: { ...ledger.balances, moved } } },
    };
    app = await openTestApp({
      database: "disclosure_pages_app_test",
      routers: [disclosureRoutes(deps), disclosurePages(deps)],
      refusals: disclosureRefusals,
    });
    const close = app.close;
    app = { ...app, close: async () => (await close(), connection.close()) };
  });
  after(() => app.close());

  const get = (path: string) => request(app.app).get(path);
  const ask = (reason?: string) =>
    send(worker.book, "disclosure.request", {
      by: "user:disclosure",
      input: { period: "2026-09", ...(reason === undefined ? {} : { reason }) },
    });

  it("PII-10 shows no figure of a closed month before its report is published, and says so", async () => {
    const home = await get("/").expect(200);
    expect(home.text).to.include("还没有公布过月度报告").and.include("10,000.00").and.not.include("/explain/");
    await get("/?period=2026-09").expect(404);
    await get("/funds/S01?period=2026-09").expect(404);
    await get("/explain/waiting").expect(404);
    const reports = await get("/reports").expect(200);
    expect(reports.text).to.include("2026 年 10 月 15 日").and.include("未到期");
  });

  it("PDF-8 the month page and the explanations show the frozen data, whatever today's books say", async () => {
    await ask();
    await buildReport(worker.deps, "R-2026-09-v1");
    const before = await get("/reports/R-2026-09-v1").expect(200);
    expect(before.text).to.include("10,000.00").and.include("与公布时相同");
    doubled = true;
    try {
      const page = await get("/reports/R-2026-09-v1").expect(200);
      const [published = "", since = ""] = page.text.split('id="since"');
      expect(published).to.include("10,000.00").and.not.include("20,000.00");
      expect(since).to.include("20,000.00");
      const explained = await get("/explain/waiting?period=2026-09").expect(200);
      expect(explained.text).to.match(/当时公布<\/dt><dd><span class="fig">10,000\.00/);
      expect(explained.text).to.include("20,000.00").and.include("相差 +10,000.00");
    } finally {
      doubled = false;
    }
    expect((await get("/?period=2026-09").expect(200)).text).to.include('href="/explain/waiting?period=2026-09"');
  });

  it("every published file has the size and SHA-256 that are listed, and may be kept for good", async () => {
    const { body } = await get("/api/v1/reports").expect(200);
    const files = body.reports[0].files as { href: string; bytes: number; sha256: string }[];
    expect(files.map(({ href }) => href.split(".").at(-1))).to.deep.equal(["pdf", "csv", "json"]);
    for (const { href, bytes, sha256 } of files) {
      const file = await get(href).responseType("blob").expect(200);
      const content = file.body as Buffer;
      expect([content.length, sha256Hex(content)], href).to.deep.equal([bytes, sha256]);
      expect(file.headers, href).to.include({
        etag: `"${sha256}"`,
        "cache-control": "public, max-age=31536000, immutable",
        "repr-digest": `sha-256=:${Buffer.from(sha256, "hex").toString("base64")}:`,
      });
      await get(href).set("If-None-Match", `"${sha256}"`).expect(304);
    }
    const page = await get("/reports/R-2026-09-v1").expect(200);
    for (const { sha256 } of files) expect(page.text.replaceAll(" ", "")).to.include(sha256);
  });

  it("UI-26 one file has every figure of all published months, each as in the month's own file", async () => {
    const [all, month] = await Promise.all([get("/reports/all-months.csv"), get("/reports/R-2026-09-v1.csv")]);
    const rowsOf = (text: string) =>
      text
        .replace(/^\ufeff/, "")
        .trimEnd()
        .split("\r\n");
    const [head, ...rows] = rowsOf(all.text);
    const own = rowsOf(month.text);
    const at = own.indexOf("table,code,name,item,count,amount");
    expect(head).to.equal(`period,version,${own[at]}`);
    expect(rows).to.have.length.above(60);
    expect(rows).to.deep.equal(own.slice(at + 1).map((row) => `2026-09,1,${row}`));
    const listed = (await get("/reports")).text.replaceAll(" ", "");
    expect(listed).to.include(sha256Hex(all.text));
    expect(all.headers["cache-control"]).to.equal("public, no-cache");
    await get("/reports/all-months.csv").set("If-None-Match", String(all.headers["etag"])).expect(304);
  });

  it("DISC-5 a second version says why and when; the first stays and points to it", async () => {
    await ask("文字更正");
    await buildReport(worker.deps, "R-2026-09-v2");
    const [first, second] = await Promise.all([get("/reports/R-2026-09-v1"), get("/reports/R-2026-09-v2")]);
    expect(first.text).to.include("这一版已被更正").and.include("/reports/R-2026-09-v2");
    expect(second.text)
      .to.include("更正说明：第 2 版，2026 年 10 月 3 日")
      .and.include("文字更正")
      .and.include("各基金的数字没有变化");
    await get("/reports/R-2026-09-v1.pdf").expect(200);
  });
});
