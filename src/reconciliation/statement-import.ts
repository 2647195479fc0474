import type { Command, Submit } from "../journal/chapter.ts";
import { sha256Hex } from "../kernel/ids.ts";
import type { BusinessDate } from "../kernel/dates.ts";
import { isRefusal, type JsonObject, type Refusal } from "../kernel/result.ts";
import type { FileRefusal } from "../platform/file-fault.ts";
import type { StatementBook } from "./statement-book.ts";
import { transitItems } from "./statement-facts.ts";
import { type CheckedStatement, checkStatement, recogniseStatement, statementLines } from "./statement.ts";
import type { ChargeGift, StatementFormat, StatementLine } from "./statement-line.ts";
import { type RowData, rowKey } from "./statement-row.ts";
import { type OurAccounts, rowDataOf, targetOf } from "./statement-target.ts";

/** What became of one file, in the words of the import list. */
export type ImportOutcome = {
  readonly file: string;
  readonly kind: string;
  readonly outcome: "imported" | "unchanged" | "refused";
  readonly reason?: string;
  readonly detail?: string;
  readonly rows: number;
  readonly new: number;
  readonly known: number;
  readonly refused: readonly { readonly row: number; readonly reason: string }[];
};

export type StatementImportDeps = OurAccounts & {
  readonly submit: Submit;
  readonly book: StatementBook;
  readonly openingDate: () => BusinessDate;
  /** Keeps the file encrypted; the same file is kept once. Answers its id. */
  readonly keepFile: (file: { name: string; content: Uint8Array }) => Promise<string>;
  /** A card charge that is a gift of ours; the same charge again is known. */
  readonly cardGift: (charge: { line: StatementLine; gift: ChargeGift; by: string }) => Promise<unknown>;
};

export type StatementFileInput = {
  readonly content: Uint8Array;
  readonly file: string;
  readonly kind: StatementFormat;
  readonly by: string;
  readonly on: BusinessDate;
  /** Lines of the journal when this request first came: what it took before it was cut is not known, but new. */
  readonly since: number;
};

/** Rows that one line of the journal holds at most: far below the 64 KiB of a line. */
const ROWS_A_LINE = 100;
/** Such lines that wait for the writer at once, and gifts of card charges. */
const LINES_AT_ONCE = 16;
const GIFTS_AT_ONCE = 500;

/**
 * Takes a statement file in: recognised from its content, refused whole when its own sums do not agree (REC-2),
 * harmless when it was taken before (REC-1). Reads it twice, first to check and then to take, so that a bill of a million
 * rows needs no more memory than a short one. After a crash the same upload goes on where it stopped.
 */
export const importStatement = async (deps: StatementImportDeps, input: StatementFileInput): Promise<ImportOutcome> => {
  const said = { file: input.file, kind: input.kind };
  if ((await recogniseStatement(input.content)) !== input.kind) return refusedFile(said, { refused: "not_recognised" });
  const counts = { rows: 0, fresh: 0 };
  const checked = await checkStatement(input.kind, [input.content], (line, { account }) => {
    const key = rowKey(targetOf(deps, input.kind, account) ?? "", line.id);
    counts.rows += 1;
    if (lineOf(deps.book, key) >= input.since) counts.fresh += 1;
  });
  if ("refused" in checked) return refusedFile(said, checked);
  const targets = checked.map((statement) => targetOf(deps, input.kind, statement.header.account));
  if (targets.includes(undefined)) return refusedFile(said, { refused: "unknown_account" });

  const kept = await deps.keepFile({ name: input.file, content: input.content });
  const digest = sha256Hex(input.content);
  for (const [i, statement] of checked.entries()) {
    const name = i === 0 ? digest : `${digest}-${i + 1}`;
    await takeIn(deps, input, { statement, account: targets[i] ?? "", kept, digest: name });
  }
  return {
    ...said,
    outcome: counts.fresh === 0 ? "unchanged" : "imported",
    rows: counts.rows,
    new: counts.fresh,
    known: counts.rows - counts.fresh,
    refused: [],
  };
};

/** Where the file that brought a row stands in the journal; past all lines for a row that no file brought yet. */
const lineOf = (book: StatementBook, key: string): number => {
  const row = book.row(key);
  return (row && book.statement(row.statement)?.line) ?? Number.POSITIVE_INFINITY;
};

/** What the clearing accounts held on the opening date, once. */
export const openTransits = async (
  submit: Submit,
  open: { items: Parameters<typeof transitItems>[0]; by: string; on: BusinessDate },
): Promise<void> => {
  if (open.items.length === 0) return;
  await submit({
    name: "reconciliation.transit",
    key: "transit",
    by: open.by,
    on: open.on,
    input: { items: transitItems(open.items) },
  });
};

