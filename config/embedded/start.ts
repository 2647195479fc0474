import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Settings } from "../config.ts";
import { ROOT } from "./engines.ts";
import { type Launch, launch } from "./launch.ts";
import { type Stack, startStack } from "./stack.ts";

/** `npm start`: engines, web and worker; on an empty data folder the sample federation is opened first. */
const SAMPLE = join(ROOT, "config/sample");
const MARK = "sample.json";

type SampleState = "none" | "opening" | "open";

const work = async (started: Launch): Promise<number> => {
  const state = stateOf(started.settings);
  const stack = await startStack(started);
  started.log("");
  started.log(`Shanzhang is ready at ${stack.baseUrl}`);
  if (state !== "none") await showSample({ state, stack, started });
  started.log(`Logs: ${join(started.settings.DATA_DIR, "log")}. Ctrl-C stops everything.`);
  await started.ended;
  return 0;
};

/** A folder without data gets the sample; a start that was interrupted while opening it goes on. Never in production. */
const stateOf = ({ DATA_DIR, NODE_ENV }: Settings): SampleState => {
  if (NODE_ENV === "production" || !existsSync(SAMPLE)) return "none";
  const mark = join(DATA_DIR, MARK);
  if (existsSync(mark)) return readFileSync(mark, "utf8").includes("opening") ? "opening" : "open";
  const held = existsSync(DATA_DIR) ? readdirSync(DATA_DIR).filter((name) => name !== "run" && name !== "log") : [];
  return held.length === 0 ? "opening" : "none";
};

type ShowSample = { readonly state: SampleState; readonly stack: Stack; readonly started: Launch };

const showSample = async ({ state, stack, started }: ShowSample): Promise<void> => {
  const { openSample, describeSample } = await import("../../src/story/open-sample.ts");
  const mark = (now: SampleState): void =>
    writeFileSync(join(started.settings.DATA_DIR, MARK), JSON.stringify({ state: now }));
  const sample = {
    baseUrl: stack.baseUrl,
    from: SAMPLE,
    adminPassword: stack.environment.ADMIN_PASSWORD ?? "",
    log: started.log,
  };
  if (state === "opening") {
    mark("opening");
    started.log("Opening the sample federation: its month is driven through the import paths …");
    await openSample(sample);
    mark("open");
  }
  const { signIns, summary } = await describeSample(sample);
  started.log("\nSign in at /desk as");
  for (const { role, name, password } of signIns) started.log(`  ${role.padEnd(14)} ${name.padEnd(16)} ${password}`);
  started.log("");
  for (const line of summary) started.log(`  ${line}`);
  started.log("");
};

await launch(work);
