import { expect } from "chai";
import type { BatchDocument } from "../../src/journal/batch.ts";
import { Busy, JournalDamaged } from "../../src/journal/errors.ts";
import type { JournalStore } from "../../src/journal/store.ts";
import { verifyJournal } from "../../src/journal/verify.ts";
import { isRefusal } from "../../src/kernel/result.ts";
import { command, journalForEach, keysIn, openPurses, rejection } from "../support/journal.ts";

/** A gate that is shut until somebody opens it. */
const shutGate = () => {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open: () => open(), opened };
};

describe("Writer", () => {
  const { store, open } = journalForEach("writer");

  it("lets two writers write at once: one chain, every answer kept, no purse overdrawn", async () => {
    const writers = [await open(), await open()];
    await writers[0]?.book.submit(command("fill", "start", { purse: "a", amount: "500" }));
    const clients = writers.flatMap(({ book }, w) =>
      Array.from({ length: 16 }, async (_, c) => {
        const answers = [];
        for (let i = 0; i < 20; i += 1)
          answers.push(await book.submit(command("take", `w${w}c${c}i${i}`, { purse: "a", amount: "3" })));
        return answers;
      }),
    );
    const answers = (await Promise.all(clients)).flat();
    const taken = answers.flatMap((answer) => (isRefusal(answer) ? [] : [answer]));
    expect(taken).to.have.length(166);
    expect(new Set(taken.map(({ index }) => index)).size).to.equal(166);
    const keys = await keysIn(store);
    for (const { index, line } of taken) expect(keys[index]).to.equal(line.key);
    for (const { book, balances } of writers) {
      await book.catchUp();
      expect(balances.get("purse/a")).to.equal(2n);
    }
    expect(writers[0]?.book.head()).to.deep.equal(writers[1]?.book.head());
    const faults = (await verifyJournal({ store, replay: { chapters: [openPurses().chapter] } })).filter(
      ({ ok }) => !ok,
    );
    expect(faults).to.deep.equal([]);
  });

  it("PIT-41 dates a command that asks for no day when it is written; the same again after midnight is the same", async () => {
    let now = Date.parse("2026-09-30T23:59:59.999+08:00");
    const { book } = await open({ clock: () => now });
    const { on: _on, ...undated } = command("fill", "k");
    const first = await book.submit(undated);
    now += 1;
    expect(await book.submit(undated)).to.deep.equal({ ...first, repeated: true });
    const next = await book.submit({ ...undated, key: "next" });
    expect([first, next].map((answer) => (isRefusal(answer) ? answer : answer.line.on))).to.deep.equal([
      "2026-09-30",
      "2026-10-01",
    ]);
    for (const on of ["2026-09-30", "2026-10-01"])
      expect(await book.submit({ ...undated, on })).to.deep.include({ refused: "key_reused" });
  });

  it("lets a key that two writers use at once become one line", async () => {
    const [a, b] = [await open(), await open()];
    for (let i = 0; i < 20; i += 1) {
      const answers = await Promise.all([a, b].map(({ book }) => book.submit(command("fill", `same ${i}`))));
      const [one, two] = answers.map((answer) => (isRefusal(answer) ? undefined : answer));
      expect(one?.index).to.equal(two?.index);
      expect([one?.repeated, two?.repeated]).to.have.members([false, true]);
    }
    expect(await keysIn(store)).to.have.length(20);
  });

  it("takes back what it decided when another batch was first, and decides again", async () => {
    const rival = await open();
    let sneak: (() => Promise<unknown>) | undefined;
    const late: JournalStore = {
      ...store,
      insert: async (batch) => {
        await sneak?.();
        sneak = undefined;
        return store.insert(batch);
      },
    };
    const { book, balances } = await open({ store: late });
    await book.submit(command("fill", "k1", { purse: "a", amount: "10" }));
    await rival.book.catchUp();
    sneak = () => rival.book.submit(command("take", "theirs", { purse: "a", amount: "8" }));
    expect(await book.submit(command("take", "mine", { purse: "a", amount: "8" }))).to.deep.equal({
      refused: "overdrawn",
      balance: "2",
    });
    expect(balances.get("purse/a")).to.equal(2n);
    expect(await keysIn(store)).to.deep.equal(["k1", "theirs"]);
  });

  it("proposes fewer lines after each race that it lost, and all that wait again when it has won", async () => {
    const rival = await open();
    const sizes: number[] = [];
    const late: JournalStore = {
      ...store,
      insert: async (batch) => {
        sizes.push(batch.lines.length);
        if (sizes.length <= 3) await rival.book.submit(command("fill", `theirs ${sizes.length}`));
        return store.insert(batch);
      },
    };
    const { book } = await open({ store: late });
    await Promise.all(Array.from({ length: 120 }, (_, i) => book.submit(command("fill", `mine ${i}`))));
    expect(sizes).to.deep.equal([120, 64, 32, 16, 104]);
    expect(new Set(await keysIn(store)).size).to.equal(123);
  });

  it("finds its own batch behind a lost answer, and never writes it twice", async () => {
    let lost = 3;
    const lossy: JournalStore = {
      ...store,
      insert: async (batch) => {
        const result = await store.insert(batch);
        lost -= 1;
        if (lost >= 0) throw new Error("connection lost after the write");
        return result;
      },
    };
    const { book, balances, log } = await open({ store: lossy });
    expect(await book.submit(command("fill", "k1"))).to.deep.include({ index: 0, repeated: false });
    expect(balances.get("purse/a")).to.equal(5n);
    expect(await keysIn(store)).to.deep.equal(["k1"]);
    expect(log.messages).to.have.length(3);
  });

  it("inserts the same document again when the insert was lost on the way", async () => {
    const sent: BatchDocument[] = [];
    const lossy: JournalStore = {
      ...store,
      insert: async (batch) => {
        sent.push(batch);
        if (sent.length < 3) throw new Error("connection lost before the write");
        return store.insert(batch);
      },
    };
    const { book } = await open({ store: lossy });
    expect(await book.submit(command("fill", "k1"))).to.deep.include({ index: 0 });
    expect(sent).to.have.length(3);
    expect(new Set(sent).size).to.equal(1);
  });

  it("loses the number to another while its outcome was unknown, and is right all the same", async () => {
    const rival = await open();
    let first = true;
    const lossy: JournalStore = {
      ...store,
      insert: async (batch) => {
        if (!first) return store.insert(batch);
        first = false;
        await rival.book.submit(command("fill", "theirs"));
        throw new Error("connection lost before the write");
      },
    };
    const { book, balances } = await open({ store: lossy });
    expect(await book.submit(command("fill", "mine"))).to.deep.include({ index: 1 });
    expect(balances.get("purse/a")).to.equal(10n);
    expect(await keysIn(store)).to.deep.equal(["theirs", "mine"]);
  });

  it("takes its number after all when what stood there was lost before it could be read", async () => {
    let answers = 0;
    const failing: JournalStore = {
      ...store,
      insert: async (batch) => ((answers += 1) <= 2 ? "duplicate" : store.insert(batch)),
    };
    const { book, log } = await open({ store: failing });
    expect(await book.submit(command("fill", "k1"))).to.deep.include({ index: 0, repeated: false });
    expect(await keysIn(store)).to.deep.equal(["k1"]);
    expect(log.messages).to.have.length(2);
  });

  it("refuses new work while an outcome is unknown, and takes it again when it is known", async () => {
    let down = true;
    const broken: JournalStore = {
      ...store,
      insert: (batch) => (down ? Promise.reject(new Error("no answer")) : store.insert(batch)),
    };
    const { book, log } = await open({ store: broken, limits: { unknownOutcomeRetry: 10 } });
    const first = book.submit(command("fill", "k1"));
    while (log.messages.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    const refused = await rejection(book.submit(command("fill", "k2")));
    expect(refused).to.be.instanceOf(Busy).with.property("retryAfterSeconds", 2);
    expect(await rejection(book.catchUp())).to.be.instanceOf(Busy);
    down = false;
    expect(await first).to.deep.include({ index: 0 });
    expect(await book.submit(command("fill", "k2"))).to.deep.include({ index: 1 });
  });

  it("bounds its queue: one command too many gets Busy, the others their answer", async () => {
    const { opened: gate, open: openGate } = shutGate();
    const { book } = await open({ limits: { queuedCommands: 5 }, gate: () => gate });
    const waiting = Array.from({ length: 5 }, (_, i) => book.submit(command("fill", `k${i}`)));
    expect(await rejection(book.submit(command("fill", "k5")))).to.be.instanceOf(Busy);
    openGate();
    expect((await Promise.all(waiting)).map((answer) => !isRefusal(answer) && answer.index)).to.deep.equal([
      0, 1, 2, 3, 4,
    ]);
    expect(await book.submit(command("fill", "k5"))).to.deep.include({ index: 5 });
  });

  it("finishes what waits when it closes, and takes nothing new", async () => {
    const { book } = await open();
    const waiting = Array.from({ length: 50 }, (_, i) => book.submit(command("fill", `k${i}`)));
    const closing = book.close();
    expect(await rejection(book.submit(command("fill", "late")))).to.be.instanceOf(Busy);
    await closing;
    expect(await Promise.all(waiting)).to.have.length(50);
    expect(await keysIn(store)).to.have.length(50);
  });

  it("closes while an outcome is unknown without saying that the command failed", async () => {
    const broken: JournalStore = { ...store, insert: () => Promise.reject(new Error("no answer")) };
    const { book, log } = await open({ store: broken, limits: { unknownOutcomeRetry: 10 } });
    const first = rejection(book.submit(command("fill", "k1")));
    while (log.messages.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    await book.close();
    expect(await first).to.be.instanceOf(Busy);
  });

  it("closes while an outcome is unknown and somebody waits to catch up, without crying damage", async () => {
    const rival = await open();
    const damage: JournalDamaged[] = [];
    let caught: Promise<unknown> | undefined;
    const broken: JournalStore = {
      ...store,
      insert: async () => {
        caught ??= rejection(book.catchUp());
        await rival.book.submit(command("fill", "theirs"));
        throw new Error("no answer");
      },
    };
    const { book } = await open({ store: broken, onDamaged: (error) => damage.push(error) });
    const first = rejection(book.submit(command("fill", "k1")));
    while (!caught) await new Promise((resolve) => setTimeout(resolve, 1));
    await book.close();
    expect(await first).to.be.instanceOf(Busy);
    expect(await caught).to.be.instanceOf(Busy);
    expect(damage).to.deep.equal([]);
  });

  it("stops for good when a stored batch does not follow, and says so once", async () => {
    const damage: JournalDamaged[] = [];
    await (await open()).book.submit(command("fill", "k1"));
    const [stored] = (await store.read(0, 1)) as BatchDocument[];
    const forged = { ...store, read: () => Promise.resolve([{ ...stored, prev: "f".repeat(64) }]) };
    const { book } = await open({ store: emptyAtFirst(forged), onDamaged: (error) => damage.push(error) });
    expect(await rejection(book.catchUp())).to.be.instanceOf(JournalDamaged);
    expect(await rejection(book.submit(command("fill", "k2")))).to.be.instanceOf(JournalDamaged);
    expect(damage.map(({ message }) => message)).to.deep.equal(["journal batch 1: hash differs from the header"]);
  });
});

/** Empty at the first read, then what the other store says. */
const emptyAtFirst = (other: JournalStore): JournalStore => {
  let reads = 0;
  return { ...other, read: (after, limit) => (reads++ === 0 ? Promise.resolve([]) : other.read(after, limit)) };
};
