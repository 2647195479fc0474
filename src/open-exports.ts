import { join } from "node:path";
import { exportService } from "./exports/public.ts";
import { openJournalStore } from "./journal/store.ts";
import { loadCatalogue } from "./platform/words.ts";
import { type Process, TEMPLATES } from "./process.ts";

/** The books as files, over the book of a process. */
export const openExports = ({ book, chapters, connection }: Pick<Process, "book" | "chapters" | "connection">) => {
  const catalogue = loadCatalogue(join(TEMPLATES, "locales"));
  return exportService({
    book,
    catchUp: book.catchUp,
    store: openJournalStore(connection),
    books: chapters,
    words: (lang) => ({ lang, t: catalogue.words(lang) }),
  });
};
