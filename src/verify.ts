import { readConfig } from "../config/config.ts";
import { codeVersion } from "./code-version.ts";
import { bookChecks, checked } from "./book-checks.ts";
import { openChapters } from "./chapters.ts";
import { checkpointFaults } from "./journal/checkpoint-checks.ts";
import { openCheckpointStore, readSigned } from "./journal/checkpoint-store.ts";
import { openLineCopies } from "./journal/lines-compare.ts";
import { openJournalStore } from "./journal/store.ts";
import { openSnapshotCheck } from "./journal/snapshot-check.ts";
import { openSnapshotStore } from "./journal/snapshot-store.ts";
import { type Check, verifyJournal } from "./journal/verify.ts";
import { postingFaults } from "./ledger/public.ts";
import { openDocuments } from "./platform/documents.ts";
import { connectMongo } from "./platform/mongo.ts";

/** `npm run verify`: reads the journal from the database and checks it and the books; one line a check, non-zero on any failure. */
const config = readConfig();
const connection = await connectMongo(config.mongoUri, config.database);
const chapters = openChapters();
const copies = openLineCopies();
const journalStore = openJournalStore(connection);
const snapshots = await openSnapshotCheck({
  store: openSnapshotStore(connection),
  journal: journalStore,
  version: codeVersion(),
  open: () => openChapters().all,
});
const signed = await readSigned(openCheckpointStore(connection));
const unbalanced: string[] = [];
let lines = 0;
let failed = false;
const say = ({ check, ok, detail }: Check): void => {
  if (!ok) failed = true;
  console.log(`${ok ? "ok  " : "FAIL"}  ${check.padEnd(32)} ${detail}`);
};
const journal = await verifyJournal({
  store: journalStore,
  replay: { chapters: chapters.all, after: snapshots.after },
  against: (tree) =>
    checked(
      "checkpoints",
      `${signed.checkpoints.length} checkpoints, ${signed.keys.length} keys`,
      checkpointFaults(signed, tree),
    ),
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
  const { copied, faults } = await copies.faults(openDocuments(connection));
  const { all, mine, faults: stale } = snapshots.result();
  say(checked("snapshots", `${mine} of ${all} are of this version`, stale));
  say(checked("lines collection", `${copied} of ${lines} lines copied`, faults));
}
await connection.close();
process.exitCode = failed ? 1 : 0;
