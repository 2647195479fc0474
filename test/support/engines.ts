import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readSettings } from "../../config/config.ts";
import { type Engines, startEngines } from "../../config/embedded/engines.ts";

/** One pair of engines a run, in an empty folder, started when the first test asks; setup.ts stops them. */
let running: Promise<Engines & { readonly dataDir: string }> | undefined;

const start = async (): Promise<Engines & { readonly dataDir: string }> => {
  const settings = readSettings();
  const dataDir = await mkdtemp(join(tmpdir(), "shanzhang-test-"));
  const given = { mongoUri: settings.MONGODB_URI, redisUrl: settings.REDIS_URL };
  const engines = await startEngines({ dataDir, log: (text) => process.stderr.write(`${text}\n`), given });
  return { ...engines, dataDir };
};

const engines = (): Promise<Engines> => {
  running ??= start();
  return running;
};

/** The address of a database of its own. The name must end in `_test`: a test drops what it finds there. */
export const mongoUri = async (database: string): Promise<string> => {
  if (!/^[a-z0-9_]{1,33}_test$/.test(database))
    throw new Error(`the name of a test database ends in _test: ${database}`);
  const { mongoUri: server } = await engines();
  return server.replace(/^(mongodb(?:\+srv)?:\/\/[^/?]+)\/?[^?]*/, `$1/${database}`);
};

/** The queue engine; give each test file a prefix of its own. */
export const redisUrl = async (): Promise<string> => (await engines()).redisUrl;

/** Ends what a run started; nothing when no test asked for an engine. */
export const stopTestEngines = async (): Promise<void> => {
  if (running === undefined) return;
  const { stop, dataDir } = await running;
  await stop();
  await rm(dataDir, { recursive: true, force: true });
  running = undefined;
};
