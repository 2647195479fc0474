import { setImmediate as nextTurn } from "node:timers/promises";
import { limits } from "../../config/limits.ts";

/**
 * Looks at many rows, a few milliseconds at a time: what else waits in this process gets its turn in between, and may
 * change rows that were not looked at yet.
 */
export const inTurns = async <Row>(rows: Iterable<Row>, look: (row: Row) => void): Promise<void> => {
  let looked = 0;
  for (const row of rows) {
    look(row);
    looked += 1;
    if (looked % limits.rowsATurn === 0) await nextTurn();
  }
};
