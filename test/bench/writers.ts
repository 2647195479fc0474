import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { connectMongo } from "../../src/platform/mongo.ts";

const DATABASE = "bench_writers_test";
const CLIENTS = 256;
const WARM_MS = 1_000;
const FOR_MS = 4_000;

/** What one process counted; the waits are milliseconds. */
type Count = { readonly lines: number; readonly p99_ms: number; readonly slowest_ms: number };

export type Writers = {
  readonly one: { readonly per_s: number; readonly p99_ms: number; readonly slowest_ms: number };
  readonly two: { readonly per_s: number; readonly p99_ms: number; readonly slowest_ms: number };
  /** What two processes write together, of what one writes with as many clients. */
  readonly two_of_one: number;
  /** Of two processes, what the slower wrote of what the faster did. */
  readonly fairness: number;
};

/** Lines a second of one process with 256 clients, and of two with 128 each on the same journal. */
export const benchWriters = async (uri: string): Promise<Writers> => {
  const [alone] = await race(uri, 1);
  const both = await race(uri, 2);
  const one = together(alone === undefined ? [] : [alone]);
  const two = together(both);
  const lines = both.map((count) => count.lines);
  return {
    one,
    two,
    two_of_one: share(two.per_s, one.per_s),
    fairness: share(Math.min(...lines), Math.max(...lines)),
  };
};

const share = (part: number, whole: number): number => Math.round((part / whole) * 100) / 100;

const together = (counts: readonly Count[]) => ({
  per_s: Math.round((counts.reduce((sum, { lines }) => sum + lines, 0) / FOR_MS) * 1_000),
  p99_ms: Math.max(...counts.map(({ p99_ms }) => p99_ms)),
  slowest_ms: Math.max(...counts.map(({ slowest_ms }) => slowest_ms)),
});

const race = async (uri: string, processes: number): Promise<Count[]> => {
  const connection = await connectMongo(uri, DATABASE);
  await connection.dropDatabase();
  const clients = String(CLIENTS / processes);
  const script = fileURLToPath(new URL("./writer-process.ts", import.meta.url));
  const args = [uri, DATABASE, clients, String(WARM_MS), String(FOR_MS)];
  const children = Array.from({ length: processes }, () => fork(script, args, { execArgv: ["--import=tsx"] }));
  try {
    await Promise.all(children.map((child) => message(child)));
    for (const child of children) child.send("go");
    return (await Promise.all(children.map((child) => message(child)))) as Count[];
  } finally {
    for (const child of children) child.kill();
    await connection.dropDatabase();
    await connection.close();
  }
};

const message = async (child: ChildProcess): Promise<unknown> => {
  const gone = once(child, "exit").then(([code]) => {
    throw new Error(`a writer ended with ${String(code)} and without an answer`);
  });
  const [answer] = (await Promise.race([once(child, "message"), gone])) as [unknown];
  gone.catch(() => undefined);
  return answer;
};
