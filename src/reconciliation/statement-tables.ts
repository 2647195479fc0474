import { PACKED, Table } from "../journal/table.ts";
import { openRowGroups } from "./row-groups.ts";
import { openRowIndex } from "./row-index.ts";
import { openUnbilled } from "./unbilled.ts";
import type { Payout, Statement, Transit } from "./statement-facts.ts";

export type StatementTables = ReturnType<typeof openStatementTables>;

/** What is kept of statements, their rows, and the payouts that were found at the bank. */
export const openStatementTables = () => ({
  index: openRowIndex(),
  statements: new Table<Statement>("statements"),
  /** By digest, the keys of all rows of a file, known ones included, in file order. */
  listed: openRowGroups("statementOrder"),
  /** Digest → how often the import of that file was undone. */
  undone: new Table<number>("undoneStatements"),
  transits: new Table<Transit>("transits"),
  payouts: new Table<Payout>("payouts"),
  /** `<account>|<day or payout id>` → payout id: a batch is paid once. */
  paidBatches: new Table<string>("paidBatches"),
  /** `<gift>|<number of the refund>` → key of the row that it was found in: a booked refund explains one row (REC-3). */
  refundRows: new Table<string>("refundRows", PACKED),
  /** Key of a row → how often a match of it was taken back. */
  takenBack: new Table<number>("takenBackMatches"),
  /** What came by a provider's notice and has no row in its bills yet (REC-11). */
  unbilled: openUnbilled(),
});

/** The statements of one file: a file of several has its digest, then `<digest>-2` and so on. */
export const partsOf = (statements: Table<Statement>, digest: string): Statement[] => {
  const parts: Statement[] = [];
  for (let next = statements.get(digest); next; next = statements.get(`${digest}-${parts.length + 1}`))
    parts.push(next);
  return parts;
};
