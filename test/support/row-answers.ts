import type { RowTaken } from "../../src/journal/chapter.ts";
import { isRefusal, type Refusal } from "../../src/kernel/result.ts";

/** What services answered for rows, told as an import tells it. */
export const told = (answers: readonly RowTaken[]): ("new" | "known" | Refusal)[] =>
  answers.map((answer) => (isRefusal(answer) ? answer : answer.repeated ? "known" : "new"));
