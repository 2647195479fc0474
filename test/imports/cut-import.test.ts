import { randomBytes } from "node:crypto";
import { expect } from "chai";
import type { Connection } from "mongoose";
import { openChapters } from "../../src/chapters.ts";
import { disbursementsService } from "../../src/disbursements/public.ts";
import { intakeService } from "../../src/donations/public.ts";
import { fundsService } from "../../src/funds/public.ts";
import { deskImports, importStore } from "../../src/imports/public.ts";
import type { ImportOutcome } from "../../src/imports/outcome.ts";
import type { Imports } from "../../src/imports/service.ts";
import type { Submit } from "../../src/journal/chapter.ts";
import { newId as kernelId, sha256Hex } from "../../src/kernel/ids.ts";
import { openPeople } from "../../src/people/public.ts";
import { openFiles } from "../../src/platform/files.ts";
import { connectMongo } from "../../src/platform/mongo.ts";
import { reconciliationService } from "../../src/reconciliation/public.ts";
import { mongoUri } from "../support/engines.ts";
import { openQuickBook, type QuickBook } from "../support/quick-book.ts";
import { sampleFile } from "../support/statement-files.ts";

const DATABASE = "imports_test";
describe("imports that are cut", () => {
  let connection: Connection;
  let book: QuickBook;
  let imports: Imports;
  /** Commands that are still taken before the process dies. */
  let left: number;

  const submit: Submit = (command) => {
    left -= 1;
    if (left < 0) throw new Error("killed");
    return book.submit(command);
  };
  const bring = (kind: string, file: string, key: string, content: Uint8Array = sampleFile(file)) =>
    imports.take({ kind, file, key, content, by: "user:test", name: "丁", on: "2026-10-02", faulty: "skip" });
  const killedAfter = async (commands: number, run: () => Promise<unknown>): Promise<void> => {
    left = commands;
    const error = await run().then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(String(error)).to.equal("Error: killed");
    left = Number.POSITIVE_INFINITY;
  };

  before(async () => {
    connection = await connectMongo(await mongoUri(DATABASE), DATABASE);
  });
  after(() => connection.close());
  beforeEach(async () => {
    await connection.dropDatabase();
    left = Number.POSITIVE_INFINITY;
    const chapters = openChapters();
    const random = (count: number) => randomBytes(count);
    const clock = () => new Date("2026-10-02T02:00:00.000Z");
    const newId = (prefix: string) => kernelId(prefix, random);
    const keys = { vaultKey: randomBytes(32), nameKey: randomBytes(32) };
    const people = await openPeople({ connection, ...keys, randomBytes: random, clock, newId });
    const { sealed } = openFiles({ connection, masterKey: keys.vaultKey, randomBytes: random });
    book = openQuickBook(chapters.all);
    const files = new Map<string, Uint8Array>();
    const store = importStore(connection);
    await store.prepare();
    imports = deskImports({
      store,
      clock,
      lines: () => book.lines.length,
      catchUp: async () => undefined,
      money: fundsService({ submit, funds: chapters.funds }),
      intake: intakeService({ submit, people }),
      aid: disbursementsService({
        ...chapters,
        submit,
        people,
        sealed,
      }),
      reconciliation: reconciliationService({
        ...chapters,
        submit,
        catchUp: async () => undefined,
        names: async () => new Map(),
        accounts: chapters.funds.accounts,
        merchants: chapters.funds.merchants,
        markOf: (text) => sha256Hex(text),
        openingDate: () => "2026-09-01",
        keepFile: async ({ name, content }) => (files.set(name, content), name),
        readFile: async (id) => files.get(id),
        cardGift: async () => undefined,
      }),
    });
    await bring("federation", "federation.json", "k0");
  });

  it("PIT-48 a request that was cut counts what it had taken as new when it is sent again", async () => {
    await killedAfter(40, () => bring("platform-gifts", "gifts-platform.csv", "k1"));
    expect((await imports.newest(1))[0])
      .to.include({ file: "gifts-platform.csv", by: "丁" })
      .and.not.have.property("outcome");
    const whole = await bring("platform-gifts", "gifts-platform.csv", "k1");
    expect(whole).to.include({ outcome: "imported", rows: 204, known: 0 });
    expect((await imports.newest(1))[0]?.outcome).to.deep.equal(whole);
    const again = await bring("platform-gifts", "gifts-platform.csv", "k2");
    const known = 204 - (whole as ImportOutcome).refused.length;
    expect(again).to.include({ outcome: "unchanged", rows: 204, new: 0, known });
  });

  it("REC-1 a statement that was cut between its rows counts likewise", async () => {
    await killedAfter(2, () => bring("wechat-bill", "wechat-bill-2026-09.csv", "k1"));
    const whole = await bring("wechat-bill", "wechat-bill-2026-09.csv", "k1");
    expect(whole).to.include({ outcome: "imported", known: 0 });
    expect(await bring("wechat-bill", "wechat-bill-2026-09.csv", "k2")).to.include({ outcome: "unchanged", new: 0 });
  });

  it("the same request again answers the same and writes nothing; with another file it is refused", async () => {
    const first = await bring("transfers", "transfers.csv", "k1");
    const lines = book.lines.length;
    expect(await bring("transfers", "transfers.csv", "k1")).to.deep.equal(first);
    expect(book.lines).to.have.length(lines);
    expect(await bring("goods", "goods.csv", "k1")).to.include({ refused: "key_reused" });
    expect(await bring("riddles", "goods.csv", "k9")).to.include({ refused: "import_kind_unknown" });
    expect(book.lines).to.have.length(lines);
  });

  it("a row that stands twice in one file is new once", async () => {
    const [head = "", row = ""] = sampleFile("transfers.csv").toString().split("\n");
    const twice = await bring("transfers", "t.csv", "k1", Buffer.from([head, row, row].join("\n")));
    expect(twice).to.include({ outcome: "imported", rows: 2, new: 1, known: 1 });
  });
});
