import { randomBytes } from "node:crypto";
import { openBook } from "../../src/journal/book.ts";
import type { Command } from "../../src/journal/chapter.ts";
import { JournalDamaged } from "../../src/journal/errors.ts";
import { openJournalStore } from "../../src/journal/store.ts";
import { connectMongo } from "../../src/platform/mongo.ts";
import { accountOf, type Fund, openFundChapter } from "./fund.ts";
import type { Answer } from "./log.ts";

/** A process with one book, asked by messages of its parent; it is there to be killed. */
export type Question = { readonly id: number; readonly command?: Command; readonly fund?: Fund };
export type Reply =
  | { readonly id: number; readonly answer?: Answer; readonly balance?: string; readonly busy?: true }
  | { readonly damaged: string }
  | { readonly ready: true };

const tell = (reply: Reply): void => void process.send?.(reply);
const SILENT = { warn: () => undefined, error: () => undefined };
/** Milliseconds after which an operation is given up, and the outcome of an insert unknown. */
const WAITS = { insertMs: 1_000, readMs: 2_000 };

const stop = (error: unknown): void => {
  if (error instanceof JournalDamaged) tell({ damaged: error.message });
  process.disconnect?.();
};

const start = async (connecting: ReturnType<typeof connectMongo>): Promise<void> => {
  const connection = await connecting;
  const { chapter, balances } = openFundChapter();
  const store = openJournalStore(connection, WAITS);
  const deps = { store, chapters: [chapter], clock: Date.now, randomBytes, log: SILENT };
  const book = await openBook({ ...deps, onDamaged: stop });
  const answer = async ({ id, command, fund = "east" }: Question): Promise<Reply> => {
    if (command) return { id, answer: await book.submit(command) };
    await book.catchUp();
    return { id, balance: String(balances.get(accountOf(fund)) ?? 0n) };
  };
  process.on("message", (question: Question) => {
    answer(question).then(tell, () => tell({ id: question.id, busy: true }));
  });
  tell({ ready: true });
};

process.once("disconnect", () => process.exit(0));
if (!process.connected) process.exit(0);
// It waits, loaded and connected, until it is wanted: the first message says so. It knows nothing of the journal before.
const [uri = "", database = ""] = process.argv.slice(2);
const connecting = connectMongo(uri, database);
connecting.catch(() => undefined); // it is told when it is wanted
process.once("message", () => void start(connecting).catch(stop));
