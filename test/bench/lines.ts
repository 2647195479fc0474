import { randomBytes } from "node:crypto";
import { type Book, openBook } from "../../src/journal/book.ts";
import type { Chapter } from "../../src/journal/chapter.ts";
import type { Posting } from "../../src/journal/line.ts";
import { openJournalStore } from "../../src/journal/store.ts";
import { Table } from "../../src/journal/table.ts";
import { type Connection, connectMongo } from "../../src/platform/mongo.ts";
import { measure, type Rate, rateOf } from "./measure.ts";

const DATABASE = "bench_lines_test";
const CLIENTS = [1, 8, 64, 512] as const;

/** A chapter as small as a real one can be: three postings a gift, balances, and the gift as a row. */
const openBenchChapter = (): Chapter => {
  const balances = new Table<bigint>("balances");
  const gifts = new Table<{ fund: string; index: number }>("gifts");
  return {
    name: "bench",
    tables: [balances, gifts],
    decide: {
      settle: ({ input }) => ({ kind: "bench.settled", data: input, post: postings(String(input["fund"])) }),
    },
    apply: {
      "bench.settled": ({ data }, index) =>
        gifts.set(String(data["donation"]), Object.freeze({ fund: String(data["fund"]), index })),
    },
    everyLine: ({ post }) => {
      for (const [account, amount] of post) balances.set(account, (balances.get(account) ?? 0n) + BigInt(amount));
    },
  };
};

const postings = (fund: string): Posting[] => [
  ["1009/wechat", "10000"],
  [`410102/${fund}`, "-9500"],
  ["4901/base", "-500"],
];

const quiet = { warn: () => undefined, error: console.error };

export const openBenchBook = (connection: Connection): Promise<Book> =>
  openBook({
    store: openJournalStore(connection),
    chapters: [openBenchChapter()],
    clock: Date.now,
    randomBytes,
    log: quiet,
  });

/** An operation that settles one new gift. */
export const settling = (book: Book): (() => Promise<unknown>) => {
  const run = Buffer.from(randomBytes(4)).toString("hex");
  let next = 0;
  return () => {
    next += 1;
    const donation = `DN-${run}${next}`;
    const input = { donation, fund: `fund${next % 26}` };
    return book.submit({ name: "bench.settle", key: `settle:${donation}`, by: "job:bench", on: "2026-09-03", input });
  };
};

/** Lines a second through the real book on the engine at `uri`, for 1, 8, 64 and 512 clients. */
export const benchLines = async (uri: string): Promise<{ [clients: string]: Rate }> => {
  const connection = await connectMongo(uri, DATABASE);
  await connection.dropDatabase();
  const book = await openBenchBook(connection);
  const once = settling(book);
  const rates: { [clients: string]: Rate } = {};
  for (const clients of CLIENTS) rates[clients] = rateOf(await measure({ clients, warmMs: 500, forMs: 3_000, once }));
  await book.close();
  await connection.dropDatabase();
  await connection.close();
  return rates;
};
