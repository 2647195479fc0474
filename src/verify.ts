import { readConfig } from "../config/config.ts";
import { connectMongo } from "./platform/mongo.ts";
import { verifyBooks } from "./verification.ts";

/** `npm run verify`: reads the journal from the database and checks it and the books; one line a check, non-zero on any failure. */
const config = readConfig();
const connection = await connectMongo(config.mongoUri, config.database);
const { checks } = await verifyBooks(connection);
for (const { check, ok, detail } of checks) console.log(`${ok ? "ok  " : "FAIL"}  ${check.padEnd(32)} ${detail}`);
await connection.close();
process.exitCode = checks.every(({ ok }) => ok) ? 0 : 1;
