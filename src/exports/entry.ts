import type { CommittedLine } from "../journal/state.ts";
import type { Posting } from "../journal/line.ts";
import type { BusinessDate } from "../kernel/dates.ts";
import { type Fen, fen } from "../kernel/money.ts";
import { maskNumbers } from "../kernel/mask.ts";
import type { Json, JsonObject } from "../kernel/result.ts";
import { accountOf, codeOfPath } from "../ledger/public.ts";

export type EntryPosting = { readonly path: string; readonly amount: Fen };

/**
 * A posted line of the journal as those who keep and audit the books see it. Reservations are left out, as in the trial
 * balance. People stand in it as opaque ids only; numbers in words are masked (PII-2).
 */
export type Entry = {
  /** Index in the journal: what a proof is asked for. */
  readonly line: number;
  readonly on: BusinessDate;
  /** The line's kind, or the reason it names itself. */
  readonly basis: string;
  /** Number and words of a manual voucher. */
  readonly number: string | undefined;
  readonly text: string | undefined;
  /** What the entry is about: request, gift, goods, transfer, payout, statement row. */
  readonly reference: string;
  readonly relatesTo: BusinessDate | undefined;
  readonly maker: string;
  readonly poster: string;
  readonly post: readonly EntryPosting[];
};

type Proposal = { readonly text: string; readonly maker: string };

/** Turns lines, given in the order of the journal, into entries; undefined for a line that moves no account. */
export const openEntries = () => {
  const proposals = new Map<string, Proposal>();
  return {
    entryOf: ({ index, line }: CommittedLine): Entry | undefined => {
      const { data, kind, by, on } = line;
      const voucher = String(data.voucher ?? "");
      if (kind === "voucher.proposed") proposals.set(voucher, { text: maskNumbers(String(data.text)), maker: by });
      const post = line.post.filter(([path]) => !isBudget(path, on)).map(entryPosting);
      if (post.length === 0) return undefined;
      const proposal = proposals.get(voucher);
      return {
        line: index,
        on,
        basis: data.basis === "voucher" ? kind : (given(data.basis) ?? kind),
        number: given(data.number),
        text: proposal?.text,
        reference: referenceOf(data),
        relatesTo: given(data.relates_to),
        maker: proposal?.maker ?? by,
        poster: by,
        post,
      };
    },
  };
};

const isBudget = (path: string, on: BusinessDate): boolean => accountOf(codeOfPath(path), on)?.class === "budget";
const entryPosting = ([path, amount]: Posting): EntryPosting => ({ path, amount: fen(BigInt(amount)) });

const given = (value: Json | undefined): string | undefined => (typeof value === "string" ? value : undefined);

/** Our own numbers and opaque ids, the most telling one first. */
const REFERENCES = ["requests", "request", "gift", "goods", "transfer", "payout", "statement_line"];

const referenceOf = (data: JsonObject): string => {
  const name = REFERENCES.find((key) => data[key] !== undefined);
  return name === undefined ? "" : wordsOf(data[name] ?? "");
};
const wordsOf = (value: Json): string => (Array.isArray(value) ? value.map(String).join(" ") : String(value));
