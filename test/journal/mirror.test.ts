import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { type Mirror, openMirror } from "../../src/journal/mirror.ts";
import { type Difference, differencesOf } from "../../src/journal/mirror-compare.ts";
import { readMirrorCursor } from "../../src/journal/mirror-cursor.ts";
import { listKey } from "../../src/journal/list-key.ts";
import type { Mirrored } from "../../src/journal/mirrored.ts";
import type { JournalStore } from "../../src/journal/store.ts";
import type { Table } from "../../src/journal/table.ts";
import { type Documents, openDocuments, type Stored } from "../../src/platform/documents.ts";
import type { Connection } from "../../src/platform/mongo.ts";
import { command, listeningLog, type Move, openPurses, openTestBook, openTestJournal } from "../support/journal.ts";

const limits = { mirrorWriteRows: 50, mirrorBacklogRows: 100 };

const mirroredMoves = (table: Table<Move>): Mirrored<Move> => ({
  table,
  collection: "moves",
  documentOf: (key, row) => ({
    purse: row.purse,
    byPurse: listKey(row.purse, row.index),
    note: key === "k0" ? undefined : null,
  }),
  indexes: [{ fields: { byPurse: 1 } }],
});

describe("Mirror", () => {
  let store: JournalStore;
  let connection: Connection;
  let documents: Documents;
  let close: () => Promise<void>;
  let stops: (() => Promise<void>)[] = [];

  /** A book with a mirror of its moves behind it. */
  const open = async (
    through: Partial<Documents> = {},
    { version = "1", calm }: { version?: string; calm?: () => Promise<void> } = {},
  ) => {
    const purses = openPurses();
    const log = listeningLog();
    const mirrored = [mirroredMoves(purses.moves)];
    const parts = { documents: { ...documents, ...through }, mirrored, version, limits, sleep, log };
    const mirror = await openMirror({ ...parts, ...(calm && { calm }) });
    const { book } = await openTestBook({
      store,
      chapters: [purses.chapter],
      listeners: [mirror.listener],
      gate: mirror.gate,
    });
    mirror.start(book.head().lines);
    stops.push(async () => {
      await book.close();
      await mirror.stop();
    });
    return { book, mirror, purses, log };
  };
  const fill = (book: { submit: Awaited<ReturnType<typeof open>>["book"]["submit"] }, from: number, count: number) =>
    Promise.all(Array.from({ length: count }, (_, i) => book.submit(command("fill", `k${from + i}`))));
  const differences = async ({ moves }: ReturnType<typeof openPurses>) => {
    const found: Difference[] = [];
    for await (const one of differencesOf(documents, mirroredMoves(moves))) found.push(one);
    return found;
  };
  const clean = async ({ mirror, purses }: { mirror: Mirror; purses: ReturnType<typeof openPurses> }) => {
    await mirror.drained();
    expect(await differences(purses)).to.deep.equal([]);
  };

  const allOf = async (collection: string) => {
    const found: Stored[] = [];
    for await (const one of documents.all(collection)) found.push(one);
    return found;
  };

  beforeEach(async () => {
    ({ store, connection, close } = await openTestJournal("mirror"));
    documents = openDocuments(connection);
  });
  afterEach(async () => {
    await Promise.all(stops.map((stop) => stop()));
    stops = [];
    await close();
  });

  it("writes each changed row as a whole document with the line it stands on", async () => {
    const opened = await open();
    await fill(opened.book, 0, 1);
    await clean(opened);
    expect(await allOf("moves")).to.deep.equal([{ _id: "k0", purse: "a", byPurse: "a#000000000000", rev: 0 }]);
  });

  it("writes nothing before it is calm, and then the newest of each row once", async () => {
    let calm: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (calm = resolve));
    let written = 0;
    const writeNewer: Documents["writeNewer"] = (collection, rows) => {
      if (collection === "moves") written += rows.length;
      return documents.writeNewer(collection, rows);
    };
    const opened = await open({ writeNewer }, { calm: () => held });
    await fill(opened.book, 0, 5);
    await sleep(50);
    expect(written).to.equal(0);
    calm();
    await clean(opened);
    expect(written).to.equal(5);
  });

  it("goes on after a restart from where it was, and writes nothing that it wrote before", async () => {
    const first = await open();
    await fill(first.book, 0, 10);
    await first.mirror.drained();
    await first.mirror.stop();
    await fill(first.book, 10, 5);
    const written: string[] = [];
    const second = await open({
      writeNewer: (collection, rows) => {
        if (collection === "moves") written.push(...rows.map(({ _id }) => _id));
        return documents.writeNewer(collection, rows);
      },
    });
    await clean(second);
    expect(written.sort()).to.deep.equal(["k10", "k11", "k12", "k13", "k14"]);
  });

  it("catches up when the engine refused it for a while", async () => {
    let refusals = 1;
    const opened = await open({
      writeNewer: (collection, rows) =>
        refusals-- > 0 ? Promise.reject(new Error("no answer")) : documents.writeNewer(collection, rows),
    });
    await fill(opened.book, 0, 3);
    await clean(opened);
    expect(opened.log.messages).to.deep.equal(["the mirror is held up"]);
  });

  it("never puts an older row over a newer one, whoever writes it", async () => {
    const opened = await open();
    const { book, mirror } = opened;
    await fill(book, 0, 2);
    await mirror.drained();
    await documents.writeNewer("moves", [{ _id: "k1", rev: 0, purse: "stale" }]);
    await clean(opened);
  });

  it("names documents that are missing, left over or different, and rebuilds them all", async () => {
    const opened = await open();
    const { book, mirror } = opened;
    await fill(book, 0, 4);
    await mirror.drained();
    const moves = connection.collection<{ _id: string; purse?: string }>("moves");
    await moves.deleteOne({ _id: "k0" });
    await moves.updateOne({ _id: "k1" }, { $set: { purse: "b" } });
    await moves.insertOne({ _id: "k9" });
    expect(await differences(opened.purses)).to.have.deep.members([
      { collection: "moves", id: "k0", what: "missing" },
      { collection: "moves", id: "k1", what: "different", rev: 3 },
      { collection: "moves", id: "k9", what: "left over", rev: Number.NaN },
    ]);
    await mirror.rebuild(book.catchUp);
    await clean(opened);
  });

  it("a rebuild beside a running mirror loses no row that the other wrote and this one dropped", async () => {
    const running = await open();
    await fill(running.book, 0, 5);
    const rebuilding = await open();
    await fill(running.book, 3, 1);
    await fill(running.book, 5, 5);
    await running.mirror.drained();
    await rebuilding.mirror.rebuild(rebuilding.book.catchUp);
    await clean(running);
    expect(await readMirrorCursor(documents)).to.deep.equal({ line: 9, version: "1" });
  });

  it("writes all that is missing at the start after a rebuild that was broken off", async () => {
    const first = await open();
    await fill(first.book, 0, 8);
    await first.mirror.drained();
    const broken = await open({ writeNewer: () => Promise.reject(new Error("killed")) });
    await broken.mirror.rebuild(broken.book.catchUp).then(
      () => expect.fail("it was not broken off"),
      (error: unknown) => expect(String(error)).to.contain("killed"),
    );
    await first.mirror.stop();
    await broken.mirror.stop();
    await clean(await open());
  });

  it("compares all documents when its cursor does not reach the first line it hears, as after a start from a snapshot", async () => {
    const first = await open();
    await fill(first.book, 0, 4);
    await first.mirror.drained();
    await first.mirror.stop();
    await fill(first.book, 4, 3);
    const late = await openMirror({
      documents,
      mirrored: [mirroredMoves(first.purses.moves)],
      version: "1",
      limits,
      sleep,
      log: listeningLog(),
    });
    late.start(first.book.head().lines);
    await clean({ mirror: late, purses: first.purses });
    await late.stop();
  });

  it("brings all documents to a new shape, those of the youngest line too", async () => {
    const first = await open();
    await fill(first.book, 0, 4);
    await first.mirror.drained();
    await first.mirror.stop();
    const moves = connection.collection<{ _id: string }>("moves");
    await moves.updateMany({}, { $unset: { byPurse: 1 }, $set: { inShapeOf: "1" } });
    await clean(await open({}, { version: "2" }));
  });

  it("takes a cursor beyond the book for one of another journal", async () => {
    await documents.put("cursors", { _id: "mirror", rev: 1_000, version: "1" });
    await documents.put("moves", { _id: "k1", rev: 1_000, purse: "of another journal" });
    const opened = await open();
    await fill(opened.book, 0, 3);
    await clean(opened);
    expect((await readMirrorCursor(documents))?.line).to.equal(2);
  });

  it("holds new commands back while it is too far behind", async () => {
    let letThrough: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      letThrough = resolve;
    });
    const opened = await open({
      writeNewer: async (collection, rows) => {
        await held;
        await documents.writeNewer(collection, rows);
      },
    });
    const { book, mirror } = opened;
    await fill(book, 0, 150);
    let answered = false;
    const waiting = book.submit(command("fill", "late")).then(() => (answered = true));
    await sleep(100);
    expect({ answered, backlog: mirror.backlog() }).to.deep.equal({ answered: false, backlog: 150 });
    letThrough();
    await waiting;
    await clean(opened);
  });
});
