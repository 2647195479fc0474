import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

/** A process id alone can be given to another program later; with the moment it began it cannot. */
export type ProcessIdentity = { readonly pid: number; readonly began: string };

/** The identity of a process that runs now, or undefined. A finished process that nobody has waited for counts as gone. */
export const identify = (pid: number): ProcessIdentity | undefined => {
  const began = existsSync("/proc/self/stat") ? beganLinux(pid) : beganElsewhere(pid);
  return began === undefined ? undefined : { pid, began };
};

export const isAlive = (process: ProcessIdentity): boolean => identify(process.pid)?.began === process.began;

/** The parent's id of a running process, or undefined. */
export const parentOf = (pid: number): number | undefined => {
  const parent = existsSync("/proc/self/stat") ? statOf(pid)?.[1] : ask("ppid=", pid);
  return parent === undefined ? undefined : Number(parent);
};

/** SIGTERM, then SIGKILL after `within` milliseconds; returns when the process is gone. */
export const endProcess = async (process_: ProcessIdentity, within: number): Promise<void> => {
  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    if (!isAlive(process_)) return;
    signalQuietly(process_.pid, signal);
    for (let waited = 0; waited < within && isAlive(process_); waited += 50) await pause(50);
  }
};

const signalQuietly = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(pid, signal);
  } catch {
    // gone between the look and the signal
  }
};

/** Fields of /proc/PID/stat after the program's name: state, parent, … the start time is the twentieth. */
const statOf = (pid: number): string[] | undefined => {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return text.slice(text.lastIndexOf(")") + 2).split(" ");
  } catch {
    return undefined;
  }
};

const beganLinux = (pid: number): string | undefined => {
  const stat = statOf(pid);
  if (stat === undefined || stat[0] === "Z" || stat[0] === "X") return undefined;
  return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()}/${stat[19]}`;
};

const beganElsewhere = (pid: number): string | undefined => ask("lstart=", pid);

const ask = (field: string, pid: number): string | undefined => {
  try {
    return execFileSync("ps", ["-o", field, "-p", String(pid)], { encoding: "utf8" }).trim() || undefined;
  } catch {
    return undefined;
  }
};
