import { spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { childEnvironment, readConfig } from "../config/config.ts";
import { LINES, openLinesCollection } from "../src/journal/lines-collection.ts";
import type { Stored } from "../src/platform/documents.ts";
import { openProcess, type Process } from "../src/process.ts";
import { emptyEnvironment } from "./support/environment.ts";
import { listeningLog } from "./support/journal.ts";
import { openSmallFederation } from "./support/small-federation.ts";

const ROOT = join(import.meta.dirname, "..");

/** The command as a process: its exit code, and the names of the checks that fail. */
const verify = (environment: { readonly [name: string]: string }) =>
  new Promise<{ readonly code: number | null; readonly failed: string[]; readonly said: string }>((resolve, reject) => {
    const child = spawn(process.execPath, ["--import=tsx", "src/verify.ts"], {
      cwd: ROOT,
      env: childEnvironment(environment),
      stdio: ["ignore", "pipe", "inherit"],
    });
    let said = "";
    child.stdout.on("data", (piece: Buffer) => (said += piece.toString("utf8")));
    child.once("error", reject);
    child.once("close", (code) => {
      const failed = [...said.matchAll(/^FAIL {2}(.{1,32}?) {2,}/gm)].map((match) => match[1] ?? "");
      resolve({ code, failed, said });
    });
  });

describe("npm run verify", function () {
  this.timeout(60_000);
  let environment: Awaited<ReturnType<typeof emptyEnvironment>>;
  let base: Process;

  before(async () => {
    environment = await emptyEnvironment("verify_command_test");
    base = await openProcess(readConfig(environment), "verify-test");
    const { book, documents } = base;
    await openSmallFederation(base.submit);
    const lines = openLinesCollection({ book, documents, sleep: (ms) => sleep(ms), log: listeningLog() });
    await lines.start();
    await lines.caughtUp();
    await lines.stop();
    await base.checkpoints.publishHead();
  });
  after(() => base.close());

  it("is clean over books as they were written, and says how many checkpoints it looked at", async () => {
    const { code, failed, said } = await verify(environment);
    expect(failed).to.deep.equal([]);
    expect(said).to.match(/^ok {4}checkpoints +1 checkpoints, 1 keys$/m);
    expect(code).to.equal(0);
  });

  it("finds two rows of the copied lines swapped", async () => {
    const collection = base.connection.collection<Stored>(LINES);
    const rows = await collection.find().toArray();
    const [one, two] = rows.filter(({ _id }) => ["000000000001", "000000000002"].includes(_id));
    if (!one || !two) return expect.fail("the rows are not there");
    await collection.replaceOne({ _id: one._id }, { ...two, _id: one._id });
    await collection.replaceOne({ _id: two._id }, { ...one, _id: two._id });
    const { code, failed, said } = await verify(environment);
    expect(failed).to.deep.equal(["lines collection"]);
    expect(said).to.include("line 1 differs; line 2 differs (2 in all)");
    expect(code).to.equal(1);
    for (const row of [one, two]) await collection.replaceOne({ _id: row._id }, row);
  });

  it("finds the end of the journal cut off, though what is left is whole", async () => {
    const journal = base.connection.collection<Stored>("journal");
    const last = String(base.book.head().batch).padStart(17, "0");
    expect((await journal.deleteOne({ _id: last })).deletedCount).to.equal(1);
    const { code, failed, said } = await verify(environment);
    expect(failed).to.deep.equal(["checkpoints"]);
    expect(said).to.match(/checkpoint of \d+ lines: the journal ends after \d+/);
    expect(code).to.equal(1);
  });
});
