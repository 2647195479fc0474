import { fen } from "../kernel/money.ts";
import type { PublishedSum } from "./published-sums.ts";
import type { ReportSheet } from "./report-sheet.ts";

/** What is kept of a report before its files are drawn: its data, and which sums of aid it tells (for PII-10 only). */
export type Frozen = { readonly sheet: ReportSheet; readonly sums: readonly PublishedSum[] };

/** Fen as `{"fen":"…"}`, so that the frozen file gives back exactly what was frozen. */
export const frozenText = ({ sheet, sums }: Frozen): string =>
  JSON.stringify({ ...sheet, sums }, (_key, value: unknown) =>
    typeof value === "bigint" ? { fen: value.toString() } : value,
  );

/** The pair of `frozenText`. A file without sums is one of an older rules version. */
export const thawed = (text: string): Frozen => {
  const { sums = [], ...sheet } = JSON.parse(text, (_key, value: unknown) =>
    typeof value === "object" && value !== null && "fen" in value && typeof value.fen === "string"
      ? fen(BigInt(value.fen))
      : value,
  ) as ReportSheet & { readonly sums?: readonly PublishedSum[] };
  return { sheet, sums };
};
