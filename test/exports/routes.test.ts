import { expect } from "chai";
import request from "supertest";
import { exportPages, exportRefusals, exportRoutes } from "../../src/exports/public.ts";
import { openTestApp, type TestApp } from "../support/app.ts";
import { type ExportBook, openExportBook } from "../support/export-book.ts";
import { readArchive } from "../support/export-readers.ts";
import { signIn, staff } from "../support/signed-in.ts";

const BASE = "/api/v1/books/export";

describe("exports over HTTP", () => {
  let books: ExportBook;
  let test: TestApp;
  let signedIn: Awaited<ReturnType<typeof signIn>>;
  const as = (user: string) => signedIn.as(user).agent;

  before(async () => {
    books = await openExportBook();
    const { service, chapters, book } = books;
    test = await openTestApp({
      database: "exports_test",
      routers: [exportRoutes({ service }), exportPages({ ledger: chapters.ledger, catchUp: book.catchUp })],
      refusals: exportRefusals,
    });
    const roles = ["auditor", "bookkeeper", "cashier", "operator"] as const;
    signedIn = await signIn(
      test,
      roles.map((role) => staff(role, role)),
    );
  });
  after(async () => {
    await books.close();
    await test.close();
  });

  it("gives bookkeeper and auditor a file, or an archive of several, to keep for themselves", async () => {
    const text = await as("bookkeeper").get(`${BASE}?format=hledger&period=2026-10`).expect(200);
    expect(text.text).to.include("2026-10-31 * balances at the end of 2026-10");
    expect(text.headers["content-disposition"]).to.equal('attachment; filename="books-2026-10.journal"');
    expect(text.headers["cache-control"]).to.equal("private, no-store");
    const zip = await as("auditor").get(`${BASE}?format=csv`).responseType("blob").expect(200);
    expect(zip.headers["content-type"]).to.equal("application/zip");
    expect(Object.keys(readArchive(zip.body as Buffer)))
      .to.include("trial-balance-all.csv")
      .and.have.length(10);
  });

  it("ORG-23 refuses strangers, the cashier and the operator, by name of the role", async () => {
    await request(test.app).get(`${BASE}?format=csv`).expect(401);
    for (const user of ["cashier", "operator"])
      expect((await as(user).get(`${BASE}?format=csv`).expect(403)).body).to.include({ code: "role_missing" });
  });

  it("PII-1 the journal with the ids of beneficiaries goes to the auditor alone, streamed, with its verifier", async () => {
    expect((await as("bookkeeper").get(`${BASE}?format=jsonl`).expect(403)).body).to.include({ code: "role_missing" });
    await as("bookkeeper").get(`${BASE}/verifier`).expect(403);
    const lines = await as("auditor").get(`${BASE}?format=jsonl`).responseType("blob").expect(200);
    expect(lines.headers["transfer-encoding"]).to.equal("chunked");
    expect((lines.body as Buffer).toString("utf8").trimEnd().split("\n")).to.have.length(books.book.head().batch);
    expect((await as("auditor").get(`${BASE}/verifier`).expect(200)).text).to.include("verifyJournal");
  });

  it("names every fault of the question, and a month without entries", async () => {
    const faulty = await as("auditor").get(`${BASE}?format=pdf&period=2026-13&x=1`).expect(422);
    const { errors } = faulty.body as { errors: { field: string }[] };
    expect(errors.map(({ field }) => field)).to.have.members(["format", "period", "x"]);
    expect((await as("auditor").get(`${BASE}?format=csv&period=2031-01`).expect(404)).body).to.include({
      code: "export_empty",
    });
    expect((await as("auditor").get(`${BASE}?format=jsonl&period=2026-09`).expect(422)).body).to.include({
      code: "export_whole_only",
    });
  });

  it("UI-15 the page offers what its reader may have, and says who may have the rest", async () => {
    const page = async (user: string, query = ""): Promise<string> =>
      (await as(user).get(`/desk/books/exports${query}`).expect(200)).text;
    expect(await page("auditor", "?period=2026-09"))
      .to.include(`${BASE}?format=xlsx&amp;period=2026-09`)
      .and.include(`${BASE}?format=jsonl"`);
    expect(await page("cashier"))
      .to.include("只有会计与审计可以导出账簿")
      .and.not.include(BASE);
    expect(await page("bookkeeper", "?period="))
      .to.include(`${BASE}?format=xlsx"`)
      .and.not.include("jsonl");
  });
});
