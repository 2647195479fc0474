import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Command } from "../../src/journal/chapter.ts";
import { connectMongo } from "../../src/platform/mongo.ts";
import { openSmallFederation } from "../support/small-federation.ts";
import { openWholeBook, pledgeOf, settlementOf, writeAll } from "./gifts.ts";

const DATABASE = "bench_memory_test";
const GIFTS = 100_000;
/** So many gifts are promised, then settled: real ones lie apart too. */
const ROUND = 5_000;

/**
 * Bytes for one settled gift in all chapters and the book, after the replay in a fresh process: of the heap, which the
 * collector walks, and of buffers outside of it (older rows, keys, hashes), which it does not.
 */
export const benchMemory = async (
  uri: string,
): Promise<{ heap_bytes_per_gift: number; buffer_bytes_per_gift: number }> => {
  const connection = await connectMongo(uri, DATABASE);
  try {
    await connection.dropDatabase();
    const book = await openWholeBook(connection);
    await openSmallFederation(book.submit);
    for (let from = 0; from < GIFTS; from += ROUND) {
      const pledges = Array.from({ length: ROUND }, (_, i) => pledgeOf(from + i));
      await writeAll(book, pledges);
      await writeAll(book, pledges.map(settled));
    }
    await book.close();
    const { heap, buffers } = await growthByReplay(uri);
    return { heap_bytes_per_gift: Math.round(heap / GIFTS), buffer_bytes_per_gift: Math.round(buffers / GIFTS) };
  } finally {
    await connection.dropDatabase();
    await connection.close();
  }
};

const settled = (pledge: Command): Command => settlementOf(String(pledge.input["gift"]));

/** Bytes by which a process grows that replays the journal; before and after a full collection. */
const growthByReplay = async (uri: string): Promise<{ heap: number; buffers: number }> => {
  const script = fileURLToPath(new URL("./replayed-heap.ts", import.meta.url));
  const child = fork(script, [uri, DATABASE, String(GIFTS)], { execArgv: ["--expose-gc", "--import=tsx"] });
  const gone = once(child, "exit").then(([code]) => {
    throw new Error(`the replay ended with ${String(code)} and without an answer`);
  });
  const [grown] = (await Promise.race([once(child, "message"), gone])) as [{ heap: number; buffers: number }];
  child.disconnect();
  await gone.catch(() => undefined);
  return grown;
};
