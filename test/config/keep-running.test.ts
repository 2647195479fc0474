import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect } from "chai";
import { createCloser } from "../../config/embedded/closer.ts";
import { keepRunning, type Program } from "../../config/embedded/keep-running.ts";
import { identify, isAlive } from "../../config/embedded/process-identity.ts";

const SERVES =
  'console.log("ready"); process.on("SIGTERM", () => { console.log("bye"); process.exit(0); }); setInterval(() => {}, 1e6);';

describe("a program that is kept running", () => {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "shanzhang-keep-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const program = (script: string): Program => ({
    name: "the test process",
    command: process.execPath,
    args: ["-e", script],
    env: {},
    cwd: folder,
    logFile: join(folder, "log"),
    tethered: false,
    isReady: async (printed) => printed.includes("ready"),
    started: () => undefined,
  });

  it("is started again when it is killed, and asked to stop at the end", async () => {
    const said: string[] = [];
    const closer = createCloser();
    const kept = await keepRunning(program(SERVES), {
      closer,
      log: (text) => said.push(text),
      gaveUp: () => undefined,
    });
    const first = kept.pid() ?? 0;
    process.kill(first, "SIGKILL");
    while (kept.pid() === first) await pause(20);
    while ((await readFile(join(folder, "log"), "utf8")).split("ready").length < 3) await pause(20);
    const second = identify(kept.pid() ?? 0);
    await closer.close();
    expect(said).to.deep.equal(["the test process ended (SIGKILL); it is started again"]);
    expect(second !== undefined && isAlive(second)).to.equal(false);
    expect(await readFile(join(folder, "log"), "utf8")).to.contain("bye");
  });

  it("fails at once, with its last words, when it ends before it is ready", async () => {
    const closer = createCloser();
    const keeper = { closer, log: () => undefined, gaveUp: () => undefined };
    const failure = await keepRunning(program('console.error("no such table"); process.exit(7)'), keeper).catch(String);
    expect(failure).to.contain("ended before it was ready (exit code 7)").and.to.contain("no such table");
    await closer.close();
  });

  it("is given up when it dies too often", async () => {
    const closer = createCloser();
    const gaveUp = new Promise<string>((resolve) => {
      const keeper = { closer, log: () => undefined, gaveUp: resolve };
      // ready once, then dead at each start: the pauses grow, so the test allows three deaths
      const dying = program('console.log("ready"); setTimeout(() => process.exit(1), 100)');
      void keepRunning(dying, { ...keeper, restartsMost: 2 });
    });
    expect(await gaveUp).to.contain("died 3 times within a minute");
    await closer.close();
  });
});
