import { readConfig } from "../config/config.ts";
import { connectMongo } from "./platform/mongo.ts";
import { verifyBooks } from "./verification.ts";

/**
 * `npm run verify`: reads the journal from the database and checks it and the books; one line a check, non-zero on any
 * failure. The worker runs it at night (verify-apart.ts) and is sent the outcome; without the worker it stops.
 */
process.once("disconnect", () => process.exit(1));
process.channel?.unref();
const config = readConfig();
const connection = await connectMongo(config.mongoUri, config.database);
const verification = await verifyBooks(connection);
for (const { check, ok, detail } of verification.checks)
  console.log(`${ok ? "ok  " : "FAIL"}  ${check.padEnd(32)} ${detail}`);
await connection.close();
process.exitCode = verification.checks.every(({ ok }) => ok) ? 0 : 1;
await new Promise<unknown>((sent) => (process.send ? process.send(verification, sent) : sent(undefined)));
