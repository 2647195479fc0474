import { spawn } from "node:child_process";
import { once } from "node:events";
import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { childEnvironment } from "../../config/config.ts";
import { freePort } from "../../config/embedded/ports.ts";
import { connectMongo } from "../../src/platform/mongo.ts";
import { openSmallFederation } from "../support/small-federation.ts";
import { fundOf, openWholeBook } from "./gifts.ts";
import { measure } from "./measure.ts";

const DATABASE = "bench_http_test";
const CLIENTS = 64;
const START_MS = 30_000;

/**
 * Gifts a second through `POST /api/v1/donations` of the real web process, with 64 clients of the loopback that keep
 * their connections. Every gift is a donor's promise of a transfer: checked, its donor sealed in the vault, its line
 * durable before the answer. The limit of gifts an address counts no loopback, so it is in force and does not bite.
 */
export const benchHttpGifts = async (uri: string): Promise<{ per_s: number; p99_ms: number }> => {
  const connection = await connectMongo(uri, DATABASE);
  await connection.dropDatabase();
  const before = await openWholeBook(connection);
  await openSmallFederation(before.submit);
  const opening = before.head().lines;
  await before.close();
  const web = await startWeb(DATABASE);
  const givers = openGivers(web.port);
  try {
    const { per_s, p99_ms } = await measure({ clients: CLIENTS, warmMs: 2_000, forMs: 4_000, once: givers.give });
    const after = await openWholeBook(connection);
    const written = after.head().lines - opening;
    await after.close();
    if (written !== givers.given()) throw new Error(`${givers.given()} gifts were answered, ${written} are written`);
    return { per_s, p99_ms };
  } finally {
    givers.close();
    await web.stop();
    await connection.dropDatabase();
    await connection.close();
  }
};

/** The real web process on a free port, ready. */
export const startWeb = async (
  database: string,
): Promise<{ readonly port: number; readonly stop: () => Promise<void> }> => {
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const settings = {
    DATABASE: database,
    HOST: "127.0.0.1",
    PORT: String(port),
    PUBLIC_URL: address,
    LOG_LEVEL: "error",
  };
  const child = spawn(
    process.execPath,
    ["--import=./config/embedded/tether.mjs", "--import=tsx", "src/main.ts"],
    // The channel is the tether: the web process ends when this one is gone. Standard output is for the result alone.
    { env: childEnvironment(settings), stdio: ["ignore", 2, 2, "ipc"] },
  );
  const exited = once(child, "exit");
  const stop = async () => {
    child.kill("SIGTERM");
    await exited;
  };
  for (const end = performance.now() + START_MS; performance.now() < end; await sleep(100)) {
    if (child.exitCode !== null) break;
    const healthy = await fetch(`${address}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (healthy) return { port, stop };
  }
  await (child.exitCode === null ? stop() : undefined);
  throw new Error("the web process did not get ready");
};

const openGivers = (port: number) => {
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
  let next = 0;
  let given = 0;
  const give = async (): Promise<void> => {
    next += 1;
    const gift = { fund: fundOf(next), amount: "100.00", channel: "bank", name: "沈示例", phone: "12800000145" };
    const { status, text } = await post({ agent, port, key: `bench-${next}`, body: { ...gift, terms: "use-v1" } });
    if (status !== 201) throw new Error(`a gift was answered ${status}: ${text}`);
    given += 1;
  };
  return { give, given: () => given, close: () => agent.destroy() };
};

type Post = { readonly agent: Agent; readonly port: number; readonly key: string; readonly body: object };

const post = ({ agent, port, key, body }: Post): Promise<{ status: number | undefined; text: string }> =>
  new Promise((resolve, reject) => {
    const headers = { "Content-Type": "application/json", "Idempotency-Key": key };
    const path = "/api/v1/donations";
    const sent = request({ agent, host: "127.0.0.1", port, path, method: "POST", headers }, (answer) => {
      let text = "";
      answer.setEncoding("utf8");
      answer.on("data", (part: string) => {
        text += part;
      });
      answer.once("end", () => resolve({ status: answer.statusCode, text }));
      answer.once("error", reject);
    });
    sent.once("error", reject);
    sent.end(JSON.stringify(body));
  });
