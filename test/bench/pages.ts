import { randomBytes } from "node:crypto";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { childEnvironment, readConfig } from "../../config/config.ts";
import { composeWeb } from "../../src/compose.ts";
import { buildReport } from "../../src/disclosure/public.ts";
import { connectMongo } from "../../src/platform/mongo.ts";
import { openProcess, type Process } from "../../src/process.ts";
import { LAST_DAY, openBusyYear } from "./busy-year.ts";

const DATABASE = "bench_pages_test";
const PASSWORD = "correct horse battery";
const REPORT = "R-2027-07-v1";
const GIFTS = 20_000;
const TIMES = 4;
const LOOKS = 3;

const PUBLIC = [
  "/",
  "/funds",
  "/funds/S04",
  "/explain/received",
  "/reports",
  `/reports/${REPORT}`,
  "/give",
  "/give/S04",
  "/reports/all-months.csv",
  `/reports/${REPORT}.json`,
  `/reports/${REPORT}.csv`,
  "/api/v1/reports",
  `/api/v1/reports/${REPORT}`,
  "/receipts/check",
];
const STAFF = [
  "/desk",
  "/desk/books",
  "/desk/books/trial-balance",
  "/desk/books/exports",
  "/desk/reconciliation",
  "/desk/reconciliation/differences",
  "/desk/reconciliation/statements",
  "/desk/imports",
  "/desk/books/sheets/position",
  "/desk/books/sheets/bank?from=2027-07-01&to=2027-07-31",
  "/api/v1/months/2027-07",
  "/api/v1/funds",
  "/api/v1/donations",
  "/api/v1/receipts",
  "/api/v1/reconciliation/differences",
  "/api/v1/reconciliation/rows?account=1009/wechat",
  "/api/v1/reconciliation/proposals",
  "/api/v1/reconciliation/statements",
  "/api/v1/books/balances",
  "/api/v1/books/trial-balance?period=2027-07",
  "/api/v1/books/statements?period=2027-07",
  "/api/v1/books/periods",
  "/api/v1/requests",
  "/api/v1/goods",
];

/** Milliseconds of one look at a page, and the longest time for which nothing else could run meanwhile. */
type Cost = { readonly ms: number; readonly block: number };

export const benchPages = async (uri: string): Promise<object> => {
  const small = await costsAt(uri, GIFTS);
  const large = await costsAt(uri, GIFTS * TIMES);
  return Object.fromEntries(
    [...small].map(([path, { ms, block }]) => {
      const l = large.get(path) ?? { ms: 0, block: 0 };
      return [path, { ms: [ms, l.ms], block: [block, l.block], times: Math.round((l.block / block) * 10) / 10 }];
    }),
  );
};

const costsAt = async (uri: string, gifts: number): Promise<Map<string, Cost>> => {
  const connection = await connectMongo(uri, DATABASE);
  await connection.dropDatabase();
  const before = performance.now();
  const year = await openBusyYear(gifts);
  process.stderr.write(`${gifts} gifts, ${year.lines()} lines: ${Math.round(performance.now() - before)} ms\n`);
  const key = () => randomBytes(32).toString("base64");
  const config = readConfig(
    childEnvironment({
      DATABASE,
      SESSION_SECRET: key(),
      VAULT_KEY: key(),
      NAME_KEY: key(),
      CHECKPOINT_KEY: key(),
      ADMIN_PASSWORD: PASSWORD,
      LOG_LEVEL: "error",
    }),
  );
  const real = await openProcess(config, "web");
  const head = () => ({ ...real.book.head(), lines: year.lines() });
  const base: Process = {
    ...real,
    chapters: year.chapters,
    submit: year.submit,
    catchUp: async () => undefined,
    today: () => LAST_DAY,
    book: { ...real.book, head, line: async (index: number) => year.line(index), async *linesFrom() {} },
    checkpoints: { ...real.checkpoints, publish: async () => "" },
  };
  await year.submit({ name: "disclosure.request", key: "report", by: "user:d", input: { period: "2027-07" } });
  const t = performance.now();
  await buildReport(
    {
      ...base,
      books: year.chapters,
      disclosure: year.chapters.disclosure,
      publicUrl: config.publicUrl,
      head,
      checkpoint: async () => "",
    },
    REPORT,
  );
  process.stderr.write(`report: ${Math.round(performance.now() - t)} ms\n`);
  const server = (await composeWeb(base)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    const cookie = await staffCookie(address);
    const costs = new Map<string, Cost>();
    for (const path of PUBLIC) costs.set(path, await costOf(address + path));
    for (const path of STAFF) costs.set(path, await costOf(address + path, cookie));
    return costs;
  } finally {
    server.close();
    server.closeAllConnections();
    await real.close();
    await connection.dropDatabase();
    await connection.close();
  }
};

const staffCookie = async (address: string): Promise<string> => {
  const sign = async (user: string) => {
    const answer = await fetch(`${address}/api/v1/session`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ user, password: PASSWORD }),
    });
    const body = (await answer.json()) as { csrf: string };
    return { cookie: (answer.headers.getSetCookie()[0] ?? "").split(";")[0] ?? "", csrf: body.csrf };
  };
  const admin = await sign("admin");
  const made = await fetch(`${address}/api/v1/users`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRF-Token": admin.csrf, Cookie: admin.cookie },
    body: JSON.stringify({ user: "books", name: "books", password: PASSWORD, roles: ["bookkeeper"], funds: "all" }),
  });
  if (made.status !== 201) throw new Error(await made.text());
  return (await sign("books")).cookie;
};

const costOf = async (address: string, cookie = ""): Promise<Cost> => {
  const looks: Cost[] = [];
  for (let i = 0; i < LOOKS; i += 1) {
    let longest = 0;
    let last = performance.now();
    const tick = setInterval(() => {
      const now = performance.now();
      longest = Math.max(longest, now - last);
      last = now;
    }, 1);
    const before = performance.now();
    const answer = await fetch(address, { headers: { Cookie: cookie } });
    const body = await answer.text();
    const ms = performance.now() - before;
    await sleep(5);
    clearInterval(tick);
    if (answer.status !== 200) {
      process.stderr.write(`${address}: ${answer.status} ${body.slice(0, 200)}\n`);
    }
    looks.push({ ms: Math.round(ms), block: Math.round(longest) });
  }
  looks.sort((a, b) => a.ms - b.ms);
  return looks[1] as Cost;
};
