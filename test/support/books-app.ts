import { randomBytes } from "node:crypto";
import { type Book, openBook } from "../../src/journal/book.ts";
import { openJournalStore } from "../../src/journal/store.ts";
import { newId } from "../../src/kernel/ids.ts";
import { isRefusal, refuse } from "../../src/kernel/result.ts";
import { ledgerPages, ledgerRefusals, ledgerRoutes, openBooksReader, openLedger } from "../../src/ledger/public.ts";
import { openFiles } from "../../src/platform/files.ts";
import { connectMongo } from "../../src/platform/mongo.ts";
import { bookRefusals } from "../../src/platform/refusals.ts";
import { openTestApp } from "./app.ts";
import { mongoUri } from "./engines.ts";
import { JANUARY } from "./january-2026.ts";
import { listeningLog } from "./journal.ts";
import { type PaperKind, papersChapter, paperInput } from "./paper-books.ts";
import { signIn, staff } from "./signed-in.ts";

const USERS = [
  staff("books", "bookkeeper"),
  staff("finance", "financeChecker"),
  staff("general", "secretaryGeneral"),
  staff("auditor", "auditor"),
  staff("worker", "applicant"),
];

/** The ledger over HTTP with the worked month of the rules in it: API and desk, staff signed in, 10 February 2026. */
export const openBooksApp = async (database: string) => {
  const connection = await connectMongo(await mongoUri(database), database);
  const ledger = openLedger();
  const opened: { book?: Book } = {};
  const theBook = (): Book => {
    if (!opened.book) throw new Error("the book is not open yet");
    return opened.book;
  };
  const random = (count: number) => randomBytes(count);
  const reader = openBooksReader({
    balances: ledger.balances,
    lines: { head: () => theBook().head(), linesFrom: (index) => theBook().linesFrom(index) },
  });
  const deps = {
    ledger,
    reader,
    submit: (command: Parameters<Book["submit"]>[0]) => theBook().submit(command),
    catchUp: () => theBook().catchUp(),
    today: () => "2026-02-10",
    sealed: openFiles({ connection, masterKey: randomBytes(32), randomBytes: random }).sealed,
  };
  const refusals = {
    ...bookRefusals,
    ...ledgerRefusals,
    close_checklist_open: { status: 409, key: "error.close_checklist_open" },
  };
  const waits = () => ledger.vouchers.all().filter(({ state }) => state === "proposed");
  const desk = ledgerPages({
    ...deps,
    refusals,
    newKey: () => newId("K", random),
    members: async () => [],
    funds: () => [],
    statement: () => undefined,
    checklist: () => [{ code: "vouchers_posted", done: waits().length === 0, open: waits().map(({ id }) => id) }],
    closeRefusal: () =>
      waits().length === 0 ? undefined : refuse("close_checklist_open", { open: "vouchers_posted" }),
    bankAccounts: () => [],
    postByRule: async () => undefined,
    federationName: () => ({ zh: "示例区慈善会", en: "Example District Charity Federation" }),
  });
  const test = await openTestApp({ database, routers: [ledgerRoutes(deps), desk], refusals });
  opened.book = await openBook({
    store: openJournalStore(connection),
    chapters: [ledger.chapter, papersChapter()],
    clock: () => Date.parse("2026-02-10T02:00:00.000Z"),
    randomBytes: random,
    log: listeningLog(),
  });
  const paper = async (on: string, kind: PaperKind, post: Parameters<typeof paperInput>[0]["post"]) => {
    const key = `paper:${theBook().head().lines}`;
    const outcome = await deps.submit({
      name: "papers.post",
      key,
      by: "job:test",
      on,
      input: paperInput({ kind, post }),
    });
    if (isRefusal(outcome)) throw new Error(outcome.refused);
  };
  for (const [on, kind, post] of JANUARY) await paper(on, kind, post);
  const { as, post, form } = await signIn(test, USERS);
  const get = (user: string, path: string) => as(user).agent.get(path);
  const close = async () => {
    await theBook().close();
    await connection.close();
    await test.close();
  };
  return { ledger, book: opened.book, as, post, get, form, paper, close };
};

export type BooksApp = Awaited<ReturnType<typeof openBooksApp>>;
