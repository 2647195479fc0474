import { setImmediate as defer } from "node:timers/promises";
import { expect } from "chai";
import { type BatchDocument, batchHash } from "../../src/journal/batch.ts";
import type { Book } from "../../src/journal/book.ts";
import type { Outcome } from "../../src/journal/chapter.ts";
import { openSnapshotCheck } from "../../src/journal/snapshot-check.ts";
import { openSnapshotStore, type Manifest, type SnapshotStore } from "../../src/journal/snapshot-store.ts";
import { openSnapshotter } from "../../src/journal/snapshotter.ts";
import type { JournalStore } from "../../src/journal/store.ts";
import { verifyJournal } from "../../src/journal/verify.ts";
import { sha256Hex } from "../../src/kernel/ids.ts";
import type { Connection } from "../../src/platform/mongo.ts";
import { command, openPurses, openTestBook, openTestJournal, type TestBook } from "../support/journal.ts";

const VERSION = "1";
const limits = { batchLines: 3 };
const rowsOf = ({ balances, moves }: TestBook) => [[...balances.entries()], [...moves.entries()]];
const fill = async (book: Book, from: number, count: number) => {
  const keys = Array.from({ length: count }, (_, i) => `k${from + i}`);
  await Promise.all(keys.map((key) => book.submit(command("fill", key, { purse: key, amount: "5" }))));
};

