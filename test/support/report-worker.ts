import { openChapters } from "../../src/chapters.ts";
import type { BuildDeps } from "../../src/disclosure/public.ts";
import { isRefusal } from "../../src/kernel/result.ts";
import type { Files } from "../../src/platform/files.ts";
import { openQuickBook, type QuickBook } from "./quick-book.ts";
import { openSmallFederation } from "./small-federation.ts";

/** Wraps everything that leaves the process. */
export type Effect = <T>(effect: () => Promise<T>) => Promise<T>;
const undisturbed: Effect = (effect) => effect();

type Asked = { readonly period: string; readonly reason?: string };

/** One command of somebody; throws when it is refused. */
export const send = async (book: QuickBook, name: string, given: { readonly by: string; readonly input: Asked }) => {
  const key = `${name}:${given.by}:${given.input.reason ?? ""}`;
  const outcome = await book.submit({ name, key, on: "2026-10-02", ...given });
  if (isRefusal(outcome)) throw new Error(`${name}: ${outcome.refused}`);
};

/** A book with a closed September; its report was not asked for yet. */
export const closedMonth = async (): Promise<QuickBook["kept"]> => {
  const book = openQuickBook(openChapters().all);
  await openSmallFederation(book.submit);
  await send(book, "ledger.proposeClose", { by: "user:books", input: { period: "2026-09" } });
  await send(book, "ledger.close", { by: "user:general", input: { period: "2026-09" } });
  return book.kept;
};

/** The same with the report asked for. */
export const askedMonth = async (): Promise<QuickBook["kept"]> => {
  const book = openQuickBook(openChapters().all, undefined, await closedMonth());
  await send(book, "disclosure.request", { by: "user:disclosure", input: { period: "2026-09" } });
  return book.kept;
};

/** A worker that starts on a day with the lines kept so far. */
export const openReportWorker = (
  lines: QuickBook["kept"],
  on: { readonly day: string; readonly files: Files; readonly effect?: Effect },
) => {
  const { day, files, effect = undisturbed } = on;
  const chapters = openChapters();
  const book = openQuickBook(chapters.all, () => `${day}T02:00:00.000Z`, lines);
  const deps: BuildDeps = {
    submit: (command) => effect(() => book.submit(command)),
    catchUp: async () => undefined,
    today: () => day,
    files: { open: { ...files.open, keep: (file) => effect(() => files.open.keep(file)) } },
    checkpoint: (count) => effect(async () => `books.test/${count}`),
    head: () => ({ lines: book.lines.length, root: "0".repeat(64) }),
    books: chapters,
    disclosure: chapters.disclosure,
    publicUrl: "http://books.test",
  };
  return { deps, book };
};
