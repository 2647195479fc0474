import type { RefusalTable } from "./problem.ts";

/** Refusals that any command can meet, whatever its module: the book's own. */
export const bookRefusals: RefusalTable<"key_reused"> = {
  key_reused: { status: 409, key: "error.key_reused" },
};
