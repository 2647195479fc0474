import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { Busy } from "../../src/journal/errors.ts";
import type { Server } from "./servers.ts";
import type { Question, Reply } from "./writer-process.ts";

/** A writer in a process of its own, started again whenever it ends, until it is stopped or finds the journal damaged. */
export type WriterProcess = Server & {
  /** In milliseconds of the process; undefined while it is not up. */
  readonly upSince: () => number | undefined;
  /** kill -9. */
  readonly kill: () => void;
  /** Settles when it is up. */
  readonly ready: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

const PROGRAM = fileURLToPath(new URL("writer-process.ts", import.meta.url));

/** The driver is loaded before the TypeScript loader, which would look into each of its files. */
const IMPORTS = ["--import=mongoose", "--import=tsx"];

type Heard = Extract<Reply, { id: number }>;
type Hearing = (reply: Heard) => void;

/** The next process is loaded while this one works, so that a kill costs a replay and not the start of a program. */
export const keepWriter = (
  args: readonly string[],
  { damaged }: { readonly damaged: (message: string) => void },
): WriterProcess => {
  const load = () => fork(PROGRAM, [...args], { execArgv: IMPORTS, stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const pending = new Map<number, Hearing>();
  let waiting: (() => void)[] = [];
  let upSince: number | undefined;
  let stopped = false;
  let asked = 0;
  let child: ChildProcess;
  let next = load();

  const hear = (reply: Reply): void => {
    if ("damaged" in reply) {
      stopped = true;
      return damaged(reply.damaged);
    }
    if ("id" in reply) return answered(reply);
    upSince = performance.now();
    for (const resolve of waiting) resolve();
    waiting = [];
  };
  const answered = (reply: Heard): void => {
    const hearing = pending.get(reply.id);
    pending.delete(reply.id);
    hearing?.(reply);
  };
  const begin = (): void => {
    child = next;
    next = load();
    child.on("message", hear);
    child.once("exit", () => {
      upSince = undefined;
      for (const id of pending.keys()) answered({ id, busy: true });
      if (!stopped) begin();
    });
    child.send({ begin: true }, () => undefined);
  };
  /** A process that is not there, or dies, refuses or cuts the connection: its asker knows nothing, as if it were busy. */
  const ask = (question: Omit<Question, "id">, hearing: Hearing): void => {
    asked += 1;
    const id = asked;
    if (upSince === undefined) return void setImmediate(() => hearing({ id, busy: true }));
    pending.set(id, hearing);
    child.send({ id, ...question } satisfies Question, () => undefined);
  };
  begin();

  return {
    submit: (command, reply) => ask({ command }, ({ answer }) => reply(answer ?? new Busy("it said so or is gone"))),
    balance: (fund, reply) => ask({ fund }, ({ balance }) => balance !== undefined && reply(BigInt(balance))),
    upSince: () => upSince,
    kill: () => {
      upSince = undefined;
      child.kill("SIGKILL");
    },
    ready: () => (upSince !== undefined ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
    stop: async () => {
      stopped = true;
      await Promise.all([child, next].map(killed));
    },
  };
};

const killed = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once("exit", () => resolve());
    child.kill("SIGKILL");
  });
