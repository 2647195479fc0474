import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { expect } from "chai";
import type { Connection } from "mongoose";
import { connectMongo } from "../../src/platform/mongo.ts";
import { mongoUri } from "../support/engines.ts";
import { type ImportDesk, openImportDesk } from "../support/import-desk.ts";
import { fixtureFile, sampleFile } from "../support/statement-files.ts";

const DATABASE = "imports_recognise_test";
const MANIFEST = JSON.parse(readFileSync(new URL("../../config/sample/manifest.json", import.meta.url), "utf8")) as {
  readonly files: readonly { readonly file: string; readonly kind: string }[];
};

describe("imports: the kind of a file from its content", () => {
  let connection: Connection;
  let desk: ImportDesk;
  let count = 0;
  const bring = async (kind: string, content: Uint8Array) => {
    const brought = { kind, content, file: "file", key: `k${(count += 1)}`, by: "user:test", name: "丁" };
    const outcome = await desk.imports.take({ ...brought, on: "2026-10-02", faulty: "skip" });
    if (!("outcome" in outcome)) throw new Error(outcome.refused);
    return outcome;
  };

  before(async () => {
    connection = await connectMongo(await mongoUri(DATABASE), DATABASE);
    await connection.dropDatabase();
    desk = await openImportDesk(connection);
  });
  after(() => connection.close());

  it("every file of the sample month is taken as what it is, in the order of the month", async () => {
    const kinds = new Set<string>();
    for (const { file, kind } of MANIFEST.files) {
      const outcome = await bring("auto", sampleFile(file));
      expect(outcome.kind, file).to.equal(kind);
      expect(outcome, file).to.not.include({ reason: "kind_not_recognised" });
      kinds.add(kind);
    }
    expect(kinds.size).to.be.greaterThan(10);
    expect((await bring("auto", fixtureFile("unionpay.txt"))).kind).to.equal("unionpay");
    expect((await bring("auto", gzipSync(sampleFile("wechat-bill-2026-09.csv")))).kind).to.equal("wechat-bill");
    const newest = (await desk.imports.listed()).records[0];
    expect(newest?.outcome?.kind).to.equal("wechat-bill");
  });

  it("kind_not_recognised: a file of no kind is refused by that name, and nothing is written", async () => {
    const lines = desk.book.lines.length;
    for (const content of ["", "a,b\n1,2\n", "{}", "\uFEFF"]) {
      const outcome = await bring("auto", Buffer.from(content));
      expect(outcome, content).to.include({ outcome: "refused", kind: "auto", reason: "kind_not_recognised" });
      expect(outcome).to.not.have.property("looks_like");
    }
    expect((await bring("auto", Uint8Array.of(0x1f, 0x8b, 1, 2))).reason).to.equal("kind_not_recognised");
    expect(desk.book.lines.length).to.equal(lines);
  });

  it("a header row that two kinds could have is nobody's", async () => {
    const header = (file: string) => (sampleFile(file).toString().split("\n")[0] ?? "").replace("\uFEFF", "").trim();
    const both = [...new Set(`${header("transfers.csv")},${header("consent-withdrawals.csv")}`.split(","))].join(",");
    expect((await bring("auto", Buffer.from(`${both}\n`))).reason).to.equal("kind_not_recognised");
  });

  it("a file that was named wrongly is refused and says which kind it looks like", async () => {
    const lines = desk.book.lines.length;
    const wrong = [
      ["goods", "transfers.csv", "transfers"],
      ["transfers", "wechat-bill-2026-09.csv", "wechat-bill"],
      ["alipay-bill", "wechat-bill-2026-09.csv", "wechat-bill"],
      ["federation", "goods.csv", "goods"],
      ["mt940", "federation.json", "federation"],
    ] as const;
    for (const [named, file, kind] of wrong) {
      const outcome = await bring(named, sampleFile(file));
      expect(outcome, file).to.include({ outcome: "refused", kind: named, looks_like: kind });
    }
    const spoiled = sampleFile("wechat-bill-2026-09.csv")
      .toString()
      .replace(/`\d+\.\d\d/, "`1");
    const same = await bring("wechat-bill", Buffer.from(spoiled));
    expect(same).to.include({ outcome: "refused" }).and.not.have.property("looks_like");
    expect(desk.book.lines.length).to.equal(lines);
  });
});
