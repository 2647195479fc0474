import type { Command } from "../journal/chapter.ts";
import type { JsonObject } from "../kernel/result.ts";
import type { Books } from "./books.ts";
import type { StatementRow } from "./statement-row.ts";
import { becauseOf } from "./suspense.ts";

/** The date a row is booked on and what every match line says of it; late rows name their own date (ACC-16). */
export const matchData = (row: StatementRow, command: Command, books: Books): { on: string; data: JsonObject } => {
  const on = books.ledger.periods.postingDate(row.on);
  const data: JsonObject = {
    statement_line: row.key,
    rule: String(command.input.rule),
    ...(typeof command.input.kept === "string" ? { kept: command.input.kept } : {}),
    ...becauseOf(command),
    ...(on === row.on ? {} : { relates_to: row.on }),
  };
  return { on, data };
};
