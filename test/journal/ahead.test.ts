import { expect } from "chai";
import type { BatchDocument } from "../../src/journal/batch.ts";
import type { JournalStore } from "../../src/journal/store.ts";
import { verifyJournal } from "../../src/journal/verify.ts";
import { isRefusal } from "../../src/kernel/result.ts";
import { command, journalForEach, keysIn, openPurses } from "../support/journal.ts";

describe("Writer that decides ahead", () => {
  const { store, open } = journalForEach("ahead");

  const limits = { aheadCommands: 2 };
  const gifts = (count: number, from = 0) =>
    Array.from({ length: count }, (_, i) => command("fill", `gift ${from + i}`));

  /** The store, and who has a word before each insert; the batches that were sent. */
  const watched = (before: (batch: BatchDocument) => unknown) => {
    const sizes: number[] = [];
    const insert: JournalStore["insert"] = async (batch) => {
      sizes.push(batch.lines.length);
      await before(batch);
      return store.insert(batch);
    };
    return { sizes, store: { ...store, insert } };
  };

  it("sends one half of many and decides the other meanwhile; a reader sees a batch when it has landed", async () => {
    const seen: (bigint | undefined)[] = [];
    const slow = watched(async () => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      seen.push(balances.get("purse/a"));
    });
    const { book, balances } = await open({ store: slow.store, limits });
    const answers = await Promise.all(gifts(9).map((gift) => book.submit(gift)));
    expect(slow.sizes).to.deep.equal([5, 4]);
    expect(seen).to.deep.equal([undefined, 25n]);
    expect(balances.get("purse/a")).to.equal(45n);
    expect(answers.map((answer) => !isRefusal(answer) && answer.index)).to.deep.equal([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it("LED-4 spends what is under way no second time: a decision ahead sees the batch before it", async () => {
    const slow = watched(() => new Promise((resolve) => setTimeout(resolve, 5)));
    const { book } = await open({ store: slow.store, limits });
    await book.submit(command("fill", "k", { purse: "a", amount: "100" }));
    const takes = ["x", "y", "z", "u"].map((key) => command("take", key, { purse: "a", amount: "60" }));
    const answers = await Promise.all(takes.map((take) => book.submit(take)));
    expect(answers.map((answer) => isRefusal(answer) && answer)).to.deep.equal([
      false,
      ...[1, 2, 3].map(() => ({ refused: "overdrawn", balance: "40" })),
    ]);
  });

  it("answers the same again and a reused key from the line that is under way", async () => {
    const slow = watched(() => new Promise((resolve) => setTimeout(resolve, 5)));
    const { book } = await open({ store: slow.store, limits });
    const twice = [...gifts(2), ...gifts(1), command("fill", "gift 1", { purse: "b", amount: "9" })];
    const [first, , again, reused] = await Promise.all(twice.map((one) => book.submit(one)));
    expect(slow.sizes).to.deep.equal([2]);
    expect(again).to.deep.equal({ ...first, repeated: true });
    expect(reused).to.deep.equal({ refused: "key_reused", index: 1 });
  });

  it("forgets both when another batch was first, and decides all again", async () => {
    const rival = await open();
    const late = watched(async ({ _id }) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (_id.endsWith("01")) await rival.book.submit(command("fill", "theirs"));
    });
    const { book, balances } = await open({ store: late.store, limits });
    await Promise.all(gifts(8).map((gift) => book.submit(gift)));
    expect(late.sizes).to.deep.equal([4, 8]);
    expect(balances.get("purse/a")).to.equal(45n);
    expect(await keysIn(store)).to.deep.equal(["theirs", ...gifts(8).map(({ key }) => key)]);
    await rival.book.catchUp();
    expect(rival.book.head()).to.deep.equal(book.head());
  });

  it("goes on with what waits after the engine could not be read between two batches", async () => {
    let readable = true;
    const slow = watched(() => new Promise((resolve) => setTimeout(resolve, 5)));
    const deaf: JournalStore = {
      ...slow.store,
      read: (after, limit) => (readable ? store.read(after, limit) : Promise.reject(new Error("no answer"))),
    };
    const { book } = await open({ store: deaf, limits: { ...limits, turnUnbrokenLeast: 0 } });
    readable = false;
    const answers = Promise.all(gifts(8).map((gift) => book.submit(gift)));
    await new Promise((resolve) => setTimeout(resolve, 50));
    readable = true;
    expect((await answers).map((answer) => !isRefusal(answer) && answer.index)).to.deep.equal([0, 1, 2, 3, 4, 5, 6, 7]);
    const faults = (await verifyJournal({ store, replay: { chapters: [openPurses().chapter] } })).filter(
      ({ ok }) => !ok,
    );
    expect(faults).to.deep.equal([]);
  });
});
