import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { type Mirror, openMirror } from "../../src/journal/mirror.ts";
import type { JournalStore } from "../../src/journal/store.ts";
import { type Documents, openDocuments, type Stored } from "../../src/platform/documents.ts";
import type { Connection } from "../../src/platform/mongo.ts";
import { command, listeningLog, openPurses, openTestBook, openTestJournal } from "../support/journal.ts";

const limits = { mirrorWriteRows: 50, mirrorBacklogRows: 100 };

describe("Mirror", () => {
  let store: JournalStore;
  let connection: Connection;
  let documents: Documents;
  let close: () => Promise<void>;
  let stops: (() => Promise<void>)[] = [];

  /** A book with a mirror of its moves behind it. */
  const open = async (through: Partial<Documents> = {}) => {
    const purses = openPurses();
    const log = listeningLog();
    const mirrored = [
      {
        table: purses.moves,
        collection: "moves",
        documentOf: (key: string, row: { index: number; purse: string }) => ({
          purse: row.purse,
          byPurse: `${row.purse}#${String(row.index).padStart(12, "0")}`,
          note: key === "k0" ? undefined : null,
        }),
        indexes: [{ fields: { byPurse: 1 } }] as const,
      },
    ];
    const mirror = await openMirror({ documents: { ...documents, ...through }, mirrored, limits, sleep, log });
    const { book } = await openTestBook({
      store,
      chapters: [purses.chapter],
      listeners: [mirror.listener],
      gate: mirror.gate,
    });
    mirror.start();
    stops.push(async () => {
      await book.close();
      await mirror.stop();
    });
    return { book, mirror, purses, log };
  };
  const fill = (book: { submit: Awaited<ReturnType<typeof open>>["book"]["submit"] }, from: number, count: number) =>
    Promise.all(Array.from({ length: count }, (_, i) => book.submit(command("fill", `k${from + i}`))));
  const clean = async (mirror: Mirror) => {
    await mirror.drained();
    expect(await mirror.compare()).to.deep.equal([]);
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
    const { book, mirror } = await open();
    await fill(book, 0, 1);
    await clean(mirror);
    expect(await allOf("moves")).to.deep.equal([{ _id: "k0", purse: "a", byPurse: "a#000000000000", rev: 0 }]);
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
        written.push(...rows.map(({ _id }) => _id));
        return documents.writeNewer(collection, rows);
      },
    });
    await clean(second.mirror);
    expect(written.sort()).to.deep.equal(["k10", "k11", "k12", "k13", "k14"]);
  });

  it("catches up when the engine refused it for a while", async () => {
    let refusals = 1;
    const { book, mirror, log } = await open({
      writeNewer: (collection, rows) =>
        refusals-- > 0 ? Promise.reject(new Error("no answer")) : documents.writeNewer(collection, rows),
    });
    await fill(book, 0, 3);
    await clean(mirror);
    expect(log.messages).to.deep.equal(["the mirror is held up"]);
  });

  it("never puts an older row over a newer one, whoever writes it", async () => {
    const { book, mirror } = await open();
    await fill(book, 0, 2);
    await mirror.drained();
    await documents.writeNewer("moves", [{ _id: "k1", rev: 0, purse: "stale" }]);
    await clean(mirror);
  });

  it("names documents that are missing, left over or different, and rebuilds them all", async () => {
    const { book, mirror } = await open();
    await fill(book, 0, 4);
    await mirror.drained();
    const moves = connection.collection<{ _id: string; purse?: string }>("moves");
    await moves.deleteOne({ _id: "k0" });
    await moves.updateOne({ _id: "k1" }, { $set: { purse: "b" } });
    await moves.insertOne({ _id: "k9" });
    expect(await mirror.compare()).to.have.deep.members([
      { collection: "moves", id: "k0", what: "missing" },
      { collection: "moves", id: "k1", what: "different" },
      { collection: "moves", id: "k9", what: "left over" },
    ]);
    expect(await mirror.compare(1)).to.have.length(1);
    await mirror.rebuild();
    await clean(mirror);
  });

  it("holds new commands back while it is too far behind", async () => {
    let letThrough: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      letThrough = resolve;
    });
    const { book, mirror } = await open({
      writeNewer: async (collection, rows) => {
        await held;
        await documents.writeNewer(collection, rows);
      },
    });
    await fill(book, 0, 150);
    let answered = false;
    const waiting = book.submit(command("fill", "late")).then(() => (answered = true));
    await sleep(100);
    expect({ answered, backlog: mirror.backlog() }).to.deep.equal({ answered: false, backlog: 150 });
    letThrough();
    await waiting;
    await clean(mirror);
  });
});
