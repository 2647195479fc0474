import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readConfig } from "../../config/config.ts";
import type { Json } from "../kernel/result.ts";
import { differencesOf } from "./compare.ts";
import { driveMonth } from "./drive.ts";
import { OtherBooks } from "./take.ts";

/** `npm run story -- --from DIR [--json]`: drives a month and prints its figures; compares them with DIR/expected.json. */
const { values } = parseArgs({
  options: { from: { type: "string" }, "base-url": { type: "string" }, json: { type: "boolean" } },
});
if (values.from === undefined || values["base-url"] === undefined) {
  console.error("Say which folder: npm run story -- --from DIR [--json]");
  process.exit(2);
}
const log = (text: string): void => console.error(text);
const month = await driveMonth({
  baseUrl: values["base-url"],
  from: values.from,
  adminPassword: readConfig().keys.adminPassword ?? "",
  log,
}).catch((error: unknown) => {
  if (!(error instanceof OtherBooks)) throw error;
  log(error.message);
  process.exit(1);
});
console.log(JSON.stringify(month, null, values.json ? 0 : 1));

const answers = join(values.from, "expected.json");
if (existsSync(answers)) {
  const found = differencesOf(month, JSON.parse(readFileSync(answers, "utf8")) as Json);
  for (const { path, got, expected } of found)
    log(`${path}: got ${JSON.stringify(got)}, expected ${JSON.stringify(expected)}`);
  log(found.length === 0 ? "Every figure equals expected.json." : `${found.length} differences from expected.json.`);
  process.exitCode = found.length === 0 ? 0 : 1;
}
