import { randomBytes } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { readConfig } from "../config/config.ts";
import { limits } from "../config/limits.ts";
import { openChapters } from "./chapters.ts";
import { EXPORT_USAGE, type ExportArguments, exportRefusals, readArguments } from "./exports/public.ts";
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

/** Makes the folder unless it is there. */
const folderFaults = (folder: string): Promise<readonly string[]> =>
  mkdir(folder, { recursive: true }).then(
    () => [],
    (error: unknown) => [
      `--out ${folder} cannot be a folder: ${error instanceof Error ? error.message : String(error)}`,
    ],
  );

/** `npm run export`: writes the books as files and prints the name, size and SHA-256 of each. */
const main = async ({ format, period, out, lang }: ExportArguments): Promise<number> => {
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
    if (isRefusal(files)) {
      const { options } = refusalProblem(files, exportRefusals);
      const words = loadCatalogue(join(TEMPLATES, "locales")).words("en");
      console.error(`The export was not made: ${problemDocument(options, words).detail}`);
      return 1;
    }
    const written = [];
    for (const file of files) written.push(await writeWhole(out, file));
    for (const { name, bytes, sha256 } of written)
      console.log(`${sha256}  ${String(bytes).padStart(12)}  ${join(out, name)}`);
    return 0;
  } finally {
    await book.close();
    await connection.close();
  }
};

const given = readArguments(process.argv.slice(2));
const faults = "faults" in given ? given.faults : await folderFaults(given.out);
if ("faults" in given || faults.length > 0) {
  console.error(["The export was not made:", ...faults.map((fault) => `  ${fault}`), EXPORT_USAGE].join("\n"));
  process.exitCode = 2;
} else {
  process.exitCode = await main({ ...given, out: resolve(given.out) });
}
