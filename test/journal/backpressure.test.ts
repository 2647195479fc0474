import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { Router } from "express";
import type { Outcome } from "../../src/journal/chapter.ts";
import { Busy } from "../../src/journal/errors.ts";
import type { JournalStore } from "../../src/journal/store.ts";
import { openTestApp, type TestApp } from "../support/app.ts";
import { heapHeld } from "../support/heap.ts";
import { command, openTestBook, openTestJournal, type TestBook } from "../support/journal.ts";

/** Small beside the product's, so that a second of overload fills it on any machine. */
const QUEUED = 400;
const BATCH = 100;
const OVERLOAD = 10;
const OVERLOAD_MS = 2_000;
const TICK_MS = 10;
/** What a process may hold more after the overload than before: keys, hashes, rows of the lines that were written. */
const FLAT_BYTES = 24_000_000;

describe("Ten times the load that can be carried", () => {
  let store: JournalStore;
  let close: () => Promise<void>;
  let opened: TestBook;
  let app: TestApp;
  let server: ReturnType<typeof createServer>;
  let next = 0;

  const give = (): Promise<Outcome> => {
    next += 1;
    const key = `gift ${next}`;
    return opened.book.submit(command("fill", key, { purse: String(next % 20), amount: "5" })) as Promise<Outcome>;
  };

  before(async () => {
    ({ store, close } = await openTestJournal("backpressure"));
    opened = await openTestBook({ store, limits: { queuedCommands: QUEUED, batchLines: BATCH } });
    const router = Router();
    router.post("/api/v1/gifts", async (_request, response) => {
      response.json({ index: (await give()).index });
    });
    app = await openTestApp({ database: "backpressure_app_test", routers: [router] });
    server = createServer(app.app).listen(0, "127.0.0.1");
    await once(server, "listening");
  });
  after(async () => {
    server.close();
    await app.close();
    await opened.book.close();
    await close();
  });

  /** Milliseconds that one gift after the other waits, the middle of so many. */
  const usualWait = async (gifts: number): Promise<number> => {
    const waits: number[] = [];
    for (let i = 0; i < gifts; i += 1) {
      const start = performance.now();
      await give();
      waits.push(performance.now() - start);
    }
    return waits.sort((a, b) => a - b)[Math.floor(gifts / 2)] ?? 0;
  };
  /** Gifts a second that as many clients as the queue has room for get through. */
  const sustainable = async (): Promise<number> => {
    const [start, before] = [performance.now(), next];
    const client = async () => {
      while (performance.now() - start < 600) await give();
    };
    await Promise.all(Array.from({ length: QUEUED / 2 }, client));
    return ((next - before) / (performance.now() - start)) * 1_000;
  };

  it("is refused in part, and loses nothing that was acknowledged; memory stays, and soon all is as before", async () => {
    const rate = await sustainable();
    const wait = await usualWait(20);
    const heapBefore = heapHeld();
    // No more of an answer than is compared: a quick machine gives many, and their lines would count as the book's heap.
    const acknowledged: { readonly key: string; readonly index: number }[] = [];
    const answers: Promise<void>[] = [];
    const overHttp: Promise<Response>[] = [];
    let outstanding = 0;
    let most = 0;
    let refused = 0;
    const arrive = async (): Promise<void> => {
      outstanding += 1;
      try {
        const { index, line } = await give();
        acknowledged.push({ key: line.key, index });
      } catch (error) {
        if (!(error instanceof Busy)) throw error;
        refused += 1;
      }
      outstanding -= 1;
    };
    const { port } = server.address() as AddressInfo;
    const start = performance.now();
    let arrived = 0;
    for (let now = start; now - start < OVERLOAD_MS; now = performance.now()) {
      const due = Math.floor(((now - start) / 1_000) * rate * OVERLOAD) - arrived;
      for (let i = 0; i < due; i += 1) answers.push(arrive());
      arrived += due;
      overHttp.push(fetch(`http://127.0.0.1:${port}/api/v1/gifts`, { method: "POST" }));
      await sleep(TICK_MS);
      most = Math.max(most, outstanding);
    }
    const over = performance.now();
    await Promise.all(answers);

    expect(refused, "refused").to.be.greaterThan(arrived / 2);
    expect(acknowledged.length, "acknowledged").to.be.greaterThan(0);
    expect(most, "outstanding").to.be.within(1, QUEUED);
    const responses = await Promise.all(overHttp);
    const turnedAway = responses.filter(({ status }) => status === 503);
    expect(turnedAway.length).to.be.greaterThan(0);
    for (const response of turnedAway) expect(Number(response.headers.get("Retry-After"))).to.be.within(1, 60);
    for (const { status } of responses) expect(status).to.be.oneOf([200, 503]);

    let again = await usualWait(20);
    while (again > 3 * wait + 10 && performance.now() - over < 5_000) again = await usualWait(20);
    expect(again, "the wait of a gift afterwards").to.be.at.most(3 * wait + 10);
    expect(performance.now() - over, "time to get well").to.be.lessThan(5_000);

    answers.length = 0;
    expect(heapHeld() - heapBefore, "heap").to.be.lessThan(FLAT_BYTES);
    const reopened = await openTestBook({ store });
    expect(reopened.book.head()).to.deep.equal(opened.book.head());
    const byKey = new Map([...reopened.moves.entries()].map(([key, { index }]) => [key, index]));
    for (const { key, index } of acknowledged) if (byKey.get(key) !== index) expect.fail(`${key} is lost`);
    await reopened.book.close();
  });
});
