import { readConfig } from "../config/config.ts";
import { bookChecks, checked } from "./book-checks.ts";
import { openChapters } from "./chapters.ts";
import { openLineCopies } from "./journal/lines-compare.ts";
import { openMirrorCheck } from "./journal/mirror-check.ts";
import { openJournalStore, storedLines } from "./journal/store.ts";
import { type Check, verifyJournal } from "./journal/verify.ts";
import { postingFaults } from "./ledger/public.ts";
import { mirrorsOf } from "./mirrors.ts";
import { openDocuments } from "./platform/documents.ts";
import { connectMongo } from "./platform/mongo.ts";

/** `npm run verify`: reads the journal from the database and checks it and the books; one line a check, non-zero on any failure. */
const config = readConfig();
const connection = await connectMongo(config.mongoUri, config.database);
const documents = openDocuments(connection);
const store = openJournalStore(connection);
const chapters = openChapters();
const mirrors = await openMirrorCheck(documents, mirrorsOf(chapters));
const copies = openLineCopies();
const unbalanced: string[] = [];
let lines = 0;
let failed = false;
const say = ({ check, ok, detail }: Check): void => {
  if (!ok) failed = true;
  console.log(`${ok ? "ok  " : "FAIL"}  ${check.padEnd(32)} ${detail}`);
};
const journal = await verifyJournal({
  store,
  replay: { chapters: chapters.all, listeners: [mirrors.listener] },
  look: (committed) => {
    lines += 1;
    copies.expect(committed);
    const { index, line } = committed;
    for (const fault of postingFaults(line.post, line.on)) unbalanced.push(`line ${index}: ${fault}`);
  },
});
for (const check of journal) say(check);
// Over a damaged journal the tables are not the books: their checks would say nothing.
if (!failed) {
  for (const check of bookChecks(chapters)) say(check);
  say(checked("LED-1 lines sum to zero", `${lines} lines`, unbalanced));
  const { copied, faults } = await copies.faults(documents);
  say(checked("lines collection", `${copied} of ${lines} lines copied`, faults));
  for (const { collection, rows, waiting, faults: found } of await mirrors.compare(() => storedLines(store)))
    say(checked(`mirror of ${collection}`, `${rows} rows, ${waiting} wait to be written`, found));
}
await connection.close();
process.exitCode = failed ? 1 : 0;
