import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import mongoose from "mongoose";
import { createCloser } from "../../config/embedded/closer.ts";
import { startEngines } from "../../config/embedded/engines.ts";
import { answers } from "../../config/embedded/ports.ts";
import { identify, isAlive } from "../../config/embedded/process-identity.ts";
import { mongoUri, redisUrl } from "../support/engines.ts";
import { until } from "../support/until.ts";

describe("the embedded engines", () => {
  it("refuses a test database by any other name", async () => {
    const refused = await mongoUri("shanzhang").catch((error: unknown) => error);
    expect(String(refused)).to.contain("ends in _test");
  });

  it("give one address to every test of a run", async () => {
    expect(await mongoUri("engines_test")).to.match(/^mongodb:.*\/engines_test/);
    expect(await redisUrl()).to.equal(await redisUrl());
  });

  describe("in a folder of their own", () => {
    let dataDir = "";
    beforeEach(async () => {
      dataDir = await mkdtemp(join(tmpdir(), "shanzhang-engines-"));
    });
    afterEach(() => rm(dataDir, { recursive: true, force: true }));

    it("belong to one launcher at a time and leave no process behind", async () => {
      const first = await startEngines({ dataDir, log: () => undefined });
      const { documents = 0, queue = 0 } = first.pids();
      const processes = [identify(documents), identify(queue)];
      const second = await startEngines({ dataDir, log: () => undefined }).catch((error: unknown) => error);
      expect(second).to.have.property("name", "FolderInUse");
      await first.stop();
      expect(processes.map((one) => one !== undefined && isAlive(one))).to.deep.equal([false, false]);
      expect(await readdir(join(dataDir, "run"))).to.deep.equal([]);
    });

    it("are started again at the same address when one is killed, with what it had acknowledged", async () => {
      const engines = await startEngines({ dataDir, log: () => undefined });
      const { documents = 0 } = engines.pids();
      const client = await mongoose.createConnection(engines.mongoUri, { dbName: "engines_test" }).asPromise();
      try {
        await client
          .collection<{ _id: string }>("kept")
          .insertOne({ _id: "one" }, { writeConcern: { w: "majority", j: true } });
        process.kill(documents, "SIGKILL");
        await until(() => engines.pids().documents !== documents);
        await until(() => answers(Number(new URL(engines.mongoUri).port)));
        expect(await client.collection<{ _id: string }>("kept").findOne({ _id: "one" })).to.deep.equal({ _id: "one" });
      } finally {
        await client.close();
        await engines.stop();
      }
    });
  });
});

describe("the closer", () => {
  it("stops the last first, once, goes on after a failure, and tells it", async () => {
    const stopped: string[] = [];
    const closer = createCloser();
    closer.add(async () => void stopped.push("first"));
    closer.add(() => Promise.reject(new Error("stuck")));
    closer.add(async () => void stopped.push("last"));
    const failure = await closer.close().catch((error: unknown) => error);
    expect(String(failure)).to.contain("stuck");
    await closer.close().catch(() => undefined);
    expect(stopped).to.deep.equal(["last", "first"]);
  });
});
