import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { openChapters } from "../../src/chapters.ts";
import { openBook } from "../../src/journal/book.ts";
import { openJournalStore } from "../../src/journal/store.ts";
import { connectMongo } from "../../src/platform/mongo.ts";

/** Replays the journal of a database and tells its parent what heap and buffers hold; once more when it has absorbed the rest. Needs `--expose-gc`. */
const [uri = "", database = "", gifts = ""] = process.argv.slice(2);

const held = (): { heap: number; buffers: number } => {
  if (globalThis.gc === undefined) throw new Error("start this with --expose-gc");
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return { heap: heapUsed, buffers: arrayBuffers };
};

const connection = await connectMongo(uri, database);
const chapters = openChapters();
const book = await openBook({
  store: openJournalStore(connection),
  chapters: chapters.all,
  clock: Date.now,
  randomBytes,
  log: { warn: () => undefined, error: console.error },
});
process.send?.(held());
await once(process, "message");
await book.catchUp();
let settled = 0;
for (const gift of chapters.donations.gifts()) if (gift.state === "settled") settled += 1;
if (settled !== Number(gifts)) throw new Error(`${settled} settled gifts were replayed, not ${gifts}`);
process.send?.(held());
await book.close();
await connection.close();
