import { expect } from "chai";
import type { Connection } from "mongoose";
import type { ImportOutcome } from "../../src/imports/outcome.ts";
import { connectMongo } from "../../src/platform/mongo.ts";
import { mongoUri } from "../support/engines.ts";
import { type ImportDesk, openImportDesk } from "../support/import-desk.ts";
import { sampleFile } from "../support/statement-files.ts";

const DATABASE = "imports_test";

describe("imports that are cut", () => {
  let connection: Connection;
  let desk: ImportDesk;

  const bring = (kind: string, file: string, key: string, content: Uint8Array = sampleFile(file)) =>
    desk.imports.take({ kind, file, key, content, by: "user:test", name: "丁", on: "2026-10-02", faulty: "skip" });
  const killedAfter = async (commands: number, run: () => Promise<unknown>): Promise<void> => {
    desk.life.left = commands;
    const error = await run().then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(String(error)).to.equal("Error: killed");
    desk.life.left = Number.POSITIVE_INFINITY;
  };

  before(async () => {
    connection = await connectMongo(await mongoUri(DATABASE), DATABASE);
  });
  after(() => connection.close());
  beforeEach(async () => {
    await connection.dropDatabase();
    desk = await openImportDesk(connection);
    await bring("federation", "federation.json", "k0");
  });

  it("PIT-48 a request that was cut counts what it had taken as new when it is sent again", async () => {
    await killedAfter(40, () => bring("platform-gifts", "gifts-platform.csv", "k1"));
    expect((await desk.imports.listed()).records[0])
      .to.include({ file: "gifts-platform.csv", by: "丁" })
      .and.not.have.property("outcome");
    const whole = await bring("platform-gifts", "gifts-platform.csv", "k1");
    expect(whole).to.include({ outcome: "imported", rows: 204, known: 0 });
    expect((await desk.imports.listed()).records[0]?.outcome).to.deep.equal(whole);
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
    const lines = desk.book.lines.length;
    expect(await bring("transfers", "transfers.csv", "k1")).to.deep.equal(first);
    expect(desk.book.lines).to.have.length(lines);
    expect(await bring("goods", "goods.csv", "k1")).to.include({ refused: "key_reused" });
    expect(await bring("riddles", "goods.csv", "k9")).to.include({ refused: "import_kind_unknown" });
    expect(desk.book.lines).to.have.length(lines);
  });

  it("a row that stands twice in one file is new once", async () => {
    const [head = "", row = ""] = sampleFile("transfers.csv").toString().split("\n");
    const twice = await bring("transfers", "t.csv", "k1", Buffer.from([head, row, row].join("\n")));
    expect(twice).to.include({ outcome: "imported", rows: 2, new: 1, known: 1 });
  });

  it("a long file says how far it has come, and names every fault, also when it is asked again", async () => {
    const [head = "", row = ""] = sampleFile("gifts-platform.csv").toString().split("\n");
    const rows = Array.from({ length: 3_000 }, (_, i) =>
      [i < 1_200 ? "" : `LONG${i}`, ...row.split(",").slice(1)].join(","),
    );
    const content = Buffer.from([head, ...rows].join("\n"));
    const whole = (await bring("platform-gifts", "long.csv", "k1", content)) as ImportOutcome;
    expect(whole).to.include({ outcome: "imported", rows: 3_000, new: 1_800 });
    expect(whole.refused.map(({ row: at }) => at)).to.deep.equal(rows.slice(0, 1_200).map((_, i) => i + 1));
    expect(await bring("platform-gifts", "long.csv", "k1", content)).to.deep.equal(whole);
    const [listed] = (await desk.imports.listed()).records;
    expect(listed?.outcome).to.deep.equal(whole);
    expect(listed?.progress).to.include({ of: 1_800 });
  });
});
