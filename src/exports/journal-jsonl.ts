import type { JournalStore } from "../journal/store.ts";
import { readShape } from "../journal/batch.ts";

const PAGE = 64;

/**
 * Every stored batch of the journal up to one, as it is stored, a JSON object a line: what the verifier beside it checks.
 * Holds no name, but the opaque ids of beneficiaries and donors with amounts and streets: for the auditor alone (PII-1, PII-13).
 */
export async function* journalLines(store: Pick<JournalStore, "read">, upTo: number): AsyncGenerator<string> {
  for (let after = 0; after < upTo; after += PAGE) {
    const page = await store.read(after, Math.min(PAGE, upTo - after));
    for (const batch of page.map(readShape)) {
      const { _id, at, count, first, hash, lines, nonce, prev, root, v, writer } = batch;
      yield `${JSON.stringify({ _id, at, count, first, hash, lines, nonce, prev, root, v, writer })}\n`;
    }
  }
}
