import { expect } from "chai";
import { type BatchDocument, batchId, encodeBatch } from "../../src/journal/batch.ts";
import { type JournalStore, openJournalStore } from "../../src/journal/store.ts";
import { type Connection, connectMongo } from "../../src/platform/mongo.ts";
import { mongoUri } from "../support/engines.ts";
import { openTestJournal } from "../support/journal.ts";

const batch = (id: number, nonce: number, lines: readonly string[] = ["line"]): BatchDocument =>
  encodeBatch({
    id,
    at: "2026-09-03T02:11:09.120Z",
    first: id - 1,
    lines,
    nonce: nonce.toString(16).padStart(32, "0"),
    prev: "0".repeat(64),
    root: "0".repeat(64),
    writer: "contract",
  });

/** What the journal relies on, whatever engine is configured (DESIGN §1). */
describe("Engine contract", () => {
  let store: JournalStore;
  let connection: Connection;
  let close: () => Promise<void>;

  before(async () => ({ store, connection, close } = await openTestJournal("contract")));
  after(() => close());

  it("lets one of 64 inserts of the same _id win, and tells the others that it is taken", async () => {
    const results = await Promise.all(Array.from({ length: 64 }, (_, i) => store.insert(batch(1, i))));
    expect(results.filter((result) => result === "inserted")).to.have.length(1);
    expect(results.filter((result) => result === "duplicate")).to.have.length(63);
    const winner = results.indexOf("inserted");
    const [stored] = await store.read(0, 1);
    expect(stored).to.deep.equal(batch(1, winner));
  });

  it("answers a repetition of our own insert with a duplicate, and our nonce is there to read", async () => {
    expect(await store.insert(batch(2, 7))).to.equal("inserted");
    expect(await store.insert(batch(2, 7))).to.equal("duplicate");
    const [stored] = await store.read(1, 1);
    expect(stored).to.have.property("nonce", batch(2, 7).nonce);
  });

  it("gives batches back in order of their number, after a number, at most so many", async () => {
    for (const id of [5, 3, 4, 10, 6, 7, 8, 9]) await store.insert(batch(id, id));
    const numbers = async (after: number, limit: number) =>
      (await store.read(after, limit)).map((stored) => Number((stored as BatchDocument)._id));
    expect(await numbers(0, 100)).to.deep.equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(await numbers(2, 3)).to.deep.equal([3, 4, 5]);
    expect(await numbers(10, 3)).to.deep.equal([]);
  });

  it("keeps every byte of a line and the types of the fields", async () => {
    const lines = ['善账 “引号” \\ " / \u0000 \u001f \u2028 𠮷 é é', "{}", "x".repeat(65_536)];
    const document = batch(11, 11, lines);
    await store.insert(document);
    const [stored] = await store.read(10, 1);
    expect(stored).to.deep.equal(document);
  });

  it("holds a batch of a mebibyte", async () => {
    const lines = Array.from({ length: 1_024 }, (_, i) => `${i}`.padEnd(1_024, "善账"));
    await store.insert(batch(12, 12, lines));
    const [stored] = await store.read(11, 1);
    expect((stored as BatchDocument).lines).to.deep.equal(lines);
  });

  it("shows another connection what it has acknowledged", async () => {
    const second = await connectMongo(await mongoUri(connection.name), connection.name);
    const other = openJournalStore(second);
    expect(await store.insert(batch(13, 13))).to.equal("inserted");
    const [seen] = await other.read(12, 1);
    await second.close();
    expect(seen).to.have.property("_id", batchId(13));
  });

  it("counts its batches, quickly and exactly; both are right when nothing crashed", async () => {
    const counted = await store.countExactly();
    expect(counted)
      .to.be.greaterThan(10)
      .and.to.equal(await store.count());
    await store.insert(batch(40, 40));
    expect([await store.count(), await store.countExactly()]).to.deep.equal([counted + 1, counted + 1]);
  });

  it("throws for an insert whose outcome cannot be known", async () => {
    const journal = await openTestJournal("contract_closed");
    await journal.close();
    let thrown: unknown;
    await journal.store.insert(batch(1, 1)).catch((error: unknown) => (thrown = error));
    expect(thrown).to.be.instanceOf(Error);
  });
});
