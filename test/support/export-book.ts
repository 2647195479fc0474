import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { openChapters } from "../../src/chapters.ts";
import { exportService } from "../../src/exports/public.ts";
import { openBook } from "../../src/journal/book.ts";
import { isRefusal, type JsonObject } from "../../src/kernel/result.ts";
import { loadCatalogue } from "../../src/platform/words.ts";
import { listeningLog } from "./journal.ts";
import { openMemoryStore } from "./memory-store.ts";
import { openSmallFederation } from "./small-federation.ts";

const catalogue = loadCatalogue(join(import.meta.dirname, "../../templates/locales"));
const FORMULA = '=HYPERLINK("x";"y") | <b> & "q" \\ ; 联系 138 1234 5678，证 44030019900101123X';

/** All chapters over a journal in memory: September closed, October open, vouchers with words that formats must bear. */
export const openExportBook = async () => {
  const store = openMemoryStore();
  const chapters = openChapters();
  const book = await openBook({
    store,
    chapters: chapters.all,
    clock: () => Date.parse("2026-11-02T02:00:00Z"),
    randomBytes,
    log: listeningLog(),
  });
  let keys = 0;
  const act = async (name: string, input: JsonObject, given: { by?: string; on?: string } = {}): Promise<void> => {
    const { by = "user:U-MAKER", on = "2026-09-10" } = given;
    const outcome = await book.submit({ name, key: `test:${(keys += 1)}`, by, on, input });
    if (isRefusal(outcome)) throw new Error(`${name}: ${JSON.stringify(outcome)}`);
  };
  const voucher = async (on: string, text: string, post: readonly (readonly [string, string])[]): Promise<void> => {
    const id = `V-${(keys += 1)}`;
    await act("ledger.propose", { id, text, post }, { on });
    await act("ledger.post", { id }, { on, by: "user:U-POSTER" });
  };
  await openSmallFederation(book.submit);
  await voucher("2026-09-02", FORMULA, [
    ["1002/base", "10001"],
    ["410102/S01", "-10001"],
  ]);
  await voucher("2026-09-30", "助学", [
    ["5101/S01", "1"],
    ["5101/S01/medical", "2999"],
    ["1002/base", "-3000"],
  ]);
  await voucher("2026-09-30", "预留", [
    ["5301/G00", "7"],
    ["1009/wechat", "-7"],
    ["B1/S01", "5"],
    ["B2/S01", "-5"],
  ]);
  await act("ledger.proposeClose", { period: "2026-09" }, { on: "2026-11-02" });
  await act("ledger.close", { period: "2026-09" }, { on: "2026-11-02", by: "user:U-POSTER" });
  await voucher("2026-10-01", "@开放", [
    ["1009/wechat", "7"],
    ["1002/hk_2.a", "93"],
    ["410101/G00", "-100"],
  ]);
  const words = (lang: "zh-CN" | "en") => ({ lang, t: catalogue.words(lang) });
  const serviceOver = (over: typeof chapters, entriesMost = 1_000) =>
    exportService({ book, catchUp: book.catchUp, store, books: over, words, entriesMost });
  return { book, store, chapters, service: serviceOver(chapters), serviceOver, close: book.close };
};

export type ExportBook = Awaited<ReturnType<typeof openExportBook>>;
