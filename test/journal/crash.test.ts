import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { type Engines, startEngines } from "../../config/embedded/engines.ts";
import type { BatchDocument } from "../../src/journal/batch.ts";
import { Busy } from "../../src/journal/errors.ts";
import { openJournalStore } from "../../src/journal/store.ts";
import { verifyJournal } from "../../src/journal/verify.ts";
import { isRefusal } from "../../src/kernel/result.ts";
import { type Connection, connectMongo } from "../../src/platform/mongo.ts";
import { command, openPurses, openTestBook } from "../support/journal.ts";

/** An engine of its own, because it is killed. */
describe("Engine killed with -9 while the book writes", () => {
  let engines: Engines;
  let connection: Connection;
  let dataDir: string;

  before(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "shanzhang-crash-"));
    engines = await startEngines({ dataDir, log: () => undefined, given: { redisUrl: "redis://127.0.0.1:1" } });
    connection = await connectMongo(engines.mongoUri, "journal_crash_test");
  });
  after(async () => {
    await connection.close();
    await engines.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  it("keeps every acknowledged line, each key once, and never says that a command failed", async () => {
    const store = openJournalStore(connection, { insertMs: 1_000 });
    const { book } = await openTestBook({ store });
    const acknowledged = new Map<string, number>();
    let over = false;
    const client = async (name: string) => {
      for (let i = 0; !over; i += 1) {
        const key = `${name}.${i}`;
        for (let known = false; !known; ) known = await submitted(key);
      }
    };
    const submitted = async (key: string): Promise<boolean> => {
      try {
        const answer = await book.submit(command("fill", key));
        if (!isRefusal(answer)) acknowledged.set(key, answer.index);
        return true;
      } catch (error) {
        expect(error).to.be.instanceOf(Busy);
        await sleep(20);
        return over;
      }
    };
    const clients = Array.from({ length: 16 }, (_, i) => client(`client${i}`));
    for (let kill = 0; kill < 3; kill += 1) {
      const before = acknowledged.size;
      while (acknowledged.size < before + 200) await sleep(10);
      const { documents } = engines.pids();
      if (documents === undefined) return expect.fail("no engine of ours");
      process.kill(documents, "SIGKILL");
      while (engines.pids().documents === documents) await sleep(10);
    }
    const before = acknowledged.size;
    while (acknowledged.size < before + 200) await sleep(10);
    over = true;
    await Promise.all(clients);
    await book.close();

    const batches = (await store.read(0, 100_000)) as BatchDocument[];
    const keys = batches.flatMap(({ lines }) => lines.map((line) => (JSON.parse(line) as { key: string }).key));
    for (const [key, index] of acknowledged) expect(keys[index]).to.equal(key);
    const checks = await verifyJournal({ store, replay: { chapters: [openPurses().chapter] } });
    expect(checks.filter(({ ok }) => !ok)).to.deep.equal([]);
  }).timeout(60_000);
});
