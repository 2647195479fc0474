import { expect } from "chai";
import fc from "fast-check";
import { fen } from "../../src/kernel/money.ts";
import { rowSumFaults } from "../../src/reconciliation/public.ts";
import { openRowIndex } from "../../src/reconciliation/row-index.ts";
import type { RowState, StatementRow } from "../../src/reconciliation/statement-row.ts";

const DAYS = ["2026-09-01", "2026-09-02", "2026-10-01"] as const;
const STATES: readonly RowState[] = [
  { is: "open" },
  { is: "suspended", reason: "no_order", candidates: [], posted: true, since: DAYS[0], on: DAYS[0] },
  { is: "matched", rule: "order_no", target: "D-1", on: DAYS[0] },
];

const rowOf = (id: number, day: number, amount: bigint): StatementRow => {
  const [account, on] = [id % 2 === 0 ? "1009/wechat" : "1002/base", DAYS[day] ?? DAYS[0]];
  const common = { kind: "payment", statement: "f", at: `${on} 10:00:00`, state: { is: "open" }, line: 1 } as const;
  return { ...common, key: `${account}|${id}`, account, id: String(id), on, amount: fen(amount), fee: amount * 6n };
};

/** A row comes, changes its state, or leaves again while it is not matched. */
const step = fc.record({
  id: fc.nat({ max: 12 }),
  day: fc.nat({ max: 2 }),
  amount: fc.bigInt({ min: -3n, max: 3n }),
  act: fc.constantFrom("add", "open", "suspended", "matched", "remove"),
});

describe("reconciliation: sums of rows by day", () => {
  it("LED-10 are those of the rows, whatever came, changed and left", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const index = openRowIndex();
        for (const { id, day, amount, act } of steps) {
          const fresh = rowOf(id, day, amount);
          const row = index.row(fresh.key);
          const state = STATES.find(({ is }) => is === act);
          if (act === "add" && !row) index.add(fresh);
          if (row && row.state.is !== "matched" && act === "remove") index.remove(row);
          if (row && row.state.is !== "matched" && state) index.mark(row.key, state, { line: 2, recorded: DAYS[0] });
        }
        expect(rowSumFaults(index)).to.deep.equal([]);
      }),
    );
  });

  it("LED-10 a day that is not the sum of its rows, and one that waits and does not, are told", () => {
    const index = openRowIndex();
    index.add(rowOf(2, 0, 100n));
    index.add(rowOf(4, 1, 200n));
    const daySum = () => ({ rows: 1, amount: fen(100n), fee: 600n });
    expect(rowSumFaults({ ...index, daySum })).to.deep.equal([
      "LED-10 1009/wechat 2026-09-02 is not the sum of its rows",
    ]);
    const waitingDays = () => [...index.waitingDays()].slice(1).values();
    expect(rowSumFaults({ ...index, waitingDays })).to.deep.equal([
      "LED-10 2026-09-01: nothing waits, of rows 1 of 1.00, 0 of 0.00",
    ]);
  });
});
