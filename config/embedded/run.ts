import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Settings } from "../config.ts";
import { addressesIn } from "./data-folder.ts";
import { ROOT } from "./engines.ts";
import { type Launch, launch } from "./launch.ts";
import { environmentOf, startGround, startStack } from "./stack.ts";

/**
 * `run.ts MODE SCRIPT …`: runs a script of this repository on engines. `engines`: on those of DATA_DIR, which may be
 * running already. `scratch`: on
 * fresh ones in a folder that is deleted afterwards. `stack`: web and worker run too, and the script gets their
 * address as `--base-url`. The script's exit code is the command's.
 */
const [mode = "", script = "", ...args] = process.argv.slice(2);

const work = async (started: Launch): Promise<number> => {
  if (mode === "stack") {
    const stack = await startStack({ ...started, settings: { ...started.settings, PORT: started.settings.PORT ?? 0 } });
    return runScript(started, stack.environment, ["--base-url", stack.baseUrl]);
  }
  const shared = mode === "engines" ? addressesIn(started.settings.DATA_DIR) : undefined;
  if (shared !== undefined) return runScript(started, environmentOf(started.settings, shared), []);
  const settings = mode === "scratch" ? scratch(started) : started.settings;
  const { environment } = await startGround({ ...started, settings });
  return runScript(started, environment, []);
};

const scratch = ({ settings, closer }: Launch): Settings => {
  const folder = mkdtempSync(join(tmpdir(), "shanzhang-bench-"));
  closer.add(async () => rmSync(folder, { recursive: true, force: true }));
  return { ...settings, DATA_DIR: folder };
};

const runScript = ({ closer }: Launch, env: NodeJS.ProcessEnv, extra: string[]): Promise<number> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--import=tsx", script, ...args, ...extra], {
      cwd: ROOT,
      env,
      stdio: "inherit",
    });
    const exited = new Promise<void>((gone) => child.once("close", () => gone()));
    closer.add(async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
      await exited;
    });
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? 1));
  });

await launch(work);
