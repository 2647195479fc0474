import { randomBytes } from "node:crypto";
import { openChapters } from "../../src/chapters.ts";
import { type Book, openBook } from "../../src/journal/book.ts";
import type { Command } from "../../src/journal/chapter.ts";
import { openJournalStore } from "../../src/journal/store.ts";
import { idFrom, sha256Hex } from "../../src/kernel/ids.ts";
import { isRefusal } from "../../src/kernel/result.ts";
import type { Connection } from "../../src/platform/mongo.ts";

/** The day of the gifts of the bench: an open day of the small federation. */
export const GIFT_DAY = "2026-09-03";
const FUNDS = ["G00", "S01", "S02"] as const;
/** Fen. */
export const AMOUNT = "10000";

/** The fund of the bench's gift of this number; each has as many gifts as the next. */
export const fundOf = (number: number): string => FUNDS[number % FUNDS.length] ?? "G00";

/** The book as every process of the product has it: all chapters over the journal of the connection. */
export const openWholeBook = (connection: Connection): Promise<Book> =>
  openBook({
    store: openJournalStore(connection),
    chapters: openChapters().all,
    clock: Date.now,
    randomBytes,
    log: { warn: () => undefined, error: console.error },
  });

/** What the give page writes for this gift: all fields, each as long as in life. */
export const pledgeOf = (number: number): Command => {
  const key = `donations:public:bench-${number}`;
  const gift = idFrom("D", key);
  const ref = `BENCH${number}`;
  return {
    name: "donations.pledge",
    key,
    by: `donor:${gift}`,
    on: GIFT_DAY,
    input: {
      gift,
      ref,
      via: "sandbox",
      fund: fundOf(number),
      amount: AMOUNT,
      donor: idFrom("P", `gift:${ref}`),
      donor_type: "person",
      anonymous: false,
      publish_consent: true,
      receipt_wanted: true,
      display: "surname",
      terms: "use-v1",
      secret: sha256Hex(`secret:${key}`),
      request: sha256Hex(`request:${key}`),
      online: true,
    },
  };
};

/** What a notice of the provider writes for a gift: its money came. */
export const settlementOf = (gift: string, via = "sandbox"): Command => ({
  name: "donations.settleEvent",
  key: `event:${via}:${gift}`,
  by: `provider:${via}`,
  on: GIFT_DAY,
  input: { gift, amount: AMOUNT, event: `event-${gift}`, order: `order-${gift}` },
});

/** Writes commands many at a time, as many clients would. Throws at the first refusal. */
export const writeAll = async (book: Pick<Book, "submit">, commands: Iterable<Command>): Promise<void> => {
  const rest = commands[Symbol.iterator]();
  const client = async () => {
    for (let next = rest.next(); !next.done; next = rest.next()) {
      const outcome = await book.submit(next.value);
      if (isRefusal(outcome)) throw new Error(`${next.value.name}: ${JSON.stringify(outcome)}`);
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, client));
};

const WRITERS = 512;
