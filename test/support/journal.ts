import { randomBytes } from "node:crypto";
import { expect } from "chai";
import { type Book, type BookDeps, openBook } from "../../src/journal/book.ts";
import type { BatchDocument } from "../../src/journal/batch.ts";
import type { Chapter, Command } from "../../src/journal/chapter.ts";
import { type JournalStore, openJournalStore } from "../../src/journal/store.ts";
import { Table } from "../../src/journal/table.ts";
import { refuse } from "../../src/kernel/result.ts";
import { type Connection, connectMongo } from "../../src/platform/mongo.ts";
import { mongoUri } from "./engines.ts";

/** A small chapter: purses that are filled and emptied, and never overdrawn. */
export const openPurses = (): { chapter: Chapter; balances: Table<bigint>; moves: Table<Move> } => {
  const balances = new Table<bigint>("balances");
  const moves = new Table<Move>("moves");
  const chapter: Chapter = {
    name: "purse",
    tables: [balances, moves],
    decide: {
      fill: ({ input }) => ({ kind: "purse.filled", data: input, post: move(input, "") }),
      take: ({ input }) => {
        const purse = String(input["purse"]);
        const balance = balances.get(`purse/${purse}`) ?? 0n;
        if (balance < BigInt(String(input["amount"]))) return refuse("overdrawn", { balance: String(balance) });
        return { kind: "purse.taken", data: input, post: move(input, "-") };
      },
      forbid: ({ input }) => ({ kind: "purse.forbidden", data: input, refused: refuse("related_party", { fine: 1 }) }),
      lopsided: ({ input }) => ({ kind: "purse.filled", data: input, post: [["cash", "5"]] }),
      enormous: () => ({ kind: "purse.filled", data: { text: "x".repeat(70_000) } }),
      explode: ({ input }) => ({ kind: "purse.exploded", data: input, post: move({ ...input, amount: "7" }, "") }),
      nameless: () => ({ kind: "purse.unheard", data: {} }),
    },
    apply: {
      "purse.filled": (line, index) => moves.set(line.key, Object.freeze({ index, purse: String(line.data["purse"]) })),
      "purse.taken": (line, index) => moves.set(line.key, Object.freeze({ index, purse: String(line.data["purse"]) })),
      "purse.forbidden": () => undefined,
      "purse.exploded": () => {
        throw new Error("apply must not throw");
      },
    },
    everyLine: ({ post }) => {
      for (const [account, amount] of post) balances.set(account, (balances.get(account) ?? 0n) + BigInt(amount));
    },
  };
  return { chapter, balances, moves };
};

export type Move = { readonly index: number; readonly purse: string };

const move = ({ purse, amount }: Command["input"], sign: "" | "-") =>
  [
    [`purse/${String(purse)}`, `${sign}${String(amount)}`],
    ["cash", `${sign === "" ? "-" : ""}${String(amount)}`],
  ] as const;

export const command = (name: string, key: string, input: Command["input"] = { purse: "a", amount: "5" }): Command => ({
  name: `purse.${name}`,
  key,
  by: "user:TEST",
  on: "2026-09-03",
  input,
});

/** Collects what a book logs, so that a test can look at it and the output stays quiet. */
export const listeningLog = () => {
  const messages: string[] = [];
  return {
    messages,
    warn: (_: object, text: string) => messages.push(text),
    error: (_: object, text: string) => messages.push(text),
  };
};

/** A database of its own with an empty journal. */
export const openTestJournal = async (
  name: string,
): Promise<{ connection: Connection; store: JournalStore; close: () => Promise<void> }> => {
  const database = `journal_${name}_test`;
  const connection = await connectMongo(await mongoUri(database), database);
  await connection.dropDatabase();
  return { connection, store: openJournalStore(connection), close: () => connection.close() };
};

/** A book over fresh purses. */
export const openTestBook = async (deps: Pick<BookDeps, "store"> & Partial<BookDeps>): Promise<TestBook> => {
  const purses = openPurses();
  const log = listeningLog();
  const book = await openBook({ chapters: [purses.chapter], clock: Date.now, randomBytes, log, ...deps });
  return { ...purses, book, log };
};

export type TestBook = ReturnType<typeof openPurses> & { book: Book; log: ReturnType<typeof listeningLog> };

/** The keys of all stored lines, in order. */
export const keysIn = async (store: JournalStore): Promise<string[]> => {
  const batches = (await store.read(0, 10_000)) as BatchDocument[];
  return batches.flatMap(({ lines }) => lines.map((text) => (JSON.parse(text) as { key: string }).key));
};

/** What a promise was rejected with; fails when it was kept. */
export const rejection = async (promise: Promise<unknown>): Promise<unknown> => {
  try {
    return expect.fail(`settled with ${JSON.stringify(await promise)}`);
  } catch (error) {
    return error;
  }
};

/** Inside a describe: an empty journal for each test, and books over it that are closed afterwards. */
export const journalForEach = (name: string) => {
  let journal: Awaited<ReturnType<typeof openTestJournal>>;
  let opened: TestBook[] = [];
  beforeEach(async () => {
    journal = await openTestJournal(name);
  });
  afterEach(async () => {
    await Promise.all(opened.map(({ book }) => book.close()));
    opened = [];
    await journal.close();
  });
  const store: JournalStore = {
    insert: (batch) => journal.store.insert(batch),
    read: (after, limit) => journal.store.read(after, limit),
    count: () => journal.store.count(),
    countExactly: () => journal.store.countExactly(),
  };
  const open = async (deps: Partial<BookDeps> = {}): Promise<TestBook> => {
    const one = await openTestBook({ store, ...deps });
    opened.push(one);
    return one;
  };
  return { store, open };
};
