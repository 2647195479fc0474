import type { Posting } from "../journal/line.ts";
import type { CommittedLine } from "../journal/state.ts";
import type { BusinessDate } from "../kernel/dates.ts";
import { maskNumbers } from "../kernel/mask.ts";
import { type Fen, fen } from "../kernel/money.ts";
import type { Json, JsonObject } from "../kernel/result.ts";
import { carriedPath, openNumbering } from "../ledger/public.ts";

export type EntryPosting = { readonly path: string; readonly amount: Fen };

/**
 * A voucher of the books as those who keep and audit them see it. Reservations are left out, as in the trial balance.
 * People stand in it as opaque ids only; numbers in words are masked (PII-2).
 */
export type Entry = {
  /** Index in the journal: what a proof is asked for. */
  readonly line: number;
  /** `收-2026-09-0001`: gapless per month and type (LED-5). */
  readonly number: string;
  readonly on: BusinessDate;
  /** The line's kind, or the reason it names itself. */
  readonly basis: string;
  /** Words of a manual voucher. */
  readonly text: string | undefined;
  /** What the entry is about: request, gift, goods, transfer, payout, statement row. */
  readonly reference: string;
  readonly relatesTo: BusinessDate | undefined;
  readonly maker: string;
  readonly poster: string;
  readonly post: readonly EntryPosting[];
};

type Proposal = { readonly text: string; readonly maker: string };

/**
 * Turns lines, given in the order of the journal, into entries; undefined for a line that moves no account. Accounts are
 * named by the chart of the day `to` (ACC-0).
 */
export const openEntries = ({ to }: { readonly to: BusinessDate }) => {
  const proposals = new Map<string, Proposal>();
  const numbered = openNumbering();
  return {
    entryOf: ({ index, line }: CommittedLine): Entry | undefined => {
      const { data, kind, by, on } = line;
      const voucher = String(data.voucher ?? "");
      if (kind === "voucher.proposed") proposals.set(voucher, { text: maskNumbers(String(data.text)), maker: by });
      const entry = numbered(line, index);
      if (entry === undefined) return undefined;
      const proposal = proposals.get(voucher);
      return {
        line: index,
        number: entry.number,
        on,
        basis: entry.basis === "voucher" ? kind : entry.basis,
        text: proposal?.text,
        reference: referenceOf(data),
        relatesTo: entry.relatesTo,
        maker: proposal?.maker ?? by,
        poster: by,
        post: entry.post.map(([path, amount]: Posting) => ({
          path: carriedPath(path, { from: on, to }),
          amount: fen(BigInt(amount)),
        })),
      };
    },
  };
};

/** Our own numbers and opaque ids, the most telling one first. */
const REFERENCES = ["requests", "request", "gift", "goods", "transfer", "payout", "statement_line"];

const referenceOf = (data: JsonObject): string => {
  const name = REFERENCES.find((key) => data[key] !== undefined);
  return name === undefined ? "" : wordsOf(data[name] ?? "");
};
const wordsOf = (value: Json): string => (Array.isArray(value) ? value.map(String).join(" ") : String(value));
