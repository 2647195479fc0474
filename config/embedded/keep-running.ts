import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, type WriteStream } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { limits } from "../limits.ts";
import type { Closer } from "./closer.ts";

/** A program that is started, waited for, restarted when it dies, and stopped with the rest. */
export type Program = {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  readonly logFile: string;
  /** A node process that must notice when this one dies: it gets a channel (tether.mjs watches it). */
  readonly tethered: boolean;
  /** Asked every 50 ms until true; `printed` is what the program wrote last. */
  readonly isReady: (printed: string) => Promise<boolean>;
  readonly started: (pid: number) => void;
};

export type Keeper = {
  readonly closer: Closer;
  readonly log: (text: string) => void;
  /** Called when a program died too often; the caller takes all down. */
  readonly gaveUp: (reason: string) => void;
  /** Deaths within a minute that are forgiven; the limit when left out. */
  readonly restartsMost?: number;
};

type Running = { readonly child: ChildProcess; readonly exited: Promise<string>; readonly printed: () => string };

/** Returns when the program is ready. Throws, with the end of its output, when it ends or stays unready at first. */
export const keepRunning = async (
  program: Program,
  keeper: Keeper,
): Promise<{ readonly pid: () => number | undefined }> => {
  const file = createWriteStream(program.logFile, { flags: "a" });
  const stopping = new AbortController();
  let current: Running | undefined;
  let watched: Promise<void> = Promise.resolve();
  const launch = async (): Promise<Running> => {
    current = begin(program, file);
    await untilReady(program, current);
    return current;
  };
  keeper.closer.add(async () => {
    stopping.abort();
    if (current !== undefined) await end(current);
    await watched;
    file.end();
  });
  if (keeper.closer.closing()) throw new Error(`${program.name} was stopped before it started`);
  const first = await launch();
  watched = watch({ program, keeper, launch, first, signal: stopping.signal });
  return { pid: () => current?.child.pid };
};

type Watch = {
  readonly program: Program;
  readonly keeper: Keeper;
  readonly launch: () => Promise<Running>;
  readonly first: Running;
  readonly signal: AbortSignal;
};

const watch = async ({ program, keeper, launch, first, signal }: Watch): Promise<void> => {
  let exited = first.exited;
  let deaths: number[] = [];
  for (;;) {
    const how = await exited;
    if (signal.aborted) return;
    deaths = [...deaths.filter((at) => at > performance.now() - limits.restartWindow), performance.now()];
    if (deaths.length > (keeper.restartsMost ?? limits.restartsMost)) {
      keeper.gaveUp(`${program.name} died ${deaths.length} times within a minute; its output is in ${program.logFile}`);
      return;
    }
    keeper.log(`${program.name} ended (${how}); it is started again`);
    const wait = Math.min(limits.restartPauseLeast * 2 ** (deaths.length - 1), limits.restartPauseMost);
    await pause(wait, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    exited = launch().then(
      (running) => running.exited,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
  }
};

const begin = (program: Program, file: WriteStream): Running => {
  const child = spawn(program.command, program.args, {
    cwd: program.cwd,
    env: program.env,
    detached: true, // Ctrl-C reaches only us: we stop the parts in order
    stdio: ["ignore", "pipe", "pipe", ...(program.tethered ? (["ipc"] as const) : [])],
  });
  let printed = "";
  const keep = (chunk: Buffer): void => {
    file.write(chunk);
    printed = (printed + chunk.toString()).slice(-16_384);
  };
  child.stdout?.on("data", keep);
  child.stderr?.on("data", keep);
  const exited = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("close", (code, signal) => resolve(signal === null ? `exit code ${code}` : signal));
  });
  if (child.pid !== undefined) program.started(child.pid);
  return { child, exited, printed: () => printed };
};

const untilReady = async (program: Program, running: Running): Promise<void> => {
  let ended: string | undefined;
  void running.exited.then((how) => {
    ended = how;
  });
  const deadline = performance.now() + limits.processStart;
  while (ended === undefined && performance.now() < deadline) {
    if (await program.isReady(running.printed())) return;
    await pause(50);
  }
  if (ended === undefined) running.child.kill("SIGKILL");
  const how = ended === undefined ? "was not ready in time" : `ended before it was ready (${ended})`;
  throw new Error(`${program.name} ${how}. ${tail(running.printed(), program.logFile)}`);
};

const tail = (printed: string, logFile: string): string => {
  const lines = printed.trim().split("\n").slice(-12);
  return lines[0] === "" ? `It printed nothing (${logFile}).` : `Its last words:\n  ${lines.join("\n  ")}`;
};

const end = async ({ child, exited }: Running): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), limits.processStop);
  await exited;
  clearTimeout(timer);
};
