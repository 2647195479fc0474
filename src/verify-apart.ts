import { fork } from "node:child_process";
import { extname, join } from "node:path";
import { limits } from "../config/limits.ts";
import type { Verification } from "./verification.ts";

const PROGRAM = join(import.meta.dirname, `verify${extname(import.meta.filename)}`);

/**
 * Verifies in a process of its own: the second copy of all tables goes with it, and the worker's jobs do not wait for a
 * replay. It ends with the process that asked. Rejects when it ended without an answer, or took too long.
 */
export const verifyApart = (environment: NodeJS.ProcessEnv): Promise<Verification> =>
  new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(limits.nightCheckTimeout);
    const child = fork(PROGRAM, { env: environment, signal, stdio: ["ignore", "ignore", "inherit", "ipc"] });
    child.once("message", (verification) => resolve(verification as Verification));
    child.once("error", reject);
    child.once("exit", (code, killed) =>
      reject(new Error(`the verification ended with ${killed ?? code} and no answer`)),
    );
  });