describe("Snapshots", () => {
  let connection: Connection;
  let journal: JournalStore;
  let snapshots: SnapshotStore;
  let close: () => Promise<void>;
  let books: Book[] = [];

  beforeEach(async () => {
    ({ connection, store: journal, close } = await openTestJournal("snapshot"));
    snapshots = openSnapshotStore(connection);
    books = [];
  });
  afterEach(async () => {
    for (const book of books) await book.close();
    await close();
  });

  const open = async (version = VERSION, store: JournalStore = journal): Promise<TestBook> => {
    const opened = await openTestBook({ store, limits, snapshots: { store: snapshots, version } });
    books.push(opened.book);
    return opened;
  };
  /** Notes which batches are read. */
  const listening = (): { store: JournalStore; read: () => number[] } => {
    const read: number[] = [];
    const store: JournalStore = {
      ...journal,
      read: async (after, limit) => {
        const found = await journal.read(after, limit);
        read.push(...found.map((stored) => Number((stored as BatchDocument)._id)));
        return found;
      },
    };
    return { store, read: () => read };
  };
  const parts = () => connection.collection<{ _id: string; content: unknown }>("snapshotParts");
  const manifests = () => connection.collection<{ _id: string; text: string; sha256: string }>("snapshots");
  const replacePart = async (id: string, { number, content }: { number: number; content: Buffer }) => {
    await parts().deleteOne({ _id: `${id}/${number}` });
    await snapshots.write(id, number, content);
  };
  const upTo = (batch: number) => Array.from({ length: batch }, (_, i) => i + 1);

  it("start a book that reads the batches after it only, and is the same book", async () => {
    const first = await open();
    await fill(first.book, 0, 30);
    const { head } = await first.book.snapshot(defer);
    await fill(first.book, 30, 7);
    const { store, read } = listening();
    const again = await open(VERSION, store);
    expect(read()).to.deep.equal([head.batch, ...upTo(first.book.head().batch).slice(head.batch)]);
    expect(again.book.head()).to.deep.equal(first.book.head());
    expect(rowsOf(again)).to.deep.equal(rowsOf(first));
    expect(again.log.messages).to.deep.equal([]);
    for (const index of [0, 17, 36]) {
      expect(await again.book.line(index)).to.deep.equal(await first.book.line(index));
      expect(again.book.inclusion(index)).to.deep.equal(first.book.inclusion(index));
    }
    expect(again.book.consistency({ from: 11, to: 37 })).to.deep.equal(first.book.consistency({ from: 11, to: 37 }));
  });

  it("keep every key: an old command is answered as before, other content under its key is refused", async () => {
    const first = await open();
    await fill(first.book, 0, 10);
    await first.book.snapshot(defer);
    const { book } = await open();
    const repeated = (await book.submit(command("fill", "k4", { purse: "k4", amount: "5" }))) as Outcome;
    expect([repeated.index, repeated.repeated]).to.deep.equal([4, true]);
    expect(await book.submit(command("fill", "k4", { purse: "k4", amount: "6" }))).to.deep.include({
      refused: "key_reused",
      index: 4,
    });
    await fill(book, 10, 1);
    expect(book.head().lines).to.equal(11);
  });

  it("have the same digest in two processes at one head, one of which lost races and one of which only read", async () => {
    const [a, b] = [await open(), await open()];
    for (let i = 0; i < 8; i += 1) await Promise.all([fill(a.book, 10 * i, 4), fill(b.book, 10 * i + 5, 4)]);
    const c = await open();
    const made: Manifest[] = [];
    for (const { book } of [a, b, c]) {
      await book.catchUp();
      made.push(await book.snapshot(defer));
    }
    expect(new Set(made.map(({ id }) => id)).size).to.equal(3);
    expect(new Set(made.map(({ digest }) => digest)).size).to.equal(1);
    const other = await open();
    await fill(other.book, 100, 1);
    expect((await other.book.snapshot(defer)).digest).not.to.equal(made[0]?.digest);
  });

  const damages: readonly (readonly [string, (id: string) => Promise<unknown>])[] = [
    ["a part that is gone", (id) => parts().deleteOne({ _id: `${id}/1` })],
    ["a part with a changed byte", (id) => replacePart(id, { number: 0, content: Buffer.from("changed") })],
    ["a changed manifest", (id) => manifests().replaceOne({ _id: id }, { text: '{"parts":[]}', sha256: "0" })],
  ];
  for (const [what, damage] of damages) {
    it(`are skipped with a warning when damaged, and the one before is taken: ${what}`, async () => {
      const { book } = await open();
      await fill(book, 0, 9);
      const older = await book.snapshot(defer);
      await fill(book, 9, 9);
      const newer = await book.snapshot(defer);
      await damage(newer.id);
      const { store, read } = listening();
      const again = await open(VERSION, store);
      expect(read().at(1)).to.equal(older.head.batch + 1 + (read()[0] === newer.head.batch ? -1 : 0));
      expect(read())
        .to.include(older.head.batch + 1)
        .and.not.include(older.head.batch - 1);
      expect(again.log.messages).to.deep.equal(["a snapshot is skipped"]);
      expect(again.book.head()).to.deep.equal(book.head());
      await damage(older.id);
      const whole = await open();
      expect(whole.log.messages).to.deep.equal(["a snapshot is skipped", "a snapshot is skipped"]);
      expect(rowsOf(whole)).to.deep.equal(rowsOf(again));
    });
  }

  it("are not taken by code of another version, nor before they are complete, nor on another journal", async () => {
    const { book } = await open();
    await fill(book, 0, 9);
    const { id } = await book.snapshot(defer);
    const readsAll = async (version = VERSION) => {
      const { store, read } = listening();
      await open(version, store);
      return read().length === book.head().batch;
    };
    expect(await readsAll("2")).to.equal(true);
    expect(await readsAll()).to.equal(false);
    const stored = await manifests().findOne({ _id: id });
    await manifests().replaceOne({ _id: id }, { text: "", sha256: "" });
    expect(await readsAll()).to.equal(true);
    await manifests().replaceOne({ _id: id }, { text: stored?.text ?? "", sha256: stored?.sha256 ?? "" });
    expect(await readsAll()).to.equal(false);
    await connection.collection("journal").drop();
    const other = await open();
    await fill(other.book, 50, 9);
    const fresh = await open();
    expect(fresh.log.messages).to.deep.equal(["a snapshot is skipped"]);
    expect(rowsOf(fresh)).to.deep.equal(rowsOf(other));
  });

  it("do not spare the batches after them their verification", async () => {
    const { book } = await open();
    await fill(book, 0, 9);
    const { head } = await book.snapshot(defer);
    await fill(book, 9, 3);
    const [batch] = (await journal.read(head.batch, 1)) as BatchDocument[];
    if (!batch) throw new Error("no batch after the snapshot");
    const forged = [
      { ...batch, lines: batch.lines.map((line) => line.replace('"5"', '"6"')) },
      { ...batch, prev: "0".repeat(64) },
    ].map((document) => ({ ...document, hash: batchHash(document) }));
    for (const document of forged) {
      await connection.collection<BatchDocument>("journal").replaceOne({ _id: batch._id }, document);
      const thrown = await open().catch((error: unknown) => error);
      expect(thrown).to.have.property("batch", head.batch + 1);
    }
  });

  it("are given up when told to, leave nothing behind, and only the newest are kept", async () => {
    const { book } = await open();
    const ids: string[] = [];
    for (let i = 0; i < 4; i += 1) {
      await fill(book, 10 * i, 3);
      if (i === 1) {
        const stop = () => Promise.reject(new Error("the process stops"));
        const thrown = await book.snapshot(stop).catch((error: unknown) => error);
        expect(thrown).to.have.property("message", "the process stops");
        expect(await snapshots.manifests(() => undefined)).to.have.length(1);
      } else ids.unshift((await book.snapshot(defer)).id);
    }
    await snapshots.keep(2);
    expect((await snapshots.manifests(() => undefined)).map(({ id }) => id)).to.deep.equal(ids.slice(0, 2));
    expect(await manifests().find().toArray()).to.have.length(2);
    const owners = new Set((await parts().find().toArray()).map(({ _id }) => _id.split("/")[0]));
    expect([...owners]).to.have.members(ids.slice(0, 2));
  });

  it("are written when the journal has grown enough, while new commands wait and none is lost", async () => {
    const { book } = await open();
    await fill(book, 0, 5);
    const some = { snapshotLines: 20, snapshotGrowth: 2, snapshotsKept: 2 };
    const log = { warn: () => undefined, error: () => undefined };
    const snapshotter = openSnapshotter({
      book,
      store: snapshots,
      version: VERSION,
      limits: some,
      breathe: defer,
      log,
    });
    await snapshotter.start();
    const lines: number[] = [];
    for (let i = 1; i <= 10; i += 1) {
      await fill(book, 100 * i, 12);
      await snapshotter.idle();
      const [newest] = await snapshots.manifests(() => undefined);
      if (newest && newest.head.lines !== lines.at(-1)) lines.push(newest.head.lines);
    }
    await snapshotter.stop();
    expect(book.head().lines).to.equal(125);
    expect(lines.length).to.be.within(2, 4);
    const again = await open();
    expect(again.book.head()).to.deep.equal(book.head());
  });

  it("are compared by verification, which finds one that was forged whole", async () => {
    const { book } = await open();
    await fill(book, 0, 12);
    const { id } = await book.snapshot(defer);
    const chapters = () => [openPurses().chapter];
    const faultsOf = async () => {
      const check = await openSnapshotCheck({ store: snapshots, journal, version: VERSION, open: chapters });
      await verifyJournal({ store: journal, replay: { chapters: chapters(), after: check.after } });
      return check.result();
    };
    expect(await faultsOf()).to.deep.equal({ all: 1, mine: 1, faults: [] });

    const manifest = (await snapshots.manifests(() => undefined))[0] as Manifest;
    const number = manifest.parts.findIndex(({ section }) => section === "rows balances");
    const content = (await snapshots.read(id, [number])).get(number) as Buffer;
    content[content.length - 4] = 99;
    await replacePart(id, { number, content });
    const forged = { ...manifest, parts: manifest.parts.map((part) => ({ ...part })) };
    Object.assign(forged.parts[number] ?? {}, { sha256: sha256Hex(content) });
    await snapshots.complete(forged);
    expect((await faultsOf()).faults).to.deep.equal([`${id}: does not hold what its manifest says`]);

    await snapshots.complete({ ...manifest, digest: "0".repeat(64) });
    expect((await faultsOf()).faults).to.deep.equal([`${id}: does not say what the journal says`]);
    await snapshots.complete({ ...manifest, head: { ...manifest.head, batch: 99 } });
    expect((await faultsOf()).faults).to.deep.equal([`${id}: the journal does not reach it`]);
  });

  it("are kept by no book that was not given a place for them", async () => {
    const { book } = await openTestBook({ store: journal });
    books.push(book);
    const thrown = await book.snapshot(defer).catch((error: unknown) => error);
    expect(thrown).to.have.property("message", "this book keeps no snapshots");
    await fill(book, 0, 1);
    expect(book.head().lines).to.equal(1);
  });
});
