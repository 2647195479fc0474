import { readFileSync } from "node:fs";
import type { FileRefusal } from "../../src/platform/file-fault.ts";
import { readStatement, type StatementFile } from "../../src/reconciliation/statement.ts";
import type { StatementFormat, StatementLine } from "../../src/reconciliation/statement-line.ts";

const read = (folder: string) => (name: string) => readFileSync(new URL(`${folder}/${name}`, import.meta.url));

/** A file of the sample month. */
export const sampleFile = read("../../config/sample");
/** A worked example of DOMAIN §6. */
export const fixtureFile = read("../reconciliation/fixtures");

export const readText = (format: StatementFormat, text: string) => readStatement(format, [Buffer.from(text)]);

/** The one statement of a file; throws what refused it. */
export const accepted = async (reading: Promise<StatementFile | FileRefusal>) => {
  const file = await reading;
  if ("refused" in file) throw new Error(JSON.stringify(file));
  const [statement] = file.statements;
  if (!statement || file.statements.length !== 1) throw new Error(`${file.statements.length} statements`);
  return statement;
};

/** The numbers of a line that a test compares. */
export const money = ({ kind, amount, fee }: StatementLine) => `${kind} ${amount} ${fee}`;
