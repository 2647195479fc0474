import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { access, mkdir, rmdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { readConfig } from "../config/config.ts";
import { limits } from "../config/limits.ts";
import { openChapters } from "./chapters.ts";
import { EXPORT_USAGE, type ExportArguments, exportReadme, exportRefusals, readArguments } from "./exports/public.ts";
import { openBook } from "./journal/book.ts";
import { openJournalStore } from "./journal/store.ts";
import { isRefusal } from "./kernel/result.ts";
import { openExports } from "./open-exports.ts";
import { writeWhole } from "./platform/atomic-file.ts";
import { createLogger } from "./platform/logger.ts";
import { connectMongo } from "./platform/mongo.ts";
import { problemDocument, refusalProblem } from "./platform/problem.ts";
import { loadCatalogue } from "./platform/words.ts";
import { TEMPLATES } from "./process.ts";

type Folder = { readonly made: boolean } | { readonly faults: readonly string[] };

/** Makes the folder unless it is there; files can be written in it. */
const openFolder = async (folder: string): Promise<Folder> => {
  try {
    const made = await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
    return { made: made !== undefined };
  } catch (error) {
    return { faults: [`--out ${folder} cannot be written: ${error instanceof Error ? error.message : String(error)}`] };
  }
};

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** `npm run export`: writes the books as files and prints the name, size and SHA-256 of each. */
const main = async ({
  format,
  period,
  out,
  lang,
  made,
}: ExportArguments & { readonly made: boolean }): Promise<number> => {
  const config = readConfig();
  const connection = await connectMongo(config.mongoUri, config.database);
  const chapters = openChapters();
  const book = await openBook({
    store: openJournalStore(connection),
    chapters: chapters.all,
    clock: Date.now,
    randomBytes: (count) => randomBytes(count),
    log: createLogger({ level: config.logLevel, name: "export" }),
  });
  try {
    const files = await openExports({ book, chapters, connection }, limits.exportEntries).files({
      format,
      period,
      lang,
    });
    const catalogue = loadCatalogue(join(TEMPLATES, "locales"));
    if (isRefusal(files)) {
      const { options } = refusalProblem(files, exportRefusals);
      console.error(`The export was not made: ${problemDocument(options, catalogue.words("en")).detail}`);
      if (made) await rmdir(out);
      return 1;
    }
    const write = async (file: Parameters<typeof writeWhole>[1]) => {
      const replaced = await isThere(join(out, file.name));
      const written = await writeWhole(out, file);
      const { name, bytes, sha256 } = written;
      console.log(`${sha256}  ${String(bytes).padStart(12)}  ${join(out, name)}${replaced ? "  (replaced)" : ""}`);
      return written;
    };
    const { lines, root } = book.head();
    const written = [];
    for (const file of files) written.push(await write(file));
    const words = { lang, t: catalogue.words(lang) };
    await write(exportReadme({ format, period, head: { lines, root }, files: written }, words));
    return 0;
  } finally {
    await book.close();
    await connection.close();
  }
};

const given = readArguments(process.argv.slice(2));
const opened = "faults" in given ? given : await openFolder(given.out);
if ("faults" in given || "faults" in opened) {
  const faults = "faults" in opened ? opened.faults : [];
  console.error(["The export was not made:", ...faults.map((fault) => `  ${fault}`), EXPORT_USAGE].join("\n"));
  process.exitCode = 2;
} else {
  process.exitCode = await main({ ...given, out: resolve(given.out), made: opened.made });
}
