import { parseArgs } from "node:util";
import { readSettings } from "../../config/config.ts";
import { benchBill } from "./bill.ts";
import { benchHttpGifts } from "./http-gifts.ts";
import { benchLines, benchRestart } from "./lines.ts";
import { benchMedici } from "./medici.ts";
import { benchMemory } from "./memory.ts";
import { benchReceipts } from "./receipts.ts";

/** What one part of the bench adds to the object that is printed. */
type Part = (deps: { readonly mongoUri: string }) => Promise<object>;

const PARTS: { readonly [name: string]: Part } = {
  lines: async ({ mongoUri }) => ({ lines: await benchLines(mongoUri) }),
  medici: async ({ mongoUri }) => ({ medici: await benchMedici(mongoUri) }),
  restart: ({ mongoUri }) => benchRestart(mongoUri),
  http_gifts: async ({ mongoUri }) => ({ http_gifts: await benchHttpGifts(mongoUri) }),
  receipts: async () => ({ receipts_per_s: await benchReceipts() }),
  bill: async () => ({ bill: await benchBill() }),
  memory: async ({ mongoUri }) => ({ heap_bytes_per_gift: await benchMemory(mongoUri) }),
};

const { values } = parseArgs({ options: { json: { type: "boolean" }, only: { type: "string" } } });
const names = values.only?.split(",") ?? Object.keys(PARTS);
const mongoUri = readSettings().MONGODB_URI;

const run = async (): Promise<void> => {
  const unknown = names.filter((name) => !PARTS[name]);
  if (unknown.length > 0) throw new Error(`no part ${unknown.join(", ")}; there are ${Object.keys(PARTS).join(", ")}`);
  if (mongoUri === undefined) throw new Error("MONGODB_URI is missing: use npm run bench");
  const result: { [key: string]: unknown } = {};
  for (const name of names) Object.assign(result, await PARTS[name]?.({ mongoUri }));
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
