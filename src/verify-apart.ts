import { fork } from "node:child_process";
import { extname, join } from "node:path";
import { limits } from "../config/limits.ts";
import type { Verification } from "./verification.ts";

const PROGRAM = join(import.meta.dirname, `verify${extname(import.meta.filename)}`);
const WORDS_KEPT = 1_000;

/**
 * Verifies in a process of its own: the second copy of all tables goes with it, and the worker's jobs do not wait for a
 * replay. It ends with the process that asked. Rejects with its last words when it had no answer, or took too long.
 */
export const verifyApart = (environment: NodeJS.ProcessEnv): Promise<Verification> =>
  new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(limits.nightCheckTimeout);
    const child = fork(PROGRAM, { env: environment, signal, stdio: ["ignore", "ignore", "pipe", "ipc"] });
    let words = "";
    child.stderr?.on("data", (chunk: Buffer) => (words = `${words}${chunk.toString()}`.slice(-WORDS_KEPT)));
    child.once("message", (verification) => resolve(verification as Verification));
    child.once("error", reject);
    child.once("close", (code, killed) =>
      reject(new Error(`the verification ended with ${killed ?? code} and no answer: ${words.trim()}`)),
    );
  });
