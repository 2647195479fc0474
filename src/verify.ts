import { randomBytes } from "node:crypto";
import { readConfig } from "../config/config.ts";
import { openChapters } from "./chapters.ts";
import { bookChecks } from "./book-checks.ts";
import { openBook } from "./journal/book.ts";
import { openJournalStore } from "./journal/store.ts";
import { verifyJournal } from "./journal/verify.ts";
import { createLogger } from "./platform/logger.ts";
import { connectMongo } from "./platform/mongo.ts";

/** `npm run verify`: reads the journal from the database and checks it and the books; one line a check, non-zero on any failure. */
const config = readConfig();
const connection = await connectMongo(config.mongoUri, config.database);
const store = openJournalStore(connection);
const log = createLogger({ level: "warn", name: "verify" });
const journal = await verifyJournal({ store, replay: { chapters: openChapters().all } });
const chapters = openChapters();
let failed = false;
const say = ({
  check,
  ok,
  detail,
}: {
  readonly check: string;
  readonly ok: boolean;
  readonly detail: string;
}): void => {
  if (!ok) failed = true;
  console.log(`${ok ? "ok  " : "FAIL"}  ${check.padEnd(28)} ${detail}`);
};
for (const { check, ok, detail } of journal) say({ check, ok, detail: detail ?? "" });
if (!failed) {
  const book = await openBook({
    store,
    chapters: chapters.all,
    clock: Date.now,
    randomBytes: (count) => randomBytes(count),
    log,
  });
  for (const check of bookChecks(chapters)) say(check);
  await book.close();
}
await connection.close();
process.exitCode = failed ? 1 : 0;
