import { randomBytes } from "node:crypto";
import { type Chapters, openChapters } from "../../src/chapters.ts";
import { type Book, openBook } from "../../src/journal/book.ts";
import { openJournalStore } from "../../src/journal/store.ts";
import { connectMongo } from "../../src/platform/mongo.ts";
import { fundOf, GIFT_DAY } from "./gifts.ts";
import { makeLongJournal } from "./long-journal.ts";

const DATABASE = "bench_shape_test";
const LINES = 40_000;
const TIMES = 4;
const ASKED = 2_000;

/** Milliseconds for all entries (append, restart), or for as many questions at either size (the others). */
type Costs = {
  readonly append: number;
  readonly restart: number;
  readonly balance: number;
  readonly statement: number;
  readonly proof: number;
};

/** How many times the cost is when the journal has four times the entries: under 5, whatever is asked. */
export const benchShape = async (uri: string): Promise<{ [cost in keyof Costs]: number }> => {
  await costsAt(uri, LINES);
  const small = await costsAt(uri, LINES);
  const large = await costsAt(uri, LINES * TIMES);
  const times = (cost: keyof Costs) => Math.round((large[cost] / small[cost]) * 100) / 100;
  return {
    append: times("append"),
    restart: times("restart"),
    balance: times("balance"),
    statement: times("statement"),
    proof: times("proof"),
  };
};

const costsAt = async (uri: string, lines: number): Promise<Costs> => {
  const connection = await connectMongo(uri, DATABASE);
  try {
    await connection.dropDatabase();
    const append = await timed(() => makeLongJournal(connection, lines));
    const chapters = openChapters();
    let book: Book | undefined;
    const restart = await timed(async () => {
      book = await openBook({
        store: openJournalStore(connection),
        chapters: chapters.all,
        clock: Date.now,
        randomBytes,
        log: { warn: console.error, error: console.error },
      });
    });
    if (!book) throw new Error("the book was not opened");
    const asked = await questions(book, chapters);
    await book.close();
    return { append, restart, ...asked };
  } finally {
    await connection.dropDatabase();
    await connection.close();
  }
};

/** A fund's balance, its statement on a day, and the proof of a line, each asked many times. */
const questions = async (book: Book, { ledger }: Chapters) => {
  const { lines } = book.head();
  const each = (ask: (i: number) => unknown) =>
    timed(async () => {
      for (let i = 0; i < ASKED; i += 1) ask(i);
    });
  return {
    balance: await each((i) => ledger.balances.fund(fundOf(i))),
    statement: await each((i) => ledger.balances.fundOn(fundOf(i), GIFT_DAY)),
    proof: await each((i) => book.inclusion((i * 7_919) % lines)),
  };
};

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const before = performance.now();
  await work();
  return performance.now() - before;
};
