import { parseArgs } from "node:util";
import { readSettings } from "../../config/config.ts";
import { benchBill } from "./bill.ts";
import { benchHttpGifts } from "./http-gifts.ts";
import { benchHttpImport } from "./http-import.ts";
import { benchLines } from "./lines.ts";
import { benchMedici } from "./medici.ts";
import { benchMemory } from "./memory.ts";
import { benchPages } from "./pages.ts";
import { benchPostgres } from "./postgres.ts";
import { ratiosOf } from "./ratios.ts";
import { benchReceipts } from "./receipts.ts";
import { benchRestart } from "./restart.ts";
import { benchShape } from "./shape.ts";
import { benchWriters } from "./writers.ts";

/** What one part of the bench adds to the object that is printed. */
type Part = (deps: { readonly mongoUri: string }) => Promise<object>;

/** Run when no part is named: together under 90 s. */
const PARTS: { readonly [name: string]: Part } = {
  lines: async ({ mongoUri }) => ({ lines: await benchLines(mongoUri) }),
  medici: async ({ mongoUri }) => ({ medici: await benchMedici(mongoUri) }),
  restart: async ({ mongoUri }) => (await restartOf(mongoUri)).restart,
  http_gifts: async ({ mongoUri }) => ({ http_gifts: await benchHttpGifts(mongoUri) }),
  receipts: async () => ({ receipts_per_s: await benchReceipts() }),
  memory: ({ mongoUri }) => benchMemory(mongoUri),
};

/** Run only when they are named. */
const NAMED_PARTS: { readonly [name: string]: Part } = {
  bill: async () => ({ bill: await benchBill() }),
  writers: async ({ mongoUri }) => ({ writers: await benchWriters(mongoUri) }),
  replay: async ({ mongoUri }) => ({ replay: (await restartOf(mongoUri)).replay }),
  http_import: async ({ mongoUri }) => ({ http_import: await benchHttpImport(mongoUri) }),
  postgres: benchPostgres,
  pages: async ({ mongoUri }) => ({ pages: await benchPages(mongoUri) }),
  shape: async ({ mongoUri }) => ({ shape: await benchShape(mongoUri) }),
};

const { values } = parseArgs({ options: { json: { type: "boolean" }, only: { type: "string" } } });
const names = values.only?.split(",") ?? Object.keys(PARTS);
const parts = { ...PARTS, ...NAMED_PARTS };
const mongoUri = readSettings().MONGODB_URI;

/** A journal as long as an installation gets in years, when it is asked for by name. */
const RESTART_LINES = values.only === undefined ? 100_000 : 1_000_000;
let restarting: ReturnType<typeof benchRestart> | undefined;
const restartOf = (uri: string) => (restarting ??= benchRestart(uri, RESTART_LINES));

const run = async (): Promise<void> => {
  const unknown = names.filter((name) => !parts[name]);
  if (unknown.length > 0) throw new Error(`no part ${unknown.join(", ")}; there are ${Object.keys(parts).join(", ")}`);
  if (mongoUri === undefined) throw new Error("MONGODB_URI is missing: use npm run bench");
  const result: { [key: string]: unknown } = {};
  for (const name of names) Object.assign(result, await parts[name]?.({ mongoUri }));
  Object.assign(result, ratiosOf(result));
  console.log(values.json ? JSON.stringify(result) : table(result));
};

const table = (result: { readonly [key: string]: unknown }): string =>
  Object.entries(result)
    .flatMap(([key, value]) =>
      typeof value === "object" && value !== null
        ? Object.entries(value).map(([clients, rate]) => `${key} ${clients}: ${JSON.stringify(rate)}`)
        : [`${key}: ${String(value)}`],
    )
    .join("\n");

await run();
