import { expect } from "chai";
import type { BatchDocument } from "../../src/journal/batch.ts";
import { JournalDamaged } from "../../src/journal/errors.ts";
import { storedLines } from "../../src/journal/store.ts";
import { verifyJournal } from "../../src/journal/verify.ts";
import { type Journal, reforge, rehash, replace, storeOf, withLine } from "../support/forged-journal.ts";
import { command, openPurses, openTestBook, openTestJournal } from "../support/journal.ts";

describe("Verification of the stored journal", () => {
  let batches: Journal;
  let tables: ReturnType<typeof openPurses>;

  const faultsOf = async (journal: Journal): Promise<string[]> => {
    const checks = await verifyJournal({ store: storeOf(journal), replay: { chapters: [openPurses().chapter] } });
    expect(checks).to.have.length(10);
    return checks.filter(({ ok }) => !ok).map(({ check }) => check.replace("journal: ", ""));
  };

  before(async () => {
    const { store, close } = await openTestJournal("verify");
    const opened = await openTestBook({ store, limits: { batchLines: 3 } });
    for (let i = 0; i < 5; i += 1)
      await Promise.all([0, 1, 2].map((j) => opened.book.submit(command("fill", `k${i}.${j}`))));
    tables = opened;
    batches = (await store.read(0, 100)) as BatchDocument[];
    await opened.book.close();
    await close();
  });

  it("finds nothing wrong with a journal as it was written, and the replay equal to the running book", async () => {
    const replay = { chapters: [openPurses().chapter], tables: [tables.balances, tables.moves] };
    const checks = await verifyJournal({ store: storeOf(batches), replay });
    expect(checks.filter(({ ok }) => !ok)).to.deep.equal([]);
    expect(checks.at(-1)?.detail).to.equal("17 rows");
    expect(checks[0]?.detail).to.equal("5 batches, 15 lines");
  });

  it("finds a row of the running book that the journal does not explain", async () => {
    const { balances, moves } = openPurses();
    for (const [key, row] of tables.moves.entries()) moves.set(key, row);
    for (const [key, row] of tables.balances.entries()) balances.set(key, key === "cash" ? row + 1n : row);
    const replay = { chapters: [openPurses().chapter], tables: [balances, moves] };
    const [fault] = (await verifyJournal({ store: storeOf(batches), replay })).filter(({ ok }) => !ok);
    expect(fault?.detail).to.equal("table balances, row cash differs from the replayed one");
  });

  const tampered: readonly (readonly [string, (journal: Journal) => Journal, readonly string[]])[] = [
    [
      "an edited line",
      (journal) =>
        replace(journal, 2, (batch) =>
          withLine(batch, (line) => line.replaceAll('"5"', '"6"').replaceAll('"-5"', '"-6"')),
        ),
      ["roots are right", "replay gives the same"],
    ],
    [
      "a dropped line",
      (journal) => replace(journal, 2, (batch) => ({ ...batch, lines: batch.lines.slice(1) })),
      ["numbers are dense", "roots are right", "replay gives the same"],
    ],
    [
      "swapped lines",
      (journal) => replace(journal, 2, (batch) => ({ ...batch, lines: [...batch.lines].reverse() })),
      ["roots are right", "replay gives the same"],
    ],
    [
      "an inserted line",
      (journal) => replace(journal, 2, (batch) => ({ ...batch, lines: [...batch.lines, batch.lines[0] ?? ""] })),
      ["numbers are dense", "roots are right", "keys are unique", "replay gives the same"],
    ],
    [
      "a missing batch",
      (journal) => journal.filter((_, i) => i !== 2),
      ["numbers are dense", "chain holds", "roots are right", "replay gives the same"],
    ],
    [
      "a missing batch with an endless gap after it",
      (journal) => replace(journal, 4, (batch) => ({ ...batch, _id: "00000000099999999" })),
      ["numbers are dense"],
    ],
    [
      "a changed header",
      (journal) => replace(journal, 2, (batch) => ({ ...batch, writer: "forger" })),
      ["hashes are right", "replay gives the same"],
    ],
    [
      "a forked chain, each batch consistent in itself",
      (journal) => replace(journal, 2, (batch) => rehash({ ...batch, writer: "forger" })),
      ["chain holds", "replay gives the same"],
    ],
    [
      "time that goes back",
      (journal) => reforge(replace(journal, 2, (batch) => ({ ...batch, at: "2020-01-01T00:00:00.000Z" }))),
      ["time does not go back", "replay gives the same"],
    ],
    [
      "LED-1 a posting that does not sum to zero, the whole chain forged after it",
      (journal) => reforge(replace(journal, 2, (batch) => withLine(batch, (line) => line.replace('"-5"', '"-6"')))),
      ["postings sum to zero"],
    ],
    [
      "a line that is not canonical, the whole chain forged after it",
      (journal) => reforge(replace(journal, 2, (batch) => withLine(batch, (line) => line.replace(",", ", ")))),
      ["lines are canonical"],
    ],
    [
      "a key that is used twice, the whole chain forged after it",
      (journal) =>
        reforge(replace(journal, 2, (batch) => withLine(batch, (line) => line.replace(/"k\d\.\d"/, '"k0.0"')))),
      ["keys are unique", "replay gives the same"],
    ],
    [
      "a line that is not JSON, the whole chain forged after it",
      (journal) => reforge(replace(journal, 2, (batch) => withLine(batch, (line) => line.slice(1)))),
      ["lines are canonical", "keys are unique", "postings sum to zero", "replay gives the same"],
    ],
    [
      "a document that is no batch",
      (journal) => replace(journal, 2, (batch) => ({ ...batch, root: "?" })),
      ["batches are whole", "numbers are dense", "chain holds", "roots are right", "replay gives the same"],
    ],
  ];
  for (const [what, tamper, faults] of tampered) {
    it(`PIT-36 finds ${what}`, async () => expect(await faultsOf(tamper(batches))).to.have.members(faults));
  }

  it("names the batch and what differs when a book is opened on a damaged journal", async () => {
    const forged = replace(batches, 2, (batch) => withLine(batch, (line) => line.replace('"5"', '"6"')));
    let thrown: unknown;
    await openTestBook({ store: storeOf(forged) }).catch((error: unknown) => (thrown = error));
    expect(thrown).to.have.property("message", "journal batch 3: root differs from the lines");
    expect(thrown).to.have.property("batch", 3);
  });

  it("does not open a book on a journal with a missing batch, wherever it is", async () => {
    for (const gap of [0, 2, 3]) {
      let thrown: unknown;
      const journal = batches.filter((_, i) => i !== gap);
      await openTestBook({ store: storeOf(journal) }).catch((error: unknown) => (thrown = error));
      expect(thrown)
        .to.be.instanceOf(JournalDamaged)
        .with.property("batch", gap + 1);
    }
    const cut = storeOf([...batches.slice(0, 4), ...batches.slice(5)]);
    const { book } = await openTestBook({ store: cut });
    expect(book.head().batch).to.equal(4);
  });

  it("waits for a batch that is counted a moment before it can be read, and not for ever", async () => {
    let visible = 4;
    let waits = 0;
    const store = { ...storeOf(batches), read: (after: number, limit: number) => shown().read(after, limit) };
    const shown = () => storeOf(batches.slice(0, visible));
    const sleep = async () => {
      waits += 1;
      if (waits === 3) visible = 5;
    };
    const timing = { sleep, defer: () => Promise.resolve() };
    const { book } = await openTestBook({ store, timing });
    await book.catchUp();
    expect([waits, book.head().batch]).to.deep.equal([3, 5]);

    visible = 4;
    let thrown: unknown;
    await openTestBook({ store, timing }).catch((error: unknown) => (thrown = error));
    expect(thrown).to.have.property("message", "journal batch 5: is missing, 5 batches are stored");
  });

  it("starts, and finds nothing missing, when the quick count of the engine is off after a crash; a cut is found", async () => {
    const timing = { sleep: () => Promise.resolve(), defer: () => Promise.resolve() };
    for (const off of [-4, -1, 1, 200]) {
      const store = { ...storeOf(batches), count: () => Promise.resolve(batches.length + off) };
      const checks = await verifyJournal({ store });
      expect(checks.filter(({ ok }) => !ok)).to.deep.equal([]);
      expect(checks[0]?.detail).to.equal("5 batches, 15 lines");
      expect(await storedLines(store)).to.equal(15);
      expect((await openTestBook({ store, timing })).book.head().batch).to.equal(5);
    }
    const stray = { ...storeOf(batches), count: () => Promise.resolve(6), countExactly: () => Promise.resolve(6) };
    const [fault] = (await verifyJournal({ store: stray })).filter(({ ok }) => !ok);
    expect(fault?.detail).to.equal("6 batches are stored, 5 can be read by number");
    const edited = replace(batches, 4, (batch) => withLine(batch, (line) => line.replace('"-5"', '"-6"')));
    const low = { ...storeOf(edited), count: () => Promise.resolve(1) };
    expect((await verifyJournal({ store: low })).filter(({ ok }) => !ok)).to.not.deep.equal([]);
  });

  it("finds nothing missing when a replica set counts batches that no majority holds yet", async () => {
    let held = 3; // of the five that the primary has
    const shown = () => storeOf(batches.slice(0, held));
    const store = {
      ...storeOf(batches),
      read: (after: number, limit: number) => shown().read(after, limit),
      countExactly: () => {
        held += 1;
        return shown().countExactly();
      },
    };
    const checks = await verifyJournal({ store });
    expect(checks.filter(({ ok }) => !ok)).to.deep.equal([]);
    expect(checks[0]?.detail).to.equal("4 batches, 12 lines");
  });

  it("finds nothing missing while a running writer adds batches", async () => {
    let written = 3;
    const store = {
      ...storeOf(batches),
      count: () => Promise.resolve(written),
      read: (after: number, limit: number) => {
        const page = storeOf(batches.slice(0, written)).read(after, limit);
        written += 1;
        return page;
      },
    };
    const checks = await verifyJournal({ store });
    expect(checks.filter(({ ok }) => !ok)).to.deep.equal([]);
    expect(checks[0]?.detail).to.equal("3 batches, 9 lines");
  });
});
