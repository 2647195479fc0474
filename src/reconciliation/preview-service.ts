import { type Fen, fen, plus, ZERO, divideHalfUp, minus } from "../kernel/money.ts";
import type { BusinessDate } from "../kernel/dates.ts";
import type { ByteSource } from "../platform/byte-text.ts";
import type { FileRefusal } from "../platform/file-fault.ts";
import { type Foresight, foresee } from "./foresight.ts";
import { checkStatement } from "./statement.ts";
import type { StatementFormat, StatementLine } from "./statement-line.ts";
import { rowKey } from "./statement-row.ts";
import { type OurAccounts, targetOf } from "./statement-target.ts";

export type PreviewDeps = OurAccounts & {
  readonly foresight: Foresight;
  readonly isKnown: (key: string) => boolean;
};

/** What a day of a wallet will pay out: payments less refunds, the exact fees rounded once (samples rule 8). */
export type DayBatch = { readonly day: BusinessDate; readonly gross: Fen; readonly fee: Fen; readonly net: Fen };

export type Preview = {
  readonly rows: number;
  readonly known: number;
  /** Rows by the rule that will match them, and by the reason for which they will wait. */
  readonly matched: ReadonlyMap<string, number>;
  readonly waiting: ReadonlyMap<string, number>;
  readonly batches: readonly DayBatch[];
};

/**
 * What an import of this file would do (REC-8): reads and checks it whole, compares each row with the books, writes
 * nothing. Bounded in memory however long the file is. Refuses what an import would refuse.
 */
export const previewStatement = async (
  deps: PreviewDeps,
  file: { readonly kind: StatementFormat; readonly bytes: ByteSource },
): Promise<Preview | FileRefusal | { readonly refused: "unknown_account" }> => {
  const matched = new Map<string, number>();
  const waiting = new Map<string, number>();
  const days = dayBatches();
  let rows = 0;
  let known = 0;
  const checked = await checkStatement(file.kind, file.bytes, (line, header) => {
    const account = targetOf(deps, file.kind, header.account) ?? "";
    rows += 1;
    if (deps.isKnown(rowKey(account, line.id))) known += 1;
    const foreseen = foresee(deps.foresight, line, account);
    if ("rule" in foreseen) count(matched, foreseen.rule);
    else count(waiting, foreseen.waits);
    days.add(line);
  });
  if ("refused" in checked) return checked;
  if (checked.some(({ header }) => targetOf(deps, file.kind, header.account) === undefined))
    return { refused: "unknown_account" };
  return { rows, known, matched, waiting, batches: days.all() };
};

const count = (counts: Map<string, number>, name: string): void => void counts.set(name, (counts.get(name) ?? 0) + 1);

const dayBatches = () => {
  const days = new Map<BusinessDate, { gross: Fen; fee: bigint }>();
  return {
    add: ({ kind, on, amount, fee }: StatementLine): void => {
      if (kind !== "payment" && kind !== "refund") return;
      const day = days.get(on) ?? { gross: ZERO, fee: 0n };
      day.gross = plus(day.gross, amount);
      day.fee += fee;
      days.set(on, day);
    },
    all: (): DayBatch[] =>
      [...days]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([day, { gross, fee }]) => {
          const rounded = fen(divideHalfUp(fee, 1000n));
          return { day, gross, fee: rounded, net: minus(gross, rounded) };
        }),
  };
};
