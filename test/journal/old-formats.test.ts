import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { setImmediate as defer } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import { expect } from "chai";
import { type Chapters, openChapters } from "../../src/chapters.ts";
import type { BatchDocument } from "../../src/journal/batch.ts";
import { type Book, openBook } from "../../src/journal/book.ts";
import { openSnapshotStore } from "../../src/journal/snapshot-store.ts";
import type { JournalStore } from "../../src/journal/store.ts";
import { verifyJournal } from "../../src/journal/verify.ts";
import { sha256Hex } from "../../src/kernel/ids.ts";
import type { Connection } from "../../src/platform/mongo.ts";
import { listeningLog, openTestJournal } from "../support/journal.ts";

const FIXTURES = new URL("../fixtures/", import.meta.url);
const FORMATS = readdirSync(FIXTURES).filter((name) => name.startsWith("journal-"));

const readFixture = (format: string, file: string): Buffer => readFileSync(new URL(`${format}/${file}`, FIXTURES));
const batchesOf = (format: string): BatchDocument[] =>
  gunzipSync(readFixture(format, "journal.jsonl.gz"))
    .toString()
    .trim()
    .split("\n")
    .map((text) => JSON.parse(text) as BatchDocument);

/** A fixture as it is stored; it is never written to. */
const storeOf = (batches: readonly BatchDocument[]): JournalStore => ({
  insert: () => Promise.reject(new Error("read only")),
  read: async (after, limit) => batches.slice(Math.max(0, after), after + limit),
  count: async () => batches.length,
  countExactly: async () => batches.length,
});

/** What any code must find in an old journal, in words that do not depend on how it keeps its rows. */
const factsOf = ({ ledger, donations, receipts, disbursements, reconciliation }: Chapters) => ({
  accounts: [...ledger.balances.accounts()].map((account) => account.join(" ")),
  movements: [...ledger.balances.byDay()].map((row) => [row.path, row.on, row.basis, row.amount].join(" ")).sort(),
  gifts: [...donations.gifts()].map((row) => [row.id, row.fund, row.state, row.amount, row.refunded].join(" ")),
  receipts: [...receipts.all()].map((row) => [row.serial, row.gift, row.state, row.amount ?? ""].join(" ")),
  requests: [...disbursements.requests()].map((row) => [row.no, row.fund, row.state, row.amount].join(" ")),
  statementRows: [...reconciliation.book.rows()].map((row) => [row.key, row.state.is].join(" ")),
  closedPeriods: ledger.periods.all().map((row) => row.period),
});
const summaryOf = (chapters: Chapters): object =>
  Object.fromEntries(
    Object.entries(factsOf(chapters)).map(([what, facts]) => [
      what,
      { count: facts.length, sha256: sha256Hex(facts.join("\n")) },
    ]),
  );

describe("Journals of released formats", () => {
  let connection: Connection;
  let close: () => Promise<void>;
  const books: Book[] = [];

  beforeEach(async () => {
    ({ connection, close } = await openTestJournal("old_formats"));
  });
  afterEach(async () => {
    for (const book of books.splice(0)) await book.close();
    await close();
  });

  const open = async (store: JournalStore) => {
    const chapters = openChapters();
    const snapshots = { store: openSnapshotStore(connection), version: "1" };
    const parts = { chapters: chapters.all, clock: Date.now, randomBytes, log: listeningLog(), snapshots };
    const book = await openBook({ store, ...parts });
    books.push(book);
    return { book, chapters };
  };

  it("are there", () => expect(FORMATS).to.include("journal-v1"));

  for (const format of FORMATS) {
    it(`${format} is verified and replays to the facts that were stated when it was released`, async () => {
      const chapters = openChapters();
      const checks = await verifyJournal({ store: storeOf(batchesOf(format)), replay: { chapters: chapters.all } });
      expect(checks.filter(({ ok }) => !ok)).to.deep.equal([]);
      const { donations } = chapters;
      const settled = [...donations.gifts()].filter((gift) => !gift.prior && gift.settledOn?.startsWith("2026-09"));
      expect(settled.length).to.be.greaterThan(100);
      const sums = donations.sumsBookedIn("2026-09").filter(({ what }) => what === "settled");
      expect(sums.reduce((count, each) => count + each.count, 0)).to.equal(settled.length);
      expect(summaryOf(chapters)).to.deep.equal(JSON.parse(readFixture(format, "expected.json").toString()));
    });

    it(`${format} is the same book when it is opened on a snapshot of its middle`, async () => {
      const batches = batchesOf(format);
      const middle = batches.findIndex(({ lines }) => lines.some((line) => line.includes('"receipt.voided"')));
      const stored = batches.slice(0, middle);
      const half = await open(storeOf(stored));
      await half.book.snapshot(defer);
      stored.push(...batches.slice(middle));
      await half.book.catchUp();
      const opened = await open(storeOf(batches));
      expect(opened.book.head()).to.deep.equal(half.book.head());
      const digests = [await half.book.snapshot(defer), await opened.book.snapshot(defer)].map(({ digest }) => digest);
      expect(digests[0]).to.equal(digests[1]);
      expect(factsOf(opened.chapters)).to.deep.equal(factsOf(half.chapters));
      expect(middle).to.be.within(100, batches.length - 100);
    });
  }
});
