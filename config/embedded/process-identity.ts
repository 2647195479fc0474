import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

const ON_LINUX = existsSync("/proc/self/stat");

/** A process id alone can be given to another program later; with the moment it began it cannot. */
export type ProcessIdentity = { readonly pid: number; readonly began: string };

/** The identity of a process that runs now, or undefined. A finished process that nobody has waited for counts as gone. */
export const identify = (pid: number): ProcessIdentity | undefined => {
  const began = ON_LINUX ? beganLinux(pid) : ask("lstart=", pid);
  return began === undefined ? undefined : { pid, began };
};

export const isAlive = (process: ProcessIdentity): boolean => identify(process.pid)?.began === process.began;

/**
 * This process, the one that started it, and, when that is only a shell between, the one behind the shell: npm runs a
 * script as `npm` → `sh` → `node`.
 */
export const descent = (): number[] => {
  const parent = process.ppid;
  const behind = /^-?(?:ba|da)?sh$/.test(nameOf(parent) ?? "") ? parentOf(parent) : undefined;
  return [process.pid, parent, ...(behind === undefined ? [] : [behind])];
};

/** Whether everyone in the line still has the parent it had. */
export const isIntact = (line: readonly number[]): boolean =>
  line.slice(1).every((parent, i) => parentOf(line[i] ?? 0) === parent);

const parentOf = (pid: number): number | undefined => {
  const parent = ON_LINUX ? statOf(pid)?.[1] : ask("ppid=", pid);
  return parent === undefined ? undefined : Number(parent);
};

const nameOf = (pid: number): string | undefined =>
  ON_LINUX ? quietly(() => readFileSync(`/proc/${pid}/comm`, "utf8").trim()) : ask("comm=", pid)?.split("/").at(-1);

/** SIGTERM, then SIGKILL after `within` milliseconds; returns when the process is gone. */
export const endProcess = async (process_: ProcessIdentity, within: number): Promise<void> => {
  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    if (!isAlive(process_)) return;
    signalQuietly(process_.pid, signal);
    for (let waited = 0; waited < within && isAlive(process_); waited += 50) await pause(50);
  }
};

const signalQuietly = (pid: number, signal: NodeJS.Signals): void => {
  quietly(() => process.kill(pid, signal)); // it can have gone between the look and the signal
};

/** Fields of /proc/PID/stat after the program's name: state, parent, … the start time is the twentieth. */
const statOf = (pid: number): string[] | undefined =>
  quietly(() => {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return text.slice(text.lastIndexOf(")") + 2).split(" ");
  });

const beganLinux = (pid: number): string | undefined => {
  const stat = statOf(pid);
  if (stat === undefined || stat[0] === "Z" || stat[0] === "X") return undefined;
  return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()}/${stat[19]}`;
};

const ask = (field: string, pid: number): string | undefined =>
  quietly(() => execFileSync("ps", ["-o", field, "-p", String(pid)], { encoding: "utf8" }).trim() || undefined);

const quietly = <T>(look: () => T): T | undefined => {
  try {
    return look();
  } catch {
    return undefined;
  }
};
