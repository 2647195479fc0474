import { pageRange } from "../journal/list-key.ts";
import type { Mirrored } from "../journal/mirrored.ts";
import { formatYuan } from "../kernel/money.ts";
import type { JsonObject } from "../kernel/result.ts";
import type { Documents } from "../platform/documents.ts";
import { shownId } from "./figures.ts";
import type { StatementBook } from "./statement-book.ts";
import type { StatementRow } from "./statement-row.ts";

const ROWS = "statementRows";

/** A row of a statement as its list shows it, and its place in each list: by its moment, within its account. */
export const mirroredRows = ({ rowTable }: StatementBook): Mirrored<StatementRow> => ({
  table: rowTable,
  collection: ROWS,
  documentOf: (_key, row) => {
    const place = `${row.at}#${row.id}`;
    return {
      place,
      byAccount: `${row.account}#${place}`,
      byState: `${row.account}/${row.state.is}#${place}`,
      shown: rowJson(row),
    };
  },
  indexes: [{ fields: { byAccount: 1 } }, { fields: { byState: 1 } }],
});

const rowJson = (row: StatementRow): JsonObject => ({
  row: row.key,
  id: shownId(row),
  on: row.on,
  at: row.at,
  kind: row.kind,
  amount: formatYuan(row.amount),
  state: row.state.is,
  ...stateJson(row),
});

const stateJson = ({ state, line }: StatementRow): JsonObject => {
  switch (state.is) {
    case "open":
      return {};
    case "matched":
      return { rule: state.rule, target: state.target, line };
    case "suspended":
      return { reason: state.reason, candidates: state.candidates, since: state.since };
  }
};

export type RowQuery = {
  readonly account: string;
  readonly state?: string;
  /** The `next` of the page before. */
  readonly after?: string;
  readonly limit: number;
};
export type ListedRow = { readonly place: string; readonly shown: JsonObject };

/** A page of the rows of an account in the order of their moments. */
export const listRows = async (
  documents: Pick<Documents, "range">,
  { account, state, after, limit }: RowQuery,
): Promise<ListedRow[]> => {
  const list =
    state === undefined ? { field: "byAccount", filter: account } : { field: "byState", filter: `${account}/${state}` };
  const page = await documents.range(ROWS, pageRange({ ...list, after, limit }));
  return page.map(({ place, shown }) => ({ place: String(place), shown: shown as JsonObject }));
};
