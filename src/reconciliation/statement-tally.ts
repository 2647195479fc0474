import { type Fen, fen, minus, plus, ZERO } from "../kernel/money.ts";
import { FileFault } from "../platform/file-fault.ts";
import type { StatementKind, StatementLine, StatementSummary, Tally } from "./statement-line.ts";

type KindTally = Tally & { readonly fee: bigint };
type Counting = { count: number; amount: Fen; fee: bigint };
type Extent = Pick<StatementSummary, "opening" | "closing" | "from" | "to">;

/** Adds up the lines of one statement as they pass, in constant memory. */
export type StatementTally = {
  readonly add: (line: StatementLine) => void;
  /** The sums so far, with what the file says of balances and days. */
  readonly summary: (extent?: Extent) => StatementSummary;
};

export const statementTally = (): StatementTally => {
  const kinds = new Map<StatementKind, Counting>();
  const sides = { debit: { count: 0, amount: ZERO }, credit: { count: 0, amount: ZERO } };
  let lines = 0;
  let fee = 0n;
  let first: string | undefined;
  let last: string | undefined;
  return {
    add: (line) => {
      lines += 1;
      fee += line.fee;
      const kind = kinds.get(line.kind) ?? { count: 0, amount: ZERO, fee: 0n };
      kind.count += 1;
      kind.amount = plus(kind.amount, line.amount);
      kind.fee += line.fee;
      kinds.set(line.kind, kind);
      const side = sides[line.side];
      side.count += 1;
      side.amount = line.side === "credit" ? plus(side.amount, line.amount) : minus(side.amount, line.amount);
      if (first === undefined || line.at < first) first = line.at;
      if (last === undefined || line.at > last) last = line.at;
    },
    summary: (extent = {}) => ({
      lines,
      byKind: Object.fromEntries([...kinds].map(([kind, counted]) => [kind, { ...counted }])),
      debit: { ...sides.debit },
      credit: { ...sides.credit },
      fee,
      ...extent,
      ...(first === undefined ? {} : { first }),
      ...(last === undefined ? {} : { last }),
    }),
  };
};

/** The side of a signed amount; nought counts among the credits. */
export const sideOf = (amount: Fen): "debit" | "credit" => (amount < 0n ? "debit" : "credit");

/** Refuses the file when a sum it states is not the sum of its lines (REC-2). */
export const mustAgree = (rule: string, sums: { stated: bigint | number; counted: bigint | number }): void => {
  if (BigInt(sums.stated) !== BigInt(sums.counted)) throw new FileFault("summary_mismatch", { detail: rule });
};

/** Opening + credits − debits = closing (REC-2). */
export const balancesMustAgree = (opening: Fen, summary: StatementSummary, closing: Fen): void => {
  const counted = fen(opening + summary.credit.amount - summary.debit.amount);
  mustAgree("closing_balance", { stated: closing, counted });
};

/** The summary of two statements of one account, one after the other. */
export const joinedSummary = (before: StatementSummary, after: StatementSummary): StatementSummary => {
  const byKind = { ...before.byKind };
  for (const [kind, more] of Object.entries(after.byKind) as [StatementKind, KindTally][]) {
    const had = byKind[kind];
    byKind[kind] = had ? { ...addTally(had, more), fee: had.fee + more.fee } : more;
  }
  const moments = [before.first, before.last, after.first, after.last].filter((at) => at !== undefined).sort();
  return {
    ...before,
    ...after,
    lines: before.lines + after.lines,
    byKind,
    debit: addTally(before.debit, after.debit),
    credit: addTally(before.credit, after.credit),
    fee: before.fee + after.fee,
    ...(before.opening === undefined ? {} : { opening: before.opening }),
    ...(before.from === undefined ? {} : { from: before.from }),
    ...(moments[0] === undefined ? {} : { first: moments[0] }),
    ...(moments.at(-1) === undefined ? {} : { last: moments.at(-1) ?? "" }),
  };
};

const addTally = (a: Tally, b: Tally): Tally => ({ count: a.count + b.count, amount: plus(a.amount, b.amount) });
