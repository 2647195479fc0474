import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { readConfig } from "../config/config.ts";
import { openChapters } from "./chapters.ts";
import { openBook } from "./journal/book.ts";
import { LINES, openLinesCollection } from "./journal/lines-collection.ts";
import { openJournalStore } from "./journal/store.ts";
import { openDocuments } from "./platform/documents.ts";
import { createLogger } from "./platform/logger.ts";
import { connectMongo } from "./platform/mongo.ts";

/** `npm run rebuild`: drops the collection of lines and writes it again from the journal. */
const config = readConfig();
const connection = await connectMongo(config.mongoUri, config.database);
const documents = openDocuments(connection);
const log = createLogger({ level: config.logLevel, name: "rebuild" });
const book = await openBook({
  store: openJournalStore(connection),
  chapters: openChapters().all,
  clock: Date.now,
  randomBytes: (count) => randomBytes(count),
  log,
});
await documents.drop(LINES);
const lines = openLinesCollection({ book, documents, sleep: (ms) => sleep(ms), log });
lines.rewind(0);
await lines.start();
lines.rewind(0);
await lines.caughtUp();
await lines.stop();
console.log(`${book.head().lines} lines written`);
await book.close();
await connection.close();
