import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import request from "supertest";
import { limits } from "../../config/limits.ts";
import {
  askRefund,
  donationService,
  handleEvent,
  intakeService,
  type DonationDeps,
} from "../../src/donations/public.ts";
import { donationPages } from "../../src/donations/pages.ts";
import { donationRoutes } from "../../src/donations/routes.ts";
import { listGifts, mirroredGifts } from "../../src/donations/store.ts";
import type { NewUser } from "../../src/identity/public.ts";
import { type Book, openBook } from "../../src/journal/book.ts";
import { checkpointText } from "../../src/journal/checkpoint.ts";
import { encodeLine } from "../../src/journal/line.ts";
import { leafHash } from "../../src/journal/merkle.ts";
import { openSigner, signNote } from "../../src/journal/signed-note.ts";
import { openMirror } from "../../src/journal/mirror.ts";
import { openLists, openMirrorProgress } from "../../src/journal/mirror-progress.ts";
import { openJournalStore } from "../../src/journal/store.ts";
import { newId } from "../../src/kernel/ids.ts";
import { ZERO } from "../../src/kernel/money.ts";
import { moneyOf } from "../../src/ledger/public.ts";
import { type Gateways, openSandbox, sandboxStore } from "../../src/payments/public.ts";
import { sandboxPages } from "../../src/payments/pages.ts";
import { webhookRoutes } from "../../src/payments/routes.ts";
import { openPeople, openStandings } from "../../src/people/public.ts";
import { openDocuments } from "../../src/platform/documents.ts";
import { openFiles } from "../../src/platform/files.ts";
import { type Connection, connectMongo } from "../../src/platform/mongo.ts";
import { loadCatalogue } from "../../src/platform/words.ts";
import { REFUSALS } from "../../src/refusals.ts";
import {
  giftReceipt,
  receiptFile,
  receiptService,
  receiptSummary,
  type RenderDeps,
} from "../../src/receipts/public.ts";
import { receiptPages } from "../../src/receipts/pages.ts";
import { renderReceipt } from "../../src/receipts/receipt-pdf.ts";
import { receiptRoutes } from "../../src/receipts/routes.ts";
import { listReceipts, mirroredReceipts } from "../../src/receipts/store.ts";
import { openTestApp } from "./app.ts";
import { mongoUri } from "./engines.ts";
import { listeningLog } from "./journal.ts";
import { signIn, staff } from "./signed-in.ts";
import { openSmallBooks, openSmallFederation } from "./small-federation.ts";

const USERS: readonly NewUser[] = [
  staff("clerk", "receiptClerk"),
  staff("books", "bookkeeper"),
  staff("worker", "applicant"),
  { ...staff("far", "fundSecretary"), funds: ["S02"] },
];

const SIGNER = openSigner("gift.test/shanzhang", Buffer.alloc(32, 1));
const random = (count: number) => randomBytes(count);
const ids = (prefix: string) => newId(prefix, random);

/** One process of the product, as far as gifts go: its own tables over the journal of the database. */
export const openGiftProcess = async (database: string) => {
  const connection = await connectMongo(await mongoUri(database), database);
  const books = openSmallBooks();
  const book = await openBook({
    store: openJournalStore(connection),
    chapters: books.chapters,
    clock: Date.now,
    randomBytes: random,
    log: listeningLog(),
  });
  const service = receiptService({ ...books, submit: book.submit, catchUp: book.catchUp });
  const close = async () => {
    await book.close();
    await connection.close();
  };
  return { connection, books, book, receipts: service, close };
};

