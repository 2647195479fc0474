import { randomBytes } from "node:crypto";
import { openChapters } from "../../src/chapters.ts";
import { openBook } from "../../src/journal/book.ts";
import { openJournalStore } from "../../src/journal/store.ts";
import { connectMongo } from "../../src/platform/mongo.ts";

/** Replays the journal of a database and tells its parent by how many bytes the heap grew. Needs `--expose-gc`. */
const [uri = "", database = "", gifts = ""] = process.argv.slice(2);

const heap = (): number => {
  if (globalThis.gc === undefined) throw new Error("start this with --expose-gc");
  globalThis.gc();
  globalThis.gc();
  return process.memoryUsage().heapUsed;
};

const connection = await connectMongo(uri, database);
const chapters = openChapters();
const before = heap();
const book = await openBook({
  store: openJournalStore(connection),
  chapters: chapters.all,
  clock: Date.now,
  randomBytes,
  log: { warn: () => undefined, error: console.error },
});
const grown = heap() - before;
let settled = 0;
for (const gift of chapters.donations.gifts()) if (gift.state === "settled") settled += 1;
if (settled !== Number(gifts)) throw new Error(`${settled} settled gifts were replayed, not ${gifts}`);
process.send?.(grown);
await book.close();
await connection.close();
