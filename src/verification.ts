import { type BookCheck, bookChecks, checked } from "./book-checks.ts";
import { openChapters } from "./chapters.ts";
import { codeVersion } from "./code-version.ts";
import { openGiftTotals } from "./donations/public.ts";
import { checkpointFaults } from "./journal/checkpoint-checks.ts";
import { openCheckpointStore, readSigned } from "./journal/checkpoint-store.ts";
import { openLineCopies } from "./journal/lines-compare.ts";
import { openMirrorCheck } from "./journal/mirror-check.ts";
import { openSnapshotCheck } from "./journal/snapshot-check.ts";
import { openSnapshotStore } from "./journal/snapshot-store.ts";
import { openJournalStore, storedLines } from "./journal/store.ts";
import { verifyJournal } from "./journal/verify.ts";
import { openPostingSums, postingFaults } from "./ledger/public.ts";
import { mirrorsOf } from "./mirrors.ts";
import { openDocuments } from "./platform/documents.ts";
import type { Connection } from "./platform/mongo.ts";

/** What was checked, over how many lines. */
export type Verification = { readonly lines: number; readonly checks: readonly BookCheck[] };

/** Reads the stored journal anew and checks it, the books it makes, and the copies of both. A running stack may go on meanwhile. */
export const verifyBooks = async (connection: Connection): Promise<Verification> => {
  const documents = openDocuments(connection);
  const store = openJournalStore(connection);
  const chapters = openChapters();
  const mirrors = await openMirrorCheck(documents, mirrorsOf(chapters));
  const copies = openLineCopies();
  const signed = await readSigned(openCheckpointStore(connection));
  const snapshots = await openSnapshotCheck({
    store: openSnapshotStore(connection),
    journal: store,
    version: codeVersion(),
    open: () => openChapters().all,
  });
  const unbalanced: string[] = [];
  const posted = openPostingSums();
  const given = openGiftTotals();
  let lines = 0;
  const journal = await verifyJournal({
    store,
    replay: { chapters: chapters.all, listeners: [mirrors.listener], after: snapshots.after },
    against: (tree) =>
      checked(
        "checkpoints",
        `${signed.checkpoints.length} checkpoints, ${signed.keys.length} keys`,
        checkpointFaults(signed, tree),
      ),
    look: (committed) => {
      lines += 1;
      copies.expect(committed);
      posted.add(committed.line);
      given.add(committed.line);
      const { index, line } = committed;
      for (const fault of postingFaults(line.post, line.on)) unbalanced.push(`line ${index}: ${fault}`);
    },
  });
  // Over a damaged journal the tables are not the books: their checks would say nothing.
  if (journal.some(({ ok }) => !ok)) return { lines, checks: journal };
  const head = () => storedLines(store);
  const { copied, faults } = await copies.faults(documents, head);
  const compared = await mirrors.compare(head);
  const { all, mine, faults: stale } = snapshots.result();
  const checks = [
    ...journal,
    ...bookChecks(chapters),
    checked("LED-1 lines sum to zero", `${lines} lines`, unbalanced),
    checked("LED-10 sums over the lines", `${posted.size()} sums`, posted.faults(chapters.ledger.balances)),
    checked("LED-10 gifts of a month", `${given.size()} sums`, given.faults(chapters.donations)),
    checked("lines collection", `${copied} of ${lines} lines copied`, faults),
    checked("snapshots", `${mine} of ${all} are of this version`, stale),
    ...compared.map(({ collection, rows, waiting, faults: found }) =>
      checked(`mirror of ${collection}`, `${rows} rows, ${waiting} wait to be written`, found),
    ),
  ];
  return { lines, checks };
};