type Target = {
  readonly statement: CheckedStatement;
  readonly account: string;
  readonly kept: string;
  readonly digest: string;
};

const takeIn = async (deps: StatementImportDeps, input: StatementFileInput, target: Target): Promise<void> => {
  const { statement, account, digest } = target;
  const told = { by: input.by, on: input.on };
  const key = importKey(deps.book, digest);
  const head = { digest, file: input.file, format: input.kind, account, kept: target.kept };
  const sums = { count: statement.summary.lines, ...sumsOf(statement) };
  await accepted(deps.submit({ ...told, name: "reconciliation.import", key, input: { ...head, ...sums } }));
  const lines = chunkSender(deps.submit, (rows, at) => ({
    ...told,
    name: "reconciliation.lines",
    key: `${key}:${at}`,
    input: { statement: digest, account, rows },
  }));
  const gifts = underWay(GIFTS_AT_ONCE);
  for await (const line of statementLines(input.kind, [input.content], statement.header.account)) {
    if (line.kind === "charge" && line.gift && line.on >= deps.openingDate())
      await gifts.add(deps.cardGift({ line, gift: line.gift, by: input.by }));
    await lines.add(rowDataOf(line));
  }
  await gifts.end();
  await lines.end();
};

/** A file that was undone may come again: its lines then need keys of their own. */
const importKey = (book: StatementBook, digest: string): string => {
  const undone = book.undoneTimes(digest);
  return undone === 0 ? `statement:${digest}` : `statement:${digest}~${undone}`;
};

/** Sends rows in chunks, some chunks at a time, in their order. */
const chunkSender = (submit: Submit, command: (rows: readonly RowData[], at: number) => Command) => {
  const sending = underWay(LINES_AT_ONCE);
  let rows: RowData[] = [];
  let sent = 0;
  const flush = async (): Promise<void> => {
    if (rows.length === 0) return;
    const chunk = command(rows, sent);
    sent += rows.length;
    rows = [];
    await sending.add(accepted(submit(chunk)));
  };
  return {
    add: async (row: RowData): Promise<void> => {
      rows.push(row);
      if (rows.length === ROWS_A_LINE) await flush();
    },
    end: async (): Promise<void> => {
      await flush();
      await sending.end();
    },
  };
};

/** Works under way, at most so many: one more waits for all of them. One that fails throws from `add` or `end`. */
const underWay = (most: number) => {
  let works: Promise<unknown>[] = [];
  const end = async (): Promise<void> => {
    const begun = works;
    works = [];
    await Promise.all(begun);
  };
  return {
    add: async (work: Promise<unknown>): Promise<void> => {
      work.catch(() => undefined);
      works.push(work);
      if (works.length === most) await end();
    },
    end,
  };
};

/** A refusal here means that the line stands already (another process, an earlier try). Anything else is thrown by submit. */
const accepted = async (answer: ReturnType<Submit>): Promise<void> => {
  const outcome = await answer;
  if (isRefusal(outcome) && !isHarmless(outcome)) throw new Error(`a statement line was refused: ${outcome.refused}`);
};

const isHarmless = ({ refused }: Refusal): boolean => refused === "statement_known" || refused === "key_reused";

const sumsOf = ({ summary }: CheckedStatement): JsonObject => ({
  ...daysOf(summary),
  debit: summary.debit.amount.toString(),
  credit: summary.credit.amount.toString(),
  ...(summary.opening === undefined ? {} : { opening: summary.opening.toString() }),
  ...(summary.closing === undefined ? {} : { closing: summary.closing.toString() }),
});

/** The days that it covers: as the file says, or of a bill without balances those of its first and last row. */
const daysOf = ({ from, to, first, last, closing }: CheckedStatement["summary"]): JsonObject => {
  const bill = closing === undefined ? { from: first?.slice(0, DAY), to: last?.slice(0, DAY) } : {};
  const days = { from: from ?? bill.from, to: to ?? bill.to };
  return Object.fromEntries(Object.entries(days).filter(([, day]) => day !== undefined)) as JsonObject;
};

/** Length of `YYYY-MM-DD`. */
const DAY = 10;

/** A row is named when the fault stands in one; `detail` says the column, the sum or the balance. */
const refusedFile = (
  said: { file: string; kind: string },
  { refused, row, detail }: Pick<FileRefusal, "row" | "detail"> & { readonly refused: string },
): ImportOutcome => ({
  ...said,
  outcome: "refused",
  reason: refused,
  ...(detail === undefined ? {} : { detail }),
  rows: 0,
  new: 0,
  known: 0,
  refused: row === undefined ? [] : [{ row, reason: refused }],
});
