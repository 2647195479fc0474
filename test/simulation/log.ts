import type { Outcome } from "../../src/journal/chapter.ts";
import type { Refusal } from "../../src/kernel/result.ts";
import type { Fund, Wish } from "./fund.ts";

export type Answer = Outcome | Refusal;

/** One sending of a wish. Without an answer it was lost, timed out, or met a busy writer. Milliseconds of one clock. */
export type Attempt = {
  readonly key: string;
  readonly sentAt: number;
  readonly answers: { readonly at: number; readonly answer: Answer }[];
};

/** What a client wanted once, however often it had to ask. */
export type Entry = { readonly wish: Wish; readonly attempts: Attempt[] };

/** A fund's balance as a writer told it. */
export type Reading = {
  readonly sentAt: number;
  readonly answeredAt: number;
  readonly fund: Fund;
  readonly balance: bigint;
};

/** All that the clients remember: with the stored journal, all that the checker knows. */
export type ClientLog = { readonly entries: Entry[]; readonly readings: Reading[] };
