import type { Command, Draft } from "../journal/chapter.ts";
import { type JsonObject, type Refusal, refuse } from "../kernel/result.ts";
import type { StatementBook } from "./statement-book.ts";
import type { TransitData } from "./statement-facts.ts";
import { type RowData, rowKey } from "./statement-row.ts";

/** A statement that passed its own sums (REC-2) enters with its digest, account, count and sums. */
export const decideImported = (book: StatementBook, command: Command): Draft | Refusal => {
  const digest = String(command.input.digest);
  if (book.statement(digest)) return refuse("statement_known", { digest });
  return { kind: "statement.imported", data: command.input };
};

/** A chunk of its rows: those that no earlier file brought are added, all are listed in file order (REC-1). */
export const decideLines = (book: StatementBook, command: Command): Draft | Refusal => {
  const { statement, account, rows } = command.input as LinesInput;
  if (!book.statement(statement)) return refuse("statement_unknown", { digest: statement });
  const fresh = rows.filter((row) => !book.row(rowKey(account, row.id)));
  return { kind: "statement.lines", data: { statement, account, rows: fresh, order: rows.map((row) => row.id) } };
};

/** What the clearing accounts held when the books were opened. */
export const decideTransit = (book: StatementBook, command: Command): Draft | Refusal => {
  const items = command.input.items as readonly TransitData[];
  const known = items.find((item) => book.transit(item.account, item.batch));
  if (known) return refuse("transit_known", { batch: known.batch });
  return { kind: "transit.opened", data: { items } };
};

type LinesInput = JsonObject & {
  readonly statement: string;
  readonly account: string;
  readonly rows: readonly RowData[];
};
