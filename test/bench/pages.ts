import { randomBytes } from "node:crypto";
import { childEnvironment } from "../../config/config.ts";
import { connectMongo } from "../../src/platform/mongo.ts";
import { openBusyWeb, PAGES } from "../support/busy-web.ts";

const DATABASE = "bench_pages_test";
const GIFTS_A_DAY = 205;
const TIMES = 4;
const LOOKS = 4;

/** Milliseconds of one look at a page with so many gifts in the books, and how many times that is with four times as many. */
type Page = { readonly ms: readonly [small: number, large: number]; readonly times: number };

/**
 * What public pages and the desk cost the process that also writes gifts, with a year of gifts in memory and with four
 * times as many: milliseconds of its processor, rendering and the look itself included, the least of a few looks.
 */
export const benchPages = async (
  uri: string,
): Promise<{ readonly gifts: readonly number[]; [path: string]: Page | readonly number[] }> => {
  const small = await costsAt(uri, GIFTS_A_DAY);
  const large = await costsAt(uri, GIFTS_A_DAY * TIMES);
  const pages = PAGES.map((path): [string, Page] => {
    const [before = 0, after = 0] = [small, large].map(({ costs }) => costs.get(path));
    return [path, { ms: [tenths(before), tenths(after)], times: tenths(after / before) }];
  });
  pages.sort(([, a], [, b]) => b.ms[1] - a.ms[1]);
  return { gifts: [small.gifts, large.gifts], ...Object.fromEntries(pages) };
};

const tenths = (value: number): number => Math.round(value * 10) / 10;

const costsAt = async (uri: string, giftsADay: number) => {
  const connection = await connectMongo(uri, DATABASE);
  await connection.dropDatabase();
  const key = () => randomBytes(32).toString("base64");
  const keys = { SESSION_SECRET: key(), VAULT_KEY: key(), NAME_KEY: key(), CHECKPOINT_KEY: key() };
  const web = await openBusyWeb(giftsADay, childEnvironment({ ...keys, DATABASE, LOG_LEVEL: "error" }));
  try {
    const costs = new Map<string, number>();
    for (const path of PAGES) costs.set(path, await costOf(() => web.look(path)));
    return { gifts: web.gifts, costs };
  } finally {
    await web.close();
    await connection.dropDatabase();
    await connection.close();
  }
};

const costOf = async (look: () => Promise<void>): Promise<number> => {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < LOOKS; i += 1) {
    const before = process.cpuUsage();
    await look();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1_000);
  }
  return least;
};
