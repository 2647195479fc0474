import { expect } from "chai";
import { openMirrorCheck } from "../../src/journal/mirror-check.ts";
import { writeMirrorCursor } from "../../src/journal/mirror-cursor.ts";
import { listKey } from "../../src/journal/list-key.ts";
import type { Mirrored } from "../../src/journal/mirrored.ts";
import { type JournalStore, storedLines } from "../../src/journal/store.ts";
import { verifyJournal } from "../../src/journal/verify.ts";
import { type Documents, openDocuments } from "../../src/platform/documents.ts";
import { command, type Move, openPurses, openTestBook, openTestJournal } from "../support/journal.ts";

describe("Do the mirrors equal the tables?", () => {
  let store: JournalStore;
  let documents: Documents;
  let close: () => Promise<void>;

  const mirroredMoves = (table: ReturnType<typeof openPurses>["moves"]): Mirrored<Move> => ({
    table,
    collection: "moves",
    documentOf: (_key, { purse, index }) => ({ purse, byPurse: listKey(purse, index) }),
    indexes: [],
  });
  const documentOf = (index: number, rev = index) => ({
    _id: `k${index}`,
    rev,
    purse: "a",
    byPurse: listKey("a", index),
  });
  /** As `npm run verify` asks: reads the stored journal, replays it, and compares. */
  const verified = async (whileItRuns: () => Promise<void> = async () => undefined) => {
    const { chapter, moves } = openPurses();
    const check = await openMirrorCheck(documents, [mirroredMoves(moves)]);
    await verifyJournal({ store, replay: { chapters: [chapter], listeners: [check.listener] } });
    await whileItRuns();
    const [answer] = await check.compare(() => storedLines(store));
    return answer;
  };
  const write = async (from: number, count: number) => {
    const { book } = await openTestBook({ store, limits: { batchLines: 1 } });
    for (let i = from; i < from + count; i += 1) await book.submit(command("fill", `k${i}`));
    await book.close();
  };
  const mirrorUpTo = (line: number) => writeMirrorCursor(documents, { line, version: "1" });

  beforeEach(async () => {
    const journal = await openTestJournal("mirror_check");
    store = journal.store;
    documents = openDocuments(journal.connection);
    close = journal.close;
    await write(0, 6);
    await documents.writeNewer(
      "moves",
      [0, 1, 2, 3, 4, 5].map((i) => documentOf(i)),
    );
    await mirrorUpTo(5);
  });
  afterEach(() => close());

  it("finds nothing when they do, and says how much it looked at", async () => {
    expect(await verified()).to.deep.equal({ collection: "moves", rows: 6, waiting: 0, faults: [] });
  });

  it("names a document that is missing, one that was altered and one that was made up", async () => {
    await documents.delete("moves", "k1");
    await documents.put("moves", { ...documentOf(2), purse: "b" });
    await documents.put("moves", { ...documentOf(3), byPurse: listKey("a", 4) });
    await documents.put("moves", documentOf(9, 3));
    expect((await verified())?.faults).to.have.members([
      "k1 is missing",
      "k2 differs",
      "k3 differs",
      "k9 is in no table",
    ]);
  });

  it("lets a row wait whose newest change the mirror has not reached, and no other", async () => {
    await write(6, 2);
    await documents.put("moves", { ...documentOf(5), purse: "b" });
    expect(await verified()).to.deep.include({ rows: 8, waiting: 2, faults: ["k5 differs"] });
  });

  it("does not let a row wait that says it was written after its newest change", async () => {
    await write(6, 2);
    await documents.put("moves", { ...documentOf(7), purse: "b" });
    expect(await verified()).to.deep.include({ waiting: 1, faults: ["k7 differs"] });
  });

  it("takes a document for newer than what was read only if the journal has its line", async () => {
    const later = await verified(async () => {
      await write(6, 1);
      await documents.writeNewer("moves", [documentOf(6)]);
      await documents.put("moves", { ...documentOf(0), rev: 7, purse: "b" });
    });
    expect(later?.faults).to.deep.equal(["k0 differs"]);
    expect((await verified())?.faults).to.deep.equal(["k0 differs"]);
  });
});
