import { type Fen, ZERO } from "../kernel/money.ts";
import { type FundLine, type ReportSheet, sumFunds } from "./report-sheet.ts";

type FundTable = Pick<ReportSheet, "funds">;
export type FundColumn = Exclude<keyof FundLine, "code" | "name" | "kind">;
/** One figure of a fund, or of all (`code` undefined), in two data sets. */
export type SheetChange = {
  readonly code: string | undefined;
  readonly name: string;
  readonly column: FundColumn;
  readonly before: Fen;
  readonly after: Fen;
};

/** Every figure of the funds' table that differs between two data sets of a month, in the order of the later one (DISC-5). */
export const sheetChanges = (before: FundTable, after: FundTable): SheetChange[] => {
  const codes = [...new Set([...after.funds, ...before.funds].map(({ code }) => code))];
  const rows = codes.map((code) => {
    const [one, other] = [before, after].map(({ funds }) => funds.find((fund) => fund.code === code));
    return { code, name: (other ?? one)?.name ?? code, one: one && amountsOf(one), other: other && amountsOf(other) };
  });
  const all = { code: undefined, name: "", one: sumFunds(before.funds), other: sumFunds(after.funds) };
  return [...rows, all].flatMap(({ code, name, one, other }) =>
    COLUMNS.map((column) => ({
      code,
      name,
      column,
      before: one?.[column] ?? ZERO,
      after: other?.[column] ?? ZERO,
    })).filter((change) => change.before !== change.after),
  );
};

const amountsOf = ({ code: _code, name: _name, kind: _kind, ...amounts }: FundLine) => amounts;
const COLUMNS = Object.keys(sumFunds([])) as readonly FundColumn[];