/** Gifts, payments and receipts over the real app and engines; notices of the sandbox come in through the webhook. */
export const openGiftApp = async (
  database: string,
  cards: (connection: Connection) => Pick<Gateways, "stripe"> = () => ({}),
) => {
  const connection = await connectMongo(await mongoUri(database), database);
  const books = openSmallBooks();
  const opened: { book?: Book } = {};
  // In production the worker writes the mirror; here the one process does both.
  const behind = { documents: openDocuments(connection), limits, sleep, log: listeningLog() };
  const progress = await openMirrorProgress(behind);
  const listed = openLists(progress, () => theBook().head().lines);
  const theBook = (): Book => {
    if (!opened.book) throw new Error("the book is not open yet");
    return opened.book;
  };
  const submit: Book["submit"] = (command) => theBook().submit(command);
  const catchUp = () => theBook().catchUp();
  const clock = () => new Date();
  const keys = { vaultKey: randomBytes(32), nameKey: randomBytes(32) };
  const standings = openStandings();
  const people = await openPeople({
    standings,
    connection,
    ...keys,
    randomBytes: random,
    clock,
    newId: ids,
  });
  const { sealed } = openFiles({ connection, masterKey: randomBytes(32), randomBytes: random });
  const notices: { body: string; headers: { [name: string]: string } }[] = [];
  const net: { deliver: (notice: (typeof notices)[number]) => Promise<void> } = { deliver: async () => undefined };
  const delayed: (() => Promise<void>)[] = [];
  const store = sandboxStore(connection);
  const sandbox = openSandbox({
    store,
    key: randomBytes(32),
    clock,
    deliver: async (notice) => {
      notices.push(notice);
      await net.deliver(notice);
    },
    later: (_milliseconds, run) => void delayed.push(run),
  });
  const gateways = { sandbox, ...cards(connection) };
  const publicUrl = "http://127.0.0.1";
  const deps: DonationDeps = {
    ...books,
    submit,
    people,
    gateways,
    linkKey: randomBytes(32),
    publicUrl,
  };
  const donations = donationService(deps);
  const receipts = receiptService({ ...books, submit, catchUp });
  const file = (receipt: Parameters<typeof receiptFile>[1]) => receiptFile({ files: sealed }, receipt);
  const limitGiving = async () => undefined;
  const receiptDeps = { receipts: books.receipts, service: receipts, donations, people, file, catchUp };
  const fundName = (code: string) => ({ zh: books.funds.fund(code)?.nameZh ?? "", en: code });
  const routers = [
    donationRoutes({
      ...books,
      service: donations,
      askRefund: (ask) => askRefund(deps, ask),
      list: (query) => listed(() => listGifts(behind.documents, query)),
      receiptsOf: (gift) => books.receipts.byGift(gift).map(receiptSummary),
      people,
      catchUp,
      limitGiving,
      publicUrl,
    }),
    donationPages({
      ...books,
      service: donations,
      gateways,
      mails: true,
      facts: (fund) => ({
        balance: moneyOf(books.ledger.balances.fund(fund)),
        asOf: "2026-08-31",
        confirmed: { paid: ZERO, confirmed: ZERO },
        choices: [],
      }),
      giftFacts: async (gift, secret) => {
        const index = gift.settledLine;
        const line = index === undefined ? undefined : await theBook().line(index);
        const text = line === undefined ? "" : encodeLine(line);
        const leaf = leafHash(text).toString("hex");
        return {
          receipt: giftReceipt(books.receipts, gift.id, secret),
          uses: [],
          ...(line === undefined || index === undefined
            ? {}
            : { settled: { at: line.at, line: index, batch: theBook().batchOf(index), leaf, text } }),
        };
      },
      catchUp,
      limitGiving,
      clock,
      newKey: () => ids("K"),
    }),
    webhookRoutes({ gateways, handle: (event) => handleEvent(deps, event) }),
    sandboxPages({
      sandbox,
      payee: () => ({ zh: "示例区慈善会", en: "Example" }),
      fundOf: (gift) => fundName(books.donations.gift(gift)?.fund ?? ""),
      giftPath: donations.pathOf,
    }),
    receiptRoutes({ ...receiptDeps, list: (query) => listed(() => listReceipts(behind.documents, query)) }),
    receiptPages(receiptDeps),
  ];
  const test = await openTestApp({ database, routers, refusals: REFUSALS });
  await store.prepare();
  const mirrored = [mirroredGifts(books.donations), mirroredReceipts(books.receipts)];
  const mirror = await openMirror({ ...behind, mirrored, version: "test" });
  const book = await openBook({
    store: openJournalStore(connection),
    chapters: books.chapters,
    listeners: [mirror.listener],
    clock: Date.now,
    randomBytes: random,
    log: listeningLog(),
  });
  mirror.start(book.head().lines);
  opened.book = book;
  await openSmallFederation(submit);
  net.deliver = async ({ body, headers }) => {
    await request(test.app).post("/api/v1/webhooks/sandbox").set(headers).send(body).expect(200);
  };
  const { post, get } = await signIn(test, USERS);
  const render: RenderDeps = {
    ...books,
    submit,
    people,
    files: sealed,
    draw: renderReceipt,
    prove: async (index) => {
      const line = await book.line(index);
      if (!line) throw new Error(`no line ${index}`);
      const text = encodeLine(line);
      const root = book.root(index + 1);
      const checkpoint = signNote(checkpointText({ origin: SIGNER.name, size: index + 1, root }), [SIGNER]);
      return { text, leaf: leafHash(text).toString("hex"), path: book.inclusion(index, index + 1), checkpoint };
    },
    catchUp,
    t: loadCatalogue(join(import.meta.dirname, "../../templates/locales")).words("zh-CN"),
    publicUrl,
  };
  return {
    app: test.app,
    books,
    book,
    people,
    standings,
    sandbox,
    notices,
    delayed,
    net,
    deps,
    donations,
    intake: intakeService(deps),
    receipts,
    render,
    post,
    get,
    close: async () => {
      await book.close();
      await mirror.stop();
      await connection.close();
      await test.close();
    },
  };
};

export type GiftApp = Awaited<ReturnType<typeof openGiftApp>>;
