import type { Line, Posting } from "../journal/line.ts";
import { type BusinessDate, type Period, periodOf } from "../kernel/dates.ts";
import { accountOf } from "./chart-of-accounts.ts";
import { codeOfPath, postingAmount } from "./posting.ts";

/** A line of the journal as a voucher of the books: its number, its entries without reservations, and where it stands. */
export type JournalEntry = {
  /** Index of its line in the journal. */
  readonly line: number;
  /** `收-2026-09-0001`: gapless per month and type (LED-5). */
  readonly number: string;
  readonly on: BusinessDate;
  /** Recorded instant, ISO 8601. */
  readonly at: string;
  readonly by: string;
  readonly kind: string;
  readonly basis: string;
  /** The business date of a late paper, when it stands in a later month. */
  readonly relatesTo?: BusinessDate;
  /** Id of the manual voucher, whose text its proposal holds. */
  readonly voucher?: string;
  readonly post: readonly Posting[];
};

/** 收 money came, 付 money went, 转 neither; 记 is written by hand and has its number in its line. */
type Series = "收" | "付" | "转";

/**
 * Numbers lines in the order of the journal: give it every line of a month, from the month's first on. Answers nothing for
 * a line that posts nothing to the books.
 */
export const openNumbering = (): ((line: Line, index: number) => JournalEntry | undefined) => {
  const counters = new Map<string, number>();
  return (line, index) => {
    const post = line.post.filter(([path]) => accountOf(codeOfPath(path), line.on)?.class !== "budget");
    if (post.length === 0) return undefined;
    const { relates_to: relatesTo, voucher, number, basis } = line.data;
    return {
      line: index,
      number: typeof number === "string" ? number : nextNumber(counters, seriesOf(post, line.on), periodOf(line.on)),
      on: line.on,
      at: line.at,
      by: line.by,
      kind: line.kind,
      basis: typeof basis === "string" ? basis : line.kind,
      ...(typeof relatesTo === "string" ? { relatesTo } : {}),
      ...(typeof voucher === "string" ? { voucher } : {}),
      post,
    };
  };
};

const nextNumber = (counters: Map<string, number>, series: Series, period: Period): string => {
  const head = `${series}-${period}`;
  const next = (counters.get(head) ?? 0) + 1;
  counters.set(head, next);
  return `${head}-${String(next).padStart(4, "0")}`;
};

const seriesOf = (post: readonly Posting[], on: BusinessDate): Series => {
  let money = 0n;
  for (const posting of post)
    if (accountOf(codeOfPath(posting[0]), on)?.class === "money") money += postingAmount(posting);
  if (money === 0n) return "转";
  return money > 0n ? "收" : "付";
};
