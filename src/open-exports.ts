import { join } from "node:path";
import { exportService } from "./exports/public.ts";
import { openJournalStore } from "./journal/store.ts";
import { loadCatalogue } from "./platform/words.ts";
import { type Process, TEMPLATES } from "./process.ts";

type Base = Pick<Process, "book" | "chapters" | "connection">;

/** The books as files of so many entries at most, over the book of a process. */
export const openExports = ({ book, chapters, connection }: Base, entriesMost: number) => {
  const catalogue = loadCatalogue(join(TEMPLATES, "locales"));
  return exportService({
    book,
    catchUp: book.catchUp,
    store: openJournalStore(connection),
    books: chapters,
    entriesMost,
    words: (lang) => ({ lang, t: catalogue.words(lang) }),
  });
};
