import { expect } from "chai";
import { leafHash } from "../../src/journal/merkle.ts";
import { verifyConsistency, verifyInclusion } from "../../src/journal/proof.ts";
import type { Committed } from "../../src/journal/state.ts";
import type { JournalStore } from "../../src/journal/store.ts";
import { isRefusal } from "../../src/kernel/result.ts";
import { command, journalForEach, rejection } from "../support/journal.ts";

describe("Book", () => {
  const { store, open } = journalForEach("book");

  it("answers a command with its line once that is stored", async () => {
    const { book, balances } = await open();
    const outcome = await book.submit(command("fill", "k1"));
    expect(outcome).to.deep.include({ index: 0, repeated: false });
    const line = await book.line(0);
    expect(line).to.deep.include({ key: "k1", kind: "purse.filled", on: "2026-09-03", by: "user:TEST", v: 1 });
    expect(balances.get("purse/a")).to.equal(5n);
    expect(book.head()).to.deep.include({ batch: 1, lines: 1 });
    expect(await store.read(0, 5)).to.have.length(1);
    expect(await book.line(1)).to.equal(undefined);
  });

  it("decides each of a hundred commands on what the ones before have left, so that no purse is overdrawn", async () => {
    const { book, balances } = await open();
    await book.submit(command("fill", "fill", { purse: "a", amount: "100" }));
    const takes = Array.from({ length: 100 }, (_, i) =>
      book.submit(command("take", `t${i}`, { purse: "a", amount: "30" })),
    );
    const answers = await Promise.all(takes);
    expect(answers.map(isRefusal)).to.deep.equal(answers.map((_, i) => i >= 3));
    expect(answers[3]).to.deep.equal({ refused: "overdrawn", balance: "10" });
    expect(balances.get("purse/a")).to.equal(10n);
    expect(book.head().batch).to.equal(2);
  });

  it("answers the same key and content with the stored line: in one batch, later, and after a restart", async () => {
    const first = await open();
    const together = await Promise.all([1, 2, 3].map(() => first.book.submit(command("fill", "k1"))));
    expect(together.map((answer) => !isRefusal(answer) && answer.repeated)).to.deep.equal([false, true, true]);
    const later = await first.book.submit(command("fill", "k1"));
    const restarted = await open();
    const afterwards = await restarted.book.submit(command("fill", "k1"));
    for (const answer of [later, afterwards]) expect(answer).to.deep.include({ index: 0, repeated: true });
    expect(restarted.book.head().lines).to.equal(1);
    expect(restarted.balances.get("purse/a")).to.equal(5n);
  });

  it("refuses a key that was used for other content: in one batch, later, and after a restart", async () => {
    const { book } = await open();
    const other = command("fill", "k1", { purse: "a", amount: "6" });
    const [, second] = await Promise.all([book.submit(command("fill", "k1")), book.submit(other)]);
    const restarted = await open();
    for (const answer of [second, await book.submit(other), await restarted.book.submit(other)])
      expect(answer).to.deep.equal({ refused: "key_reused", index: 0 });
    expect(await book.submit({ ...command("fill", "k1"), on: "2026-09-04" })).to.have.property("refused", "key_reused");
  });

  it("does not spend the key of a command that was refused", async () => {
    const { book } = await open();
    expect(await book.submit(command("take", "k1"))).to.have.property("refused", "overdrawn");
    await book.submit(command("fill", "k2"));
    expect(await book.submit(command("take", "k1"))).to.deep.include({ index: 1, repeated: false });
  });

  it("WF-16 keeps a refusal that must be kept as a line, and answers it again after a restart", async () => {
    const { book } = await open();
    const refusal = { refused: "related_party", fine: 1 };
    expect(await book.submit(command("forbid", "k1"))).to.deep.equal(refusal);
    expect(await book.submit(command("forbid", "k1"))).to.deep.equal(refusal);
    const restarted = await open();
    expect(await restarted.book.submit(command("forbid", "k1"))).to.deep.equal(refusal);
    expect((await restarted.book.line(0))?.data["refused"]).to.deep.equal(refusal);
    expect(restarted.book.head().lines).to.equal(1);
  });

  const bugs = [
    ["lopsided", /sum to 5/],
    ["enormous", /bytes is over 65536/],
    ["explode", /apply must not throw/],
    ["nameless", /no chapter applies purse.unheard/],
    ["unknown", /no chapter decides purse.unknown/],
  ] as const;
  for (const [name, message] of bugs) {
    it(`fails only the command that breaks an invariant (${name}); the book and its neighbours are unharmed`, async () => {
      const { book, balances } = await open();
      const before = book.submit(command("fill", "k1"));
      const broken = rejection(book.submit(command(name, "k2")));
      const after = book.submit(command("fill", "k3"));
      expect(await broken)
        .to.be.instanceOf(Error)
        .with.property("message")
        .that.matches(message);
      expect(await before).to.deep.include({ index: 0 });
      expect(await after).to.deep.include({ index: 1 });
      expect(balances.get("purse/a")).to.equal(10n);
      const restarted = await open();
      expect([...restarted.balances.entries()]).to.deep.equal([...balances.entries()]);
    });
  }

  it("refuses an amount that is a fraction in the input instead of rounding it", async () => {
    const { book } = await open();
    expect(await rejection(book.submit(command("fill", "k1", { purse: "a", amount: 0.1 })))).to.be.instanceOf(Error);
    expect(book.head().lines).to.equal(0);
  });

  it("splits what waits into batches of bounded lines and bytes, in order", async () => {
    const { book } = await open({ limits: { batchLines: 10, batchBytes: 1_000 } });
    const answers = await Promise.all(Array.from({ length: 35 }, (_, i) => book.submit(command("fill", `k${i}`))));
    expect(answers.map((answer) => !isRefusal(answer) && answer.index)).to.deep.equal(answers.map((_, i) => i));
    const batches = (await store.read(0, 100)) as { lines: string[] }[];
    expect(batches.length).to.be.greaterThan(4);
    for (const { lines } of batches) expect(Buffer.byteLength(lines.join(""))).to.be.at.most(1_000);
    await open();
  });

  it("never goes back in time, whatever the clock does", async () => {
    let now = Date.parse("2026-09-03T02:00:00Z");
    const { book } = await open({ clock: () => now });
    await book.submit(command("fill", "k1"));
    now -= 3_600_000;
    await book.submit(command("fill", "k2"));
    expect((await book.line(1))?.at).to.equal((await book.line(0))?.at);
  });

  it("shows readers nothing that is not stored yet", async () => {
    const seen: unknown[] = [];
    let look: () => void = () => undefined;
    const watched: JournalStore = {
      ...store,
      insert: async (batch) => {
        look();
        const result = await store.insert(batch);
        look();
        return result;
      },
    };
    const { book, balances } = await open({ store: watched });
    look = () => seen.push(balances.get("purse/a"));
    await book.submit(command("fill", "k1"));
    expect(seen).to.deep.equal([undefined, undefined]);
    expect(balances.get("purse/a")).to.equal(5n);
  });

  it("names a row once that several lines of a stored batch changed", async () => {
    const heard: Committed[] = [];
    const { book } = await open();
    const reader = await open({ listeners: [(committed) => heard.push(committed)] });
    await Promise.all(["k1", "k2", "k3"].map((key) => book.submit(command("fill", key))));
    await reader.book.catchUp();
    expect(heard.map(({ lines }) => lines.length)).to.deep.equal([3]);
    expect(heard[0]?.changed.map(({ key }) => key)).to.deep.equal(["purse/a", "cash", "k1", "k2", "k3"]);
  });

  it("tells listeners of each batch once and in order, with lines and changed rows, own and foreign", async () => {
    const heard: Committed[] = [];
    const { book, balances, moves } = await open({ listeners: [(committed) => heard.push(committed)] });
    const other = await open();
    await book.submit(command("fill", "k1"));
    await other.book.submit(command("fill", "k2", { purse: "b", amount: "7" }));
    await book.catchUp();
    expect(heard.map(({ batch, first, own }) => ({ batch, first, own }))).to.deep.equal([
      { batch: 1, first: 0, own: true },
      { batch: 2, first: 1, own: false },
    ]);
    expect(heard[1]?.lines.map(({ index, line }) => [index, line.key])).to.deep.equal([[1, "k2"]]);
    expect(heard[1]?.changed).to.deep.equal([
      { table: balances, key: "purse/b" },
      { table: balances, key: "cash" },
      { table: moves, key: "k2" },
    ]);
    const again: Committed[] = [];
    await open({ listeners: [(committed) => again.push(committed)] });
    expect(again.map(({ batch, own }) => ({ batch, own }))).to.deep.equal([
      { batch: 1, own: false },
      { batch: 2, own: false },
    ]);
  });

  it("goes on when a listener throws", async () => {
    const { book, log } = await open();
    const off = book.onCommitted(() => {
      throw new Error("a listener's bug");
    });
    await book.submit(command("fill", "k1"));
    expect(log.messages).to.deep.equal(["a listener of the book failed"]);
    off();
    await book.submit(command("fill", "k2"));
    expect(log.messages).to.have.length(1);
  });

  it("follows what another process writes", async () => {
    const follower = await open({ limits: { followPause: 5 } });
    const { book } = await open();
    const heard = new Promise<Committed>((resolve) => follower.book.onCommitted(resolve));
    follower.book.follow();
    await book.submit(command("fill", "k1"));
    expect((await heard).lines[0]?.line.key).to.equal("k1");
    expect(follower.book.head()).to.deep.equal(book.head());
  });

  it("decides a refusal on the newest state: what another process wrote before counts", async () => {
    const { book } = await open();
    const other = await open();
    await other.book.submit(command("fill", "k1"));
    expect(await book.submit(command("take", "k2"))).to.deep.include({ index: 1 });
  });

  it("proves a line and the growth of the book to a stranger", async () => {
    const { book } = await open();
    for (let i = 0; i < 7; i += 1) await book.submit(command("fill", `k${i}`));
    const text = ((await store.read(3, 1)) as { lines: string[] }[])[0]?.lines[0] ?? "";
    const bytes = (hex: readonly string[]) => hex.map((one) => Buffer.from(one, "hex"));
    const root = Buffer.from(book.head().root, "hex");
    const path = bytes(book.inclusion(3));
    expect(verifyInclusion({ leaf: leafHash(text), index: 3, size: 7, root, path })).to.equal(true);
    const growth = bytes(book.consistency({ from: 4, to: 7 }));
    const fromRoot = Buffer.from(book.root(4), "hex");
    expect(verifyConsistency({ from: 4, to: 7, fromRoot, toRoot: root, path: growth })).to.equal(true);
  });

  it("names the batch that holds a line", async () => {
    const { book } = await open({ limits: { batchLines: 4 } });
    await Promise.all(Array.from({ length: 10 }, (_, i) => book.submit(command("fill", `k${i}`))));
    expect([0, 3, 4, 7, 8, 9].map(book.batchOf)).to.deep.equal([1, 1, 2, 2, 3, 3]);
    const stored = (await store.read(0, 100)) as { first: string; lines: string[] }[];
    expect(stored.map(({ first }) => first)).to.deep.equal(["0", "4", "8"]);
  });

  it("gives all lines from an index on", async () => {
    const { book } = await open({ limits: { batchLines: 4 } });
    await Promise.all(Array.from({ length: 30 }, (_, i) => book.submit(command("fill", `k${i}`))));
    const indexes: number[] = [];
    for await (const lines of book.linesFrom(6)) indexes.push(...lines.map(({ index }) => index));
    expect(indexes).to.deep.equal(Array.from({ length: 24 }, (_, i) => i + 6));
  });
});
