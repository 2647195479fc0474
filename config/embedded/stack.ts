import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { childEnvironment, type Settings } from "../config.ts";
import type { Closer } from "./closer.ts";
import { claimFolder, type DataFolder } from "./data-folder.ts";
import { type Engines, ROOT, startIn } from "./engines.ts";
import { keepRunning } from "./keep-running.ts";
import { embeddedKeys } from "./keys.ts";
import { freePort, isFree } from "./ports.ts";

export type StartStack = {
  readonly settings: Settings;
  readonly closer: Closer;
  readonly log: (text: string) => void;
  /** Called when a part died too often. */
  readonly gaveUp: (reason: string) => void;
};

/** Engines that are up, and the environment a process of ours needs to use them. */
export type Ground = {
  readonly engines: Engines;
  readonly folder: DataFolder;
  readonly environment: NodeJS.ProcessEnv;
};

export type Stack = { readonly baseUrl: string; readonly environment: NodeJS.ProcessEnv };

const WEB = "src/main.ts";
const WORKER = "workers/main.ts";
const DEFAULT_PORT = 3000;

/** Claims the data folder, starts the engines that are not given, and makes the keys that are not given. */
export const startGround = async ({ settings, closer, log, gaveUp }: StartStack): Promise<Ground> => {
  mkdirSync(join(settings.DATA_DIR, "log"), { recursive: true });
  const folder = await claimFolder(settings.DATA_DIR, log);
  closer.add(async () => folder.release());
  const given = { mongoUri: settings.MONGODB_URI, redisUrl: settings.REDIS_URL };
  const engines = await startIn({ dataDir: settings.DATA_DIR, log, given, gaveUp, closer, folder });
  folder.publish({ mongoUri: engines.mongoUri, redisUrl: engines.redisUrl });
  return { engines, folder, environment: environmentOf(settings, engines) };
};

/** What a process of ours needs in its environment to work on these engines; makes the keys that are missing. */
export const environmentOf = (
  settings: Settings,
  engines: { readonly mongoUri: string; readonly redisUrl: string },
): NodeJS.ProcessEnv =>
  childEnvironment({
    ...embeddedKeys(settings),
    MONGODB_URI: engines.mongoUri,
    REDIS_URL: engines.redisUrl,
    DATA_DIR: settings.DATA_DIR,
  });

/** Engines, then web and worker as two processes. Returns when both are ready; `closer` takes all down. */
export const startStack = async (start: StartStack): Promise<Stack> => {
  const { settings } = start;
  for (const script of [WEB, WORKER]) {
    if (!existsSync(join(ROOT, script)))
      throw new Error(`${script} is missing: this is not a whole copy of the repository.`);
  }
  const ground = await startGround(start);
  const port = await choosePort(settings, start.log);
  const baseUrl = `http://${settings.HOST.includes(":") ? `[${settings.HOST}]` : settings.HOST}:${port}`;
  const environment = { ...ground.environment, PORT: String(port), PUBLIC_URL: settings.PUBLIC_URL ?? baseUrl };
  const reachable = baseUrl.replace("//0.0.0.0:", "//127.0.0.1:").replace("//[::]:", "//[::1]:");
  await Promise.all([
    startProcess({ start, ground, environment, name: "web", script: WEB, isReady: () => isHealthy(reachable) }),
    startProcess({ start, ground, environment, name: "worker", script: WORKER, isReady: saysReady }),
  ]);
  return { baseUrl: reachable, environment };
};

type StartProcess = {
  readonly start: StartStack;
  readonly ground: Ground;
  readonly environment: NodeJS.ProcessEnv;
  readonly name: "web" | "worker";
  readonly script: string;
  readonly isReady: (printed: string) => Promise<boolean>;
};

const startProcess = async ({ start, ground, environment, name, script, isReady }: StartProcess): Promise<void> => {
  await keepRunning(
    {
      name: `the ${name} process`,
      command: process.execPath,
      args: ["--import=./config/embedded/tether.mjs", "--import=tsx", script],
      env: environment,
      cwd: ROOT,
      logFile: join(start.settings.DATA_DIR, "log", `${name}.log`),
      tethered: true,
      isReady,
      started: (pid) => ground.folder.note(name, pid),
    },
    start,
  );
};

const saysReady = async (printed: string): Promise<boolean> => printed.includes("worker ready");

const isHealthy = (baseUrl: string): Promise<boolean> =>
  fetch(`${baseUrl}/healthz`, { signal: AbortSignal.timeout(2_000) }).then(
    (response) => response.status === 200,
    () => false,
  );

/** PORT as given, or 3000 when it is free, or any free port. Throws when a given port is taken. */
const choosePort = async (settings: Settings, log: (text: string) => void): Promise<number> => {
  const wanted = settings.PORT ?? DEFAULT_PORT;
  if (wanted !== 0 && (await isFree(wanted, settings.HOST))) return wanted;
  if (wanted !== 0 && settings.PORT !== undefined) {
    throw new Error(`PORT ${wanted} is taken on ${settings.HOST}; stop what listens there, or give another PORT.`);
  }
  const chosen = await freePort(settings.HOST);
  if (wanted !== 0) log(`port ${wanted} is taken; using ${chosen}`);
  return chosen;
};
