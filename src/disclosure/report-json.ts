import { canonicalJson } from "../kernel/canonical-json.ts";
import { sha256Hex } from "../kernel/ids.ts";
import { type Fen, formatYuan } from "../kernel/money.ts";
import type { Json } from "../kernel/result.ts";
import { type ReportSheet, sumFunds, unexplained } from "./report-sheet.ts";

/** The canonical data file of a report: RFC 8785, snake_case, amounts in yuan. The PDF holds it and prints its digest (PDF-7). */
export const reportJson = (report: ReportSheet): string => {
  const { funds } = report;
  const totals = { ...sumFunds(funds), unexplained: unexplained(report) };
  return canonicalJson(
    plain({ schema: "shanzhang-report/1", currency: "CNY", zone: "Asia/Shanghai", ...report, totals }),
  );
};

/** Hex SHA-256 of the canonical data file. */
export const reportDigest = (report: ReportSheet): string => sha256Hex(reportJson(report));

/** Fen become yuan, names become snake_case, what is undefined is left out. */
const plain = (value: unknown): Json => {
  if (typeof value === "bigint") return formatYuan(value as Fen);
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) throw new Error(`a report holds no ${typeof value}`);
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.map(([key, item]) => [snake(key), plain(item)]));
};

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
