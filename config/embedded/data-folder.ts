import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { limits } from "../limits.ts";
import { descent, endProcess, identify, isAlive, isIntact, type ProcessIdentity } from "./process-identity.ts";

/**
 * A data folder belongs to one launcher at a time, and what an earlier launcher left running in it is stopped first:
 * two engines on one folder would destroy it. `run/` holds one file a process, with its id and the moment it began.
 */
export type DataFolder = {
  /** Notes a started process, so that the next launcher can stop it should this one die. */
  readonly note: (name: string, pid: number) => void;
  /** Tells other commands on this folder where its engines listen. */
  readonly publish: (addresses: EngineAddresses) => void;
  readonly release: () => void;
};

export type EngineAddresses = { readonly mongoUri: string; readonly redisUrl: string };

/** Another launcher that is alive holds the folder. */
class FolderInUse extends Error {
  override readonly name = "FolderInUse";
}

type Owner = ProcessIdentity & { readonly descent: readonly number[] };
const OWNER = "launcher.json";
const ADDRESSES = "engines.json";

/** Throws FolderInUse when a living launcher holds the folder; one whose own starter is gone is stopped and replaced. */
export const claimFolder = async (dataDir: string, log: (text: string) => void): Promise<DataFolder> => {
  const run = join(dataDir, "run");
  mkdirSync(run, { recursive: true, mode: 0o700 });
  while (!writeOnce(join(run, OWNER), JSON.stringify(ourselves()))) await removeOwner(run, log);
  await stopLeftovers(run, log);
  return {
    note: (name, pid) => writeFileSync(join(run, `${name}.json`), JSON.stringify(identify(pid) ?? {})),
    publish: (addresses) => writeFileSync(join(run, ADDRESSES), JSON.stringify(addresses), { mode: 0o600 }),
    release: () => {
      for (const name of readdirSync(run)) rmSync(join(run, name), { force: true });
    },
  };
};

/** Where the engines of this folder listen while a living launcher holds it; undefined when nobody does. */
export const addressesIn = (dataDir: string): EngineAddresses | undefined => {
  const owner = read<Owner>(join(dataDir, "run", OWNER));
  if (owner === undefined || !isAlive(owner)) return undefined;
  try {
    return JSON.parse(readFileSync(join(dataDir, "run", ADDRESSES), "utf8")) as EngineAddresses;
  } catch {
    return undefined;
  }
};

const ourselves = (): Owner => ({ pid: process.pid, began: "", ...identify(process.pid), descent: descent() });

const writeOnce = (path: string, text: string): boolean => {
  try {
    const file = openSync(path, "wx", 0o600);
    writeFileSync(file, text);
    closeSync(file);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
};

const removeOwner = async (run: string, log: (text: string) => void): Promise<void> => {
  const owner = read<Owner>(join(run, OWNER));
  if (owner !== undefined && isAlive(owner)) {
    if (owner.pid === process.pid || isIntact(owner.descent)) {
      throw new FolderInUse(
        `The data folder is in use by process ${owner.pid}; stop that one first, or give another DATA_DIR.`,
      );
    }
    log(`stopping process ${owner.pid}, which an earlier start left behind`);
    await endProcess(owner, limits.processStop * 2);
  }
  rmSync(join(run, OWNER), { force: true });
};

const stopLeftovers = async (run: string, log: (text: string) => void): Promise<void> => {
  for (const name of readdirSync(run)) {
    if (name === OWNER) continue;
    const left = read<ProcessIdentity>(join(run, name));
    if (left !== undefined && isAlive(left)) {
      log(`stopping ${name.replace(".json", "")} (process ${left.pid}), which an earlier start left behind`);
      await endProcess(left, limits.engineStop);
    }
    rmSync(join(run, name), { force: true });
  }
};

const read = <T extends ProcessIdentity>(path: string): T | undefined => {
  try {
    const value: unknown = JSON.parse(readFileSync(path, "utf8"));
    return isIdentity(value) ? (value as T) : undefined;
  } catch {
    return undefined;
  }
};

const isIdentity = (value: unknown): value is ProcessIdentity =>
  typeof value === "object" && value !== null && "pid" in value && "began" in value;
