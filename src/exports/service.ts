import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { JournalStore } from "../journal/store.ts";
import type { Period } from "../kernel/dates.ts";
import { isRefusal, type Refusal, refuse } from "../kernel/result.ts";
import type { Words } from "../platform/display.ts";
import type { Lang } from "../platform/words.ts";
import { auditFiles } from "./audit-xml.ts";
import { beancountLedger } from "./beancount.ts";
import { type BookReaderDeps, readBook } from "./book-reader-service.ts";
import { bookTables } from "./book-tables.ts";
import type { ExportFormat } from "./formats.ts";
import { hledgerJournal } from "./hledger.ts";
import { journalLines } from "./journal-jsonl.ts";
import { statementTables } from "./statement-tables.ts";
import { tableCsv } from "./tables-csv.ts";
import { bookWorkbook } from "./book-workbook.ts";

export type ExportDeps = BookReaderDeps & {
  readonly store: Pick<JournalStore, "read">;
  readonly words: (lang: Lang) => Words;
};

export type ExportAsk = { readonly format: ExportFormat; readonly period?: Period | undefined; readonly lang: Lang };
export type ExportFile = { readonly name: string; readonly content: string | Uint8Array | AsyncIterable<string> };
export type ExportService = ReturnType<typeof exportService>;

const beside = (name: string) => ({ name, content: readFileSync(join(import.meta.dirname, name), "utf8") });
/** The check of an exported journal, as a program of one file that needs Node alone. */
export const VERIFIER = beside("verify-journal.mjs");
/** What the files of the audit set look like, as a schema of our own. */
const AUDIT_SCHEMA = beside("audit-set.xsd");

/** The books as files. */
export const exportService = (deps: ExportDeps) => ({
  /** Refuses a month without a posting, more entries than `entriesMost`, and a month of the journal itself. */
  files: async ({ format, period, lang }: ExportAsk): Promise<readonly ExportFile[] | Refusal> => {
    if (format === "jsonl") return period === undefined ? journalFiles(deps) : refuse("export_whole_only", { period });
    const book = await readBook(deps, period);
    if (isRefusal(book)) return book;
    const stem = period ?? "all";
    switch (format) {
      case "xlsx":
        return [{ name: `books-${stem}.xlsx`, content: await bookWorkbook(book, deps.words(lang)) }];
      case "csv":
        return [...bookTables(book, deps.words(lang)), ...statementTables(book, deps.words(lang))].map((table) => ({
          name: `${table.name}-${stem}.csv`,
          content: tableCsv(table),
        }));
      case "hledger":
        return [{ name: `books-${stem}.journal`, content: hledgerJournal(book) }];
      case "beancount":
        return [{ name: `books-${stem}.beancount`, content: beancountLedger(book) }];
      case "audit-xml":
        return [...auditFiles(book, stem, deps.words("zh-CN")), AUDIT_SCHEMA];
    }
  },
});

const journalFiles = async (deps: ExportDeps): Promise<readonly ExportFile[]> => {
  await deps.catchUp();
  return [{ name: "journal.jsonl", content: journalLines(deps.store, deps.book.head().batch) }, VERIFIER];
};
