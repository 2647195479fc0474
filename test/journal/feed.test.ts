import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { type Feed, openFeed } from "../../src/journal/feed.ts";
import { lineDocument, openLinesCollection } from "../../src/journal/lines-collection.ts";
import { openLineCopies } from "../../src/journal/lines-compare.ts";
import { type DeriveJobs, openRelay } from "../../src/journal/relay.ts";
import { type Documents, openDocuments, type Stored } from "../../src/platform/documents.ts";
import { command, listeningLog, openTestBook, openTestJournal, type TestBook } from "../support/journal.ts";

describe("Behind the book", () => {
  let opened: TestBook;
  let documents: Documents;
  let close: () => Promise<void>;
  let feeds: Feed[] = [];
  const log = listeningLog();

  const fill = (from: number, count: number) =>
    Promise.all(Array.from({ length: count }, (_, i) => opened.book.submit(command("fill", `k${from + i}`))));
  const started = async <F extends Feed>(feed: F): Promise<F> => {
    feeds.push(feed);
    await feed.start();
    return feed;
  };

  const allOf = async (collection: string) => {
    const found: Stored[] = [];
    for await (const one of documents.all(collection)) found.push(one);
    return found;
  };

  beforeEach(async () => {
    const journal = await openTestJournal("feed");
    documents = openDocuments(journal.connection);
    opened = await openTestBook({ store: journal.store });
    close = journal.close;
  });
  afterEach(async () => {
    await Promise.all(feeds.map((feed) => feed.stop()));
    feeds = [];
    await opened.book.close();
    await close();
  });

  describe("Feed", () => {
    const collector = (fail: { times: number } = { times: 0 }) => {
      const seen: number[] = [];
      const feed = openFeed({
        name: "test",
        book: opened.book,
        documents,
        sleep: () => sleep(5),
        log,
        handle: async (lines) => {
          if (fail.times-- > 0) throw new Error("not now");
          seen.push(...lines.map(({ index }) => index));
        },
      });
      return { feed, seen };
    };
    const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);

    it("hands over every line in order: those before the start, those after, and after a restart only new ones", async () => {
      await fill(0, 10);
      const first = collector();
      await started(first.feed);
      await fill(10, 10);
      await first.feed.caughtUp();
      expect(first.seen).to.deep.equal(upTo(20));
      await first.feed.stop();
      await fill(20, 3);
      const second = collector();
      await started(second.feed);
      await second.feed.caughtUp();
      expect(second.seen).to.deep.equal([20, 21, 22]);
    });

    it("hands a line over again until it is taken", async () => {
      const { feed, seen } = collector({ times: 3 });
      await started(feed);
      await fill(0, 5);
      await feed.caughtUp();
      expect(seen).to.deep.equal(upTo(5));
    });

    it("reads from the store what its memory no longer holds", async () => {
      let shut = true;
      const seen: number[] = [];
      const handle = async (lines: readonly { index: number }[]) => {
        while (shut) await sleep(5);
        seen.push(...lines.map(({ index }) => index));
      };
      const parts = { book: opened.book, documents, sleep, log, handle };
      const feed = await started(openFeed({ ...parts, name: "slow", bufferedLines: 1_000 }));
      for (let i = 0; i < 6; i += 1) await fill(i * 500, 500);
      shut = false;
      await feed.caughtUp();
      expect(seen).to.deep.equal(upTo(3_000));
    });

    it("hands nothing over before it is calm", async () => {
      let calm: () => void = () => undefined;
      const held = new Promise<void>((resolve) => (calm = resolve));
      const seen: number[] = [];
      const handle = async (lines: readonly { index: number }[]) => void seen.push(...lines.map(({ index }) => index));
      const parts = { book: opened.book, documents, sleep, log, handle };
      const feed = await started(openFeed({ ...parts, name: "held", calm: () => held }));
      await fill(0, 3);
      await sleep(20);
      expect(seen).to.deep.equal([]);
      calm();
      await feed.caughtUp();
      expect(seen).to.deep.equal([0, 1, 2]);
    });

    it("starts again from an earlier line when told to", async () => {
      const { feed, seen } = collector();
      await started(feed);
      await fill(0, 3);
      await feed.caughtUp();
      feed.rewind(1);
      await feed.caughtUp();
      expect(seen).to.deep.equal([0, 1, 2, 1, 2]);
    });

    it("skips nothing when it is told so while it reads", async () => {
      await fill(0, 5);
      const first = collector();
      await started(first.feed);
      await first.feed.caughtUp();
      await first.feed.stop();
      await fill(5, 2);
      const again = collector();
      await started(again.feed);
      again.feed.rewind(0);
      await again.feed.caughtUp();
      expect(again.seen).to.deep.equal(upTo(7));
    });
  });

  it("keeps one document a line for history and search", async () => {
    const lines = await started(openLinesCollection({ book: opened.book, documents, sleep, log }));
    const touched = command("fill", "k0", {
      purse: "DN-0123456789ABCDEF",
      amount: "5",
      people: ["P-0123456789ABCDEF"],
    });
    await opened.book.submit(touched);
    await opened.book.submit(command("fill", "k1"));
    await lines.caughtUp();
    const stored = await allOf("lines");
    expect(stored.map(({ _id, kindList, byList }) => [_id, kindList, byList])).to.deep.equal([
      ["000000000000", "purse.filled#000000000000", "user:TEST#000000000000"],
      ["000000000001", "purse.filled#000000000001", "user:TEST#000000000001"],
    ]);
    expect(stored[0]?.["ids"]).to.have.members(["DN-0123456789ABCDEF", "P-0123456789ABCDEF"]);
    const line = await opened.book.line(1);
    if (!line) return expect.fail("no line");
    expect(stored[1]).to.deep.equal(lineDocument({ index: 1, line, text: String(stored[1]?.["text"]) }));
    lines.rewind(0);
    await lines.caughtUp();
    expect(await allOf("lines")).to.deep.equal(stored);
  });

  it("a copied line that was changed, dropped or made up is told; one that is not copied yet is not", async () => {
    await fill(0, 4);
    const lines = await started(openLinesCollection({ book: opened.book, documents, sleep, log }));
    await lines.caughtUp();
    await lines.stop();
    await fill(4, 1);
    let head = 5;
    const compare = async () => {
      const copies = openLineCopies();
      for await (const page of opened.book.linesFrom(0)) page.forEach(copies.expect);
      return copies.faults(documents, async () => head);
    };
    expect(await compare()).to.deep.equal({ copied: 4, faults: [] });
    const [first, second, ...others] = await allOf("lines");
    if (!first || !second) return expect.fail("no lines");
    await documents.drop("lines");
    const madeUp = { ...second, _id: "000000000009" };
    await documents.insertMissing("lines", [{ ...first, byList: second["byList"] }, ...others, madeUp]);
    const faults = ["line 0 differs", "line 000000000009 is not in the journal", "line 1 is missing"];
    expect((await compare()).faults).to.have.members(faults);
    head = 10; // the journal went on while it was read
    expect((await compare()).faults).to.have.members(["line 0 differs", "line 1 is missing"]);
  });

  describe("Relay", () => {
    const derive: DeriveJobs = ({ key }) =>
      key.endsWith("1")
        ? [
            { queue: "receipts", name: "issue", data: { key } },
            { queue: "mail", name: "thank", data: { key } },
          ]
        : [];
    /** A queue engine that forgets nothing but what it is told to. */
    const openQueue = () => {
      const jobs = new Map<string, string>();
      let mark: number | undefined;
      return {
        jobs,
        lose: () => {
          jobs.clear();
          mark = undefined;
        },
        enqueue: async (queue: string, { name, id }: { name: string; id: string }) =>
          void jobs.set(id, `${queue}/${name}`),
        mark: {
          read: async () => mark,
          write: async (next: number) => {
            mark = next;
          },
        },
      };
    };
    const open = (queue: ReturnType<typeof openQueue>) =>
      started(openRelay({ book: opened.book, documents, sleep, log, derive: [derive], ...queue }));
    const expected = {
      "1-issue": "receipts/issue",
      "1-thank": "mail/thank",
      "11-issue": "receipts/issue",
      "11-thank": "mail/thank",
    };

    it("enqueues the jobs of each line once, under the line's index and the job's name", async () => {
      const queue = openQueue();
      const relay = await open(queue);
      for (let i = 0; i < 12; i += 1) await fill(i, 1);
      await relay.caughtUp();
      expect(Object.fromEntries(queue.jobs)).to.deep.equal(expected);
      await relay.stop();
      queue.jobs.clear();
      await (await open(queue)).caughtUp();
      expect(queue.jobs.size).to.equal(0);
    });

    it("fills a queue engine that has lost its jobs again", async () => {
      const queue = openQueue();
      const relay = await open(queue);
      for (let i = 0; i < 12; i += 1) await fill(i, 1);
      await relay.caughtUp();
      await relay.stop();
      queue.lose();
      const again = await open(queue);
      await again.caughtUp();
      expect(Object.fromEntries(queue.jobs)).to.deep.equal(expected);
      queue.jobs.clear();
      again.refill(2);
      await again.caughtUp();
      expect([...queue.jobs.keys()]).to.deep.equal(["11-issue", "11-thank"]);
    });
  });
});
