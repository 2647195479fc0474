import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Book } from "../../src/journal/book.ts";
import type { Command } from "../../src/journal/chapter.ts";
import { connectMongo } from "../../src/platform/mongo.ts";
import { openSmallFederation } from "../support/small-federation.ts";
import { openWholeBook, pledgeOf, settlementOf, writeAll } from "./gifts.ts";

type Held = { readonly heap: number; readonly buffers: number };

const DATABASE = "bench_memory_test";
/** Gifts before the measure, and in it. */
const HALF = 25_000;
/** So many gifts are promised, then settled: real ones lie apart too. */
const ROUND = 5_000;

/**
 * Bytes for one settled gift more in all chapters and the book: a fresh process replays the first half of the gifts and
 * absorbs the second, whose growth counts; what a book of any size holds (code, its youngest rows) does not. Of the heap,
 * which the collector walks, and of buffers outside of it (older rows, keys, hashes), which it does not.
 */
export const benchMemory = async (
  uri: string,
): Promise<{ heap_bytes_per_gift: number; buffer_bytes_per_gift: number }> => {
  const connection = await connectMongo(uri, DATABASE);
  try {
    await connection.dropDatabase();
    const book = await openWholeBook(connection);
    await openSmallFederation(book.submit);
    await give(book, { from: 0, to: HALF });
    const { heap, buffers } = await growthAfter(uri, () => give(book, { from: HALF, to: 2 * HALF }));
    await book.close();
    return { heap_bytes_per_gift: Math.round(heap / HALF), buffer_bytes_per_gift: Math.round(buffers / HALF) };
  } finally {
    await connection.dropDatabase();
    await connection.close();
  }
};

const give = async (book: Book, { from, to }: { from: number; to: number }): Promise<void> => {
  for (let first = from; first < to; first += ROUND) {
    const pledges = Array.from({ length: ROUND }, (_, i) => pledgeOf(first + i));
    await writeAll(book, pledges);
    await writeAll(book, pledges.map(settled));
  }
};

const settled = (pledge: Command): Command => settlementOf(String(pledge.input["gift"]));

/** Bytes by which a process that replayed the journal grows when it absorbs what `more` writes, each time after a full collection. */
const growthAfter = async (uri: string, more: () => Promise<void>): Promise<Held> => {
  const script = fileURLToPath(new URL("./replayed-heap.ts", import.meta.url));
  const child = fork(script, [uri, DATABASE, String(2 * HALF)], { execArgv: ["--expose-gc", "--import=tsx"] });
  const gone = once(child, "exit").then(([code]) => {
    throw new Error(`the replay ended with ${String(code)} and without an answer`);
  });
  const told = async () => ((await Promise.race([once(child, "message"), gone])) as [Held])[0];
  const before = await told();
  await more();
  child.send("more");
  const after = await told();
  child.disconnect();
  await gone.catch(() => undefined);
  return { heap: after.heap - before.heap, buffers: after.buffers - before.buffers };
};
