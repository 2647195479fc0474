import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { expect } from "chai";
import { mongo } from "mongoose";
import { sha256Hex } from "../../src/kernel/ids.ts";
import { type Files, openFiles } from "../../src/platform/files.ts";
import { type Connection, connectMongo } from "../../src/platform/mongo.ts";
import { mongoUri } from "../support/engines.ts";

const DATABASE = "files_test";

describe("platform/files", () => {
  let connection: Connection;
  let files: Files;
  const masterKey = randomBytes(32);
  before(async () => {
    connection = await connectMongo(await mongoUri(DATABASE), DATABASE);
    await connection.dropDatabase();
    files = openFiles({ connection, masterKey, randomBytes });
  });
  after(() => connection.close());

  const content = randomBytes(700_000);
  const report = { name: "report-2026-09.pdf", mime: "application/pdf", content };

  for (const shelf of ["open", "sealed"] as const) {
    it(`${shelf}: gives back the bytes with name, type, size and digest; the same again is the same file`, async () => {
      const file = await files[shelf].keep(report);
      expect(file).to.include({
        name: report.name,
        mime: report.mime,
        bytes: content.length,
        digest: sha256Hex(content),
      });
      expect(await files[shelf].keep(report)).to.deep.equal(file);
      const read = await files[shelf].read(file.id);
      expect(read?.file).to.deep.equal(file);
      expect(read?.content.equals(content)).to.equal(true);
      expect(
        await connection
          .collection(`${shelf}_cards`)
          .find({ _id: file.id as never })
          .toArray(),
      ).to.have.length(1);
      expect(await files[shelf].read("F-unknown")).to.equal(undefined);
    });

    it(`${shelf}: keeps one file when several keep it at the same moment`, async () => {
      const file = { name: `${shelf}.txt`, mime: "text/plain", content: Buffer.from("same") };
      const kept = await Promise.all([1, 2, 3, 4].map(() => files[shelf].keep(file)));
      expect(new Set(kept.map(({ id }) => id)).size).to.equal(1);
      expect((await files[shelf].read(kept[0]?.id ?? ""))?.content.toString()).to.equal("same");
    });
  }

  it("an empty file is a file, and another content under the same name is another file", async () => {
    const empty = await files.open.keep({ name: "none.csv", mime: "text/csv", content: Buffer.alloc(0) });
    expect((await files.open.read(empty.id))?.content.length).to.equal(0);
    const other = await files.open.keep({ name: "none.csv", mime: "text/csv", content: Buffer.from("a") });
    expect(other.id).not.to.equal(empty.id);
  });

  it("PII-2 a file that waits is sealed too; dropped, nothing of it is left", async () => {
    const content = Buffer.from("a list of donors".repeat(10));
    const { id } = await files.waiting.keep({ name: "I-1", mime: "text/csv", content });
    expect((await files.waiting.read(id))?.content.equals(content)).to.equal(true);
    const bucket = new mongo.GridFSBucket(connection.db as never, { bucketName: "waiting" });
    const [stored] = await bucket.find().toArray();
    const parts: Buffer[] = [];
    for await (const part of bucket.openDownloadStream(stored?._id as never)) parts.push(part as Buffer);
    expect(Buffer.concat(parts).length).to.be.greaterThan(content.length);
    expect(Buffer.concat(parts).includes("donors")).to.equal(false);
    await files.waiting.drop(id);
    await files.waiting.drop(id);
    expect(await files.waiting.read(id)).to.equal(undefined);
    expect(await bucket.find().toArray()).to.deep.equal([]);
  });

  it("PII-2 a sealed file cannot be read from the database nor with another key, and a changed one is refused", async () => {
    const secret = Buffer.from("diagnosis of the child, page 1".repeat(10));
    const file = await files.sealed.keep({ name: "page-1.txt", mime: "text/plain", content: secret });
    const cards = connection.collection<{ _id: string; upload: string }>("sealed_cards");
    const bucket = new mongo.GridFSBucket(connection.db as never, { bucketName: "sealed" });
    const upload = (await cards.findOne({ _id: file.id }))?.upload ?? "";
    const parts: Buffer[] = [];
    for await (const part of bucket.openDownloadStream(upload as never)) parts.push(part as Buffer);
    const bytes = Buffer.concat(parts);
    expect(bytes.length).to.be.greaterThan(secret.length);
    expect(bytes.includes("diagnosis")).to.equal(false);
    const stranger = openFiles({ connection, masterKey: randomBytes(32), randomBytes });
    expect(await stranger.sealed.read(file.id).catch((error: unknown) => error)).to.be.instanceOf(Error);
    bytes[40] = (bytes[40] ?? 0) ^ 1;
    await once(bucket.openUploadStreamWithId("changed" as never, "x").end(bytes), "finish");
    await cards.updateOne({ _id: file.id }, { $set: { upload: "changed" } });
    expect(await files.sealed.read(file.id).catch((error: unknown) => error)).to.be.instanceOf(Error);
  });

  it("an upload that was killed before its end does not stand in the way", async () => {
    const file = { name: "again.txt", mime: "text/plain", content: Buffer.from("whole") };
    const { id } = await files.open.keep(file);
    await connection.collection("open_cards").deleteOne({ _id: id as never });
    expect(await files.open.read(id)).to.equal(undefined);
    await files.open.keep(file);
    expect((await files.open.read(id))?.content.toString()).to.equal("whole");
  });
});
