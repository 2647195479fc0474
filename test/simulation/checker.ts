import { isDeepStrictEqual } from "node:util";
import type { BatchDocument } from "../../src/journal/batch.ts";
import type { Outcome } from "../../src/journal/chapter.ts";
import { isRefusal, type Refusal } from "../../src/kernel/result.ts";
import { type Books, isWish, openBooks } from "./books.ts";
import type { Fund } from "./fund.ts";
import { journalFaults, linesOf, type Violation } from "./journal-checks.ts";
import type { ClientLog, Entry } from "./log.ts";

export type Checked = { readonly documents: readonly BatchDocument[]; readonly log: ClientLog };

/** Compares the stored journal with itself and with what the clients were told. Knows nothing of any writer's memory. */
export const check = ({ documents, log }: Checked): Violation[] => {
  const lines = linesOf(documents);
  const books = openBooks(lines, log);
  return [
    ...journalFaults(documents, lines),
    ...strangerFaults(books, log),
    ...log.entries.flatMap((entry) => [...wishFaults(entry, books), ...answerFaults(entry, books)]),
    ...readingFaults(books, log),
  ];
};

const strangerFaults = (books: Books, { entries }: ClientLog): Violation[] => {
  const wanted = new Set(entries.flatMap(books.linesOf));
  return books.lines
    .filter((stored) => !wanted.has(stored))
    .map(({ index, line }) => ({ check: "every line was asked for", detail: `line ${index}, key ${line.key}` }));
};

const wishFaults = (entry: Entry, books: Books): Violation[] => {
  const { key = "", sentAt = 0 } = entry.attempts[0] ?? {};
  const own = books.linesOf(entry).map(({ index }) => index);
  const answered = entry.attempts.some(({ answers }) => answers.length > 0);
  const early = own.filter((index) => index < books.order.least(sentAt));
  return [
    ...(answered ? [] : [{ check: "every wish is answered", detail: key }]),
    ...(own.length > 1 ? [{ check: "one wish, one line", detail: `${key} in lines ${own}` }] : []),
    ...early.map((index) => ({ check: "what was sent later stands later", detail: `${key}, line ${index}` })),
  ];
};

const answerFaults = (entry: Entry, books: Books): Violation[] =>
  entry.attempts.flatMap(({ key, sentAt, answers }) =>
    answers.flatMap(({ at, answer }) => {
      if (isRefusal(answer)) {
        if (TRUTH[answer.refused]?.({ refusal: answer, entry, sentAt, at, books })) return [];
        return [{ check: "a refusal was true", detail: `${key}, sent at ${sentAt}: ${JSON.stringify(answer)}` }];
      }
      const why = outcomeFault(answer, { entry, books });
      return why ? [{ check: "what was acknowledged is stored", detail: `${key}: ${why}` }] : [];
    }),
  );

const outcomeFault = (
  { index, line }: Outcome,
  { entry, books }: { entry: Entry; books: Books },
): string | undefined => {
  const stored = books.lines[index];
  if (!stored) return `line ${index} is not there`;
  if (!isDeepStrictEqual(stored.line, line)) return `line ${index} is another: ${stored.line.key}`;
  return books.linesOf(entry).includes(stored) ? undefined : `line ${index} is not what was asked for`;
};

type Told = {
  readonly refusal: Refusal;
  readonly entry: Entry;
  readonly sentAt: number;
  readonly at: number;
  readonly books: Books;
};

/** When each refusal is true. One that is in no list is never true. */
const TRUTH: { readonly [refused: string]: (told: Told) => boolean } = {
  /** Kept in a line. */
  related_party: ({ refusal, entry, books }) =>
    books.linesOf(entry).some(({ line }) => isDeepStrictEqual(line.data["refused"], refusal)),
  key_reused: ({ refusal, entry, books }) => {
    const used = books.lines[Number(refusal["index"])]?.line;
    return used !== undefined && entry.attempts.some(({ key }) => key === used.key) && !isWish(used, entry.wish);
  },
  /** At some moment between sending and answer, and before a later sending of the same was written. */
  overdrawn: ({ refusal, entry, sentAt, at, books }) => {
    const balance = BigInt(String(refusal["balance"]));
    const { fund, amount } = entry.wish.input as { fund: Fund; amount: string };
    const own = books.linesOf(entry)[0]?.index ?? books.lines.length;
    const between = { from: books.order.least(sentAt), to: Math.min(books.order.most(at), own) };
    return balance < BigInt(amount) && books.held({ fund, balance }, between);
  },
};

const readingFaults = ({ held, order }: Books, { readings }: ClientLog): Violation[] =>
  readings
    .filter(({ sentAt, answeredAt, ...told }) => !held(told, { from: order.least(sentAt), to: order.most(answeredAt) }))
    .map(({ sentAt, fund, balance }) => ({
      check: "a balance told was true",
      detail: `${fund} ${balance}, asked at ${sentAt}`,
    }));
