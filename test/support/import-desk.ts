import { randomBytes } from "node:crypto";
import type { Connection } from "mongoose";
import { openChapters } from "../../src/chapters.ts";
import { disbursementsService } from "../../src/disbursements/public.ts";
import { intakeService } from "../../src/donations/public.ts";
import { fundsService } from "../../src/funds/public.ts";
import { deskImports, importStore, previewsService, previewStore } from "../../src/imports/public.ts";
import type { Submit } from "../../src/journal/chapter.ts";
import { newId as madeId, sha256Hex } from "../../src/kernel/ids.ts";
import { openPeople } from "../../src/people/public.ts";
import { openFiles } from "../../src/platform/files.ts";
import { reconciliationService } from "../../src/reconciliation/public.ts";
import { openQuickBook } from "./quick-book.ts";

const random = (count: number) => randomBytes(count);
const catchUp = async () => undefined;

/** The imports over a book in memory; the vault, the files and the list of imports are real. `left` counts commands that are still taken before the process dies. */
export const openImportDesk = async (connection: Connection) => {
  const chapters = openChapters();
  const book = openQuickBook(chapters.all);
  const life = { left: Number.POSITIVE_INFINITY };
  const submit: Submit = (command) => {
    life.left -= 1;
    if (life.left < 0) throw new Error("killed");
    return book.submit(command);
  };
  let now = Date.parse("2026-10-02T02:00:00.000Z");
  const clock = () => new Date((now += 1_000));
  const ids = (prefix: string) => madeId(prefix, random);
  const keys = { vaultKey: randomBytes(32), nameKey: randomBytes(32) };
  const people = await openPeople({ ...chapters, connection, ...keys, randomBytes: random, clock, newId: ids });
  const { sealed, waiting } = openFiles({ connection, masterKey: keys.vaultKey, randomBytes: random });
  const files = new Map<string, Uint8Array>();
  const store = importStore(connection);
  await store.prepare();
  const imports = deskImports({
    store,
    known: chapters,
    clock,
    lines: () => book.lines.length,
    catchUp,
    money: fundsService({ submit, funds: chapters.funds }),
    intake: intakeService({ ...chapters, submit, people }),
    aid: disbursementsService({ ...chapters, submit, people, sealed }),
    reconciliation: reconciliationService({
      ...chapters,
      submit,
      catchUp,
      names: async () => new Map(),
      markOf: sha256Hex,
      accounts: chapters.funds.accounts,
      merchants: chapters.funds.merchants,
      line: async (index) => book.lines[index],
      openingDate: () => "2026-09-01",
      keepFile: async ({ name, content }) => (files.set(name, content), name),
      readFile: async (id) => files.get(id),
      cardGift: async () => undefined,
    }),
  });
  const looks = previewStore(connection);
  await looks.prepare();
  let number = 0;
  const newId = () => `I-${(number += 1)}`;
  const previews = previewsService({ imports, store: looks, shelf: waiting, clock, newId });
  const pass = (milliseconds: number): void => void (now += milliseconds);
  return { imports, previews, pass, book, life };
};

export type ImportDesk = Awaited<ReturnType<typeof openImportDesk>>;
