import { randomBytes } from "node:crypto";
import { readConfig } from "../config/config.ts";
import { bookChecks, checked } from "./book-checks.ts";
import { openChapters } from "./chapters.ts";
import { type Book, openBook } from "./journal/book.ts";
import { LINES } from "./journal/lines-collection.ts";
import { openJournalStore } from "./journal/store.ts";
import { type Check, verifyJournal } from "./journal/verify.ts";
import { postingFaults } from "./ledger/public.ts";
import { openDocuments } from "./platform/documents.ts";
import { createLogger } from "./platform/logger.ts";
import { connectMongo } from "./platform/mongo.ts";

/** LED-1 of every line, and whether the collection of lines says what the journal says, as far as it has come. */
const lineChecks = async (book: Book, copies: AsyncIterable<{ readonly _id: string; readonly text?: unknown }>) => {
  const texts = new Map<number, unknown>();
  for await (const { _id, text } of copies) texts.set(Number(_id), text);
  const vouchers: string[] = [];
  const copied: string[] = [];
  for await (const lines of book.linesFrom(0))
    for (const { index, line, text } of lines) {
      for (const fault of postingFaults(line.post, line.on)) vouchers.push(`line ${index}: ${fault}`);
      if (texts.has(index) && texts.get(index) !== text) copied.push(`line ${index} differs`);
    }
  const size = book.head().lines;
  for (const index of texts.keys()) if (index >= size) copied.push(`line ${index} is not in the journal`);
  return [
    checked("LED-1 lines sum to zero", `${size} lines`, vouchers),
    checked("lines collection", `${texts.size} of ${size} lines copied`, copied),
  ];
};

/** `npm run verify`: reads the journal from the database and checks it and the books; one line a check, non-zero on any failure. */
const config = readConfig();
const connection = await connectMongo(config.mongoUri, config.database);
const store = openJournalStore(connection);
let failed = false;
const say = ({ check, ok, detail }: Check): void => {
  if (!ok) failed = true;
  console.log(`${ok ? "ok  " : "FAIL"}  ${check.padEnd(32)} ${detail}`);
};
for (const check of await verifyJournal({ store, replay: { chapters: openChapters().all } })) say(check);
// A damaged journal cannot be opened as a book: its checks would say nothing.
if (!failed) {
  const chapters = openChapters();
  const book = await openBook({
    store,
    chapters: chapters.all,
    clock: Date.now,
    randomBytes: (count) => randomBytes(count),
    log: createLogger({ level: "warn", name: "verify" }),
  });
  for (const check of bookChecks(chapters)) say(check);
  for (const check of await lineChecks(book, openDocuments(connection).all(LINES))) say(check);
  await book.close();
}
await connection.close();
process.exitCode = failed ? 1 : 0;
