import type { Submit } from "../journal/chapter.ts";
import type { BusinessDate } from "../kernel/dates.ts";
import { isRefusal, type Refusal } from "../kernel/result.ts";
import type { StatementBook } from "./statement-book.ts";
import { leavingRows, refusalToUndo } from "./undo-decisions.ts";

/** Who undoes which file and why, in a sentence without names of people. */
export type Undoing = {
  readonly digest: string;
  readonly by: string;
  readonly because: string;
  readonly on: BusinessDate;
};

/**
 * Undoes an import while nothing of it is matched (REC-8): first the money of its waiting rows leaves 2209, each on its own
 * day, then the rows leave. Cut in the middle, the next run puts the money back where it was. The file may come again.
 */
export const undoImport = async (
  deps: { readonly submit: Submit; readonly book: StatementBook },
  { digest, by, because, on }: Undoing,
): Promise<Refusal | undefined> => {
  const { book, submit } = deps;
  const refusal = refusalToUndo(book, digest);
  if (refusal) return refusal;
  const waiting = [...leavingRows(book, digest)].filter(({ state }) => state.is === "suspended" && state.posted);
  for (const row of waiting) {
    const released = await submit({
      name: "reconciliation.release",
      key: `release:${row.key}:${row.line}`,
      by,
      on: row.on,
      input: { row: row.key, undo: digest },
    });
    if (isRefusal(released)) return released;
  }
  const key = `undo:${digest}:${book.undoneTimes(digest)}`;
  const outcome = await submit({ name: "reconciliation.undo", key, by, on, input: { digest, because } });
  return isRefusal(outcome) ? outcome : undefined;
};
