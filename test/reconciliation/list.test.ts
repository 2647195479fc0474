import { expect } from "chai";
import { fen } from "../../src/kernel/money.ts";
import { type Documents, openDocuments } from "../../src/platform/documents.ts";
import { openStatementBook } from "../../src/reconciliation/statement-book.ts";
import type { RowState, StatementRow } from "../../src/reconciliation/statement-row.ts";
import { listRows, mirroredRows, type RowQuery } from "../../src/reconciliation/store.ts";
import { openTestJournal } from "../support/journal.ts";

const MATCHED: RowState = { is: "matched", rule: "order_no", target: "D-1", on: "2026-09-02" };
const WAITS: RowState = {
  is: "suspended",
  reason: "no_order",
  candidates: ["D-2"],
  posted: true,
  since: "2026-09-02",
  on: "2026-09-02",
};
const row = (account: string, at: string, state: RowState, id = at): StatementRow => ({
  key: `${account}|${id}`,
  account,
  id,
  on: at.slice(0, 10),
  at,
  kind: "entry",
  amount: fen(-1_050n),
  fee: 0n,
  statement: "digest",
  state,
  line: 40,
});
const ROWS = [
  row("1002/base", "2026-09-02 08:00:00", WAITS),
  row("1002/base", "2026-09-01 23:59:59", MATCHED),
  row("1002/base", "2026-09-02 08:00:00", { is: "open" }, "B"),
  row("1002/base2", "2026-09-01 00:00:00", MATCHED),
];

describe("The list of statement rows in the mirror", () => {
  let documents: Documents;
  let close: () => Promise<void>;
  before(async () => {
    const journal = await openTestJournal("row_list");
    documents = openDocuments(journal.connection);
    close = journal.close;
    const source = mirroredRows(openStatementBook());
    await documents.ensureIndexes(source.collection, source.indexes);
    await documents.writeNewer(
      source.collection,
      ROWS.map((one) => ({ ...source.documentOf(one.key, one), _id: one.key, rev: 1 })),
    );
  });
  after(() => close());

  const ask = (query: Partial<RowQuery> = {}) => listRows(documents, { account: "1002/base", limit: 10, ...query });

  it("is one account's, in the order of the moments, and goes on after the last row of a page", async () => {
    const all = await ask();
    expect(all.map(({ place }) => place)).to.deep.equal([
      "2026-09-01 23:59:59#2026-09-01 23:59:59",
      "2026-09-02 08:00:00#2026-09-02 08:00:00",
      "2026-09-02 08:00:00#B",
    ]);
    const [first] = await ask({ limit: 1 });
    expect(await ask({ after: first?.place ?? "" })).to.deep.equal(all.slice(1));
  });

  it("tells what became of a row", async () => {
    expect((await ask({ state: "suspended" })).map(({ shown }) => shown)).to.deep.equal([
      {
        row: "1002/base|2026-09-02 08:00:00",
        id: "2026-09-02 08:00:00",
        on: "2026-09-02",
        at: "2026-09-02 08:00:00",
        kind: "entry",
        amount: "-10.50",
        state: "suspended",
        reason: "no_order",
        candidates: ["D-2"],
        since: "2026-09-02",
      },
    ]);
    const [matched] = await ask({ state: "matched" });
    expect(matched?.shown).to.include({ state: "matched", rule: "order_no", target: "D-1", line: 40 });
  });
});
