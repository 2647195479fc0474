import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { readConfig } from "../config/config.ts";
import { limits } from "../config/limits.ts";
import { openChapters } from "./chapters.ts";
import { openBook } from "./journal/book.ts";
import { LINES, openLinesCollection } from "./journal/lines-collection.ts";
import { openMirror } from "./journal/mirror.ts";
import { openJournalStore } from "./journal/store.ts";
import { MIRROR_VERSION, mirrorsOf } from "./mirrors.ts";
import { openDocuments } from "./platform/documents.ts";
import { createLogger } from "./platform/logger.ts";
import { connectMongo } from "./platform/mongo.ts";

/**
 * `npm run rebuild`: drops the mirrors and the collection of lines and writes them again from the journal. The stack may
 * run or stand; while it runs, lists are short until this is done. Broken off, it may be run again.
 */
const config = readConfig();
const connection = await connectMongo(config.mongoUri, config.database);
const documents = openDocuments(connection);
const log = createLogger({ level: config.logLevel, name: "rebuild" });
const chapters = openChapters();
const mirrored = mirrorsOf(chapters);
const behind = { documents, sleep: (ms: number) => sleep(ms), log };
const mirror = await openMirror({ ...behind, mirrored, version: MIRROR_VERSION, limits });
const book = await openBook({
  store: openJournalStore(connection),
  chapters: chapters.all,
  clock: Date.now,
  randomBytes: (count) => randomBytes(count),
  log,
  listeners: [mirror.listener],
});
await mirror.rebuild(book.catchUp);
for (const { collection, table } of mirrored) console.log(`${table.size} ${collection} written`);

await documents.drop(LINES);
const lines = openLinesCollection({ ...behind, book, beginAt: async () => 0 });
await lines.start();
await lines.caughtUp();
await lines.stop();
console.log(`${book.head().lines} lines written`);
await book.close();
await connection.close();
