import { expect } from "chai";
import request from "supertest";
import { childEnvironment } from "../config/config.ts";
import { openJournalStore } from "../src/journal/store.ts";
import { checkBooks, recentChecks } from "../src/night-check.ts";
import { checkRoutes } from "../src/platform/check-routes.ts";
import { type Documents, openDocuments } from "../src/platform/documents.ts";
import type { Connection } from "../src/platform/mongo.ts";
import { verifyBooks } from "../src/verification.ts";
import { verifyApart } from "../src/verify-apart.ts";
import { booksVerify } from "../workers/books-verify.ts";
import { openWholeBook, pledgeOf } from "./bench/gifts.ts";
import { openTestApp, type TestApp } from "./support/app.ts";
import { mongoUri } from "./support/engines.ts";
import { emptyEnvironment } from "./support/environment.ts";
import { openTestJournal } from "./support/journal.ts";
import { openSmallFederation } from "./support/small-federation.ts";

describe("The verification of each night", () => {
  let connection: Connection;
  let documents: Documents;
  let close: () => Promise<void>;
  let web: TestApp;
  let now = Date.parse("2026-10-01T03:17:00+08:00");
  const clock = () => new Date(now);
  const verify = () => verifyBooks(connection);

  before(async () => {
    ({ connection, close } = await openTestJournal("night"));
    documents = openDocuments(connection);
    const book = await openWholeBook(connection);
    await openSmallFederation(book.submit);
    for (let i = 0; i < 3; i += 1) await book.submit(pledgeOf(i));
    await book.close();
    const routes = checkRoutes({
      recent: () => recentChecks(documents, clock()),
      seesDetails: (asked) => asked.get("x-me") === "staff",
    });
    web = await openTestApp({ database: "night_web_test", routers: [routes] });
  });
  after(async () => {
    await web.close();
    await close();
  });
  const ask = async (me = "public") => (await request(web.app).get("/api/v1/checks").set("x-me", me).expect(200)).body;

  it("is done in a process of its own, which ends with an error when it has no answer to give", async () => {
    const database = { MONGODB_URI: await mongoUri(connection.name), DATABASE: connection.name };
    const environment = childEnvironment({ ...(await emptyEnvironment("night_apart_test")), ...database });
    expect(await verifyApart(environment)).to.deep.equal(await verify());
    const failure = await verifyApart({ ...environment, VAULT_KEY: "short" }).catch(String);
    expect(failure).to.contain("Error: the verification ended with 1 and no answer").and.to.contain("VAULT_KEY");
  }).timeout(60_000); // two starts of a process

  it("says nothing before the first night", async () => {
    expect(await ask()).to.deep.equal({ last: null, nights: [] });
  });

  it("anybody sees that each check of the whole books was done, and when; details are for staff", async () => {
    const { lines, checks } = await verify();
    await checkBooks({ documents, verify, clock });
    const { last, nights } = await ask();
    expect(last).to.deep.equal({
      at: "2026-09-30T19:17:00.000Z",
      lines,
      ok: true,
      checks: checks.map(({ check }) => ({ check, ok: true })),
    });
    expect(last.checks.map(({ check }: { check: string }) => check)).to.include.members([
      "journal: chain holds",
      "LED-10 balances are sums",
      "mirror of gifts",
    ]);
    expect(nights).to.have.length(1);
    expect((await ask("staff")).last.checks[0].detail).to.contain("batches");
  });

  it("a fault is published as one, told aloud, and no failure of the job", async () => {
    now += 86_400_000;
    await documents.put("gifts", { _id: "D-MADEUP", rev: 1, amount: "9.00" });
    const told: unknown[] = [];
    await booksVerify({ documents, verify, clock, logger: { error: (what: unknown) => told.push(what) } })();
    const { last, nights } = await ask();
    expect(last.ok).to.equal(false);
    expect(last.checks.filter(({ ok }: { ok: boolean }) => !ok)).to.deep.equal([
      { check: "mirror of gifts", ok: false },
    ]);
    expect(nights.map(({ ok }: { ok: boolean }) => ok)).to.deep.equal([false, true]);
    expect(JSON.stringify(told)).to.contain("D-MADEUP is in no table");
  });

  it("over a damaged journal only the journal's own checks are asked", async () => {
    now += 86_400_000;
    const [batch] = (await openJournalStore(connection).read(0, 1)) as { _id: string; lines: string[] }[];
    await connection
      .collection<{ _id: string }>("journal")
      .updateOne({ _id: batch?._id ?? "" }, { $set: { lines: batch?.lines.map((line) => line.replace("}", " }")) } });
    const { ok, checks } = await checkBooks({ documents, verify, clock });
    expect(ok).to.equal(false);
    expect(checks.every(({ check }) => check.startsWith("journal: ") || check === "checkpoints")).to.equal(true);
  });

  it("shows the last weeks only, so that a verification that no longer runs is seen", async () => {
    now += 60 * 86_400_000;
    expect(await ask()).to.deep.equal({ last: null, nights: [] });
  });
});
