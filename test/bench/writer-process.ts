import { once } from "node:events";
import { connectMongo } from "../../src/platform/mongo.ts";
import { openBenchBook, settling } from "./lines.ts";
import { measure } from "./measure.ts";

/** One of several processes that write to the same journal: says when it is ready, waits for the word, and tells what it did. */
const [uri = "", database = "", clients = "", warmMs = "", forMs = ""] = process.argv.slice(2);

const connection = await connectMongo(uri, database);
const book = await openBenchBook(connection);
process.send?.("ready");
await once(process, "message");
const load = { clients: Number(clients), warmMs: Number(warmMs), forMs: Number(forMs) };
const { per_s, p99_ms, slowest_ms } = await measure({ ...load, once: settling(book) });
process.send?.({ lines: Math.round((per_s * load.forMs) / 1_000), p99_ms, slowest_ms });
await book.close();
await connection.close();
process.disconnect();
