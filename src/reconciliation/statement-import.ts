import type { Submit } from "../journal/chapter.ts";
import { sha256Hex } from "../kernel/ids.ts";
import type { BusinessDate } from "../kernel/dates.ts";
import { isRefusal, type JsonObject, type Refusal } from "../kernel/result.ts";
import { type StatementBook, transitItems } from "./statement-book.ts";
import { readStatement, recogniseStatement, type Statement as FileStatement } from "./statement.ts";
import type { ChargeGift, StatementFormat, StatementLine } from "./statement-line.ts";
import { type RowData, rowKey, toRowData } from "./statement-row.ts";

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

export type StatementImportDeps = {
  readonly submit: Submit;
  readonly book: StatementBook;
  readonly accounts: () => readonly { readonly account: string; readonly accountNo?: string }[];
  readonly merchants: () => readonly {
    readonly account: string;
    readonly channel: string;
    readonly merchantId: string;
  }[];
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

/**
 * Takes a statement file in: recognised from its content, refused whole when its own sums do not agree (REC-2),
 * harmless when it was taken before (REC-1). After a crash the same upload goes on where it stopped.
 */
export const importStatement = async (deps: StatementImportDeps, input: StatementFileInput): Promise<ImportOutcome> => {
  const said = { file: input.file, kind: input.kind };
  if (recogniseStatement(input.content) !== input.kind) return refusedFile(said, "not_recognised");
  const read = await readStatement(input.kind, [input.content]);
  if ("refused" in read)
    return refusedFile(said, read.refused, read.detail ?? (read.row === undefined ? undefined : `row ${read.row}`));
  const targets = read.statements.map((statement) => ({
    statement,
    account: accountOf(deps, input.kind, statement.header.account),
  }));
  if (!targets.every((target): target is Target => target.account !== undefined))
    return refusedFile(said, "unknown_account");

  const keys = targets.flatMap(({ statement, account }) => statement.lines.map((line) => rowKey(account, line.id)));
  const fresh = keys.filter((key) => lineOf(deps.book, key) >= input.since).length;
  const kept = await deps.keepFile({ name: input.file, content: input.content });
  const digest = sha256Hex(input.content);
  for (const [i, target] of targets.entries()) {
    await takeIn(deps, input, { ...target, kept, digest: i === 0 ? digest : `${digest}-${i + 1}` });
  }
  return {
    ...said,
    outcome: fresh === 0 ? "unchanged" : "imported",
    rows: keys.length,
    new: fresh,
    known: keys.length - fresh,
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

type Target = { readonly statement: FileStatement; readonly account: string };

const takeIn = async (
  deps: StatementImportDeps,
  input: StatementFileInput,
  target: Target & { readonly kept: string; readonly digest: string },
): Promise<void> => {
  const { statement, account, digest } = target;
  const told = { by: input.by, on: input.on };
  await accepted(
    deps.submit({
      ...told,
      name: "reconciliation.import",
      key: `statement:${digest}`,
      input: {
        digest,
        file: input.file,
        format: input.kind,
        account,
        kept: target.kept,
        count: statement.lines.length,
        ...sumsOf(statement),
      },
    }),
  );
  for (const line of statement.lines) {
    if (line.kind === "charge" && line.gift && line.on >= deps.openingDate())
      await deps.cardGift({ line, gift: line.gift, by: input.by });
  }
  const rows = statement.lines.map(rowDataOf);
  for (let at = 0; at < rows.length; at += ROWS_A_LINE) {
    const chunk = { statement: digest, account, rows: rows.slice(at, at + ROWS_A_LINE) };
    await accepted(
      deps.submit({ ...told, name: "reconciliation.lines", key: `statement:${digest}:${at}`, input: chunk }),
    );
  }
};

/** A refusal here means that the line stands already (another process, an earlier try). Anything else is thrown by submit. */
const accepted = async (answer: ReturnType<Submit>): Promise<void> => {
  const outcome = await answer;
  if (isRefusal(outcome) && !isHarmless(outcome)) throw new Error(`a statement line was refused: ${outcome.refused}`);
};

const isHarmless = ({ refused }: Refusal): boolean => refused === "statement_known" || refused === "key_reused";

const sumsOf = ({ summary }: FileStatement): JsonObject => ({
  debit: summary.debit.amount.toString(),
  credit: summary.credit.amount.toString(),
  ...(summary.opening === undefined ? {} : { opening: summary.opening.toString() }),
  ...(summary.closing === undefined ? {} : { closing: summary.closing.toString() }),
  ...(summary.to === undefined ? {} : { to: summary.to }),
});

const rowDataOf = (line: StatementLine): RowData =>
  toRowData({
    id: line.id,
    on: line.on,
    at: line.at,
    kind: line.kind,
    amount: line.amount,
    fee: line.fee,
    ...(line.orderNo === undefined ? {} : { orderNo: line.orderNo }),
    ...(line.refundNo === undefined || line.refundNo === "" ? {} : { refundNo: line.refundNo }),
    ...(line.charge === undefined ? {} : { charge: line.charge }),
    ...(line.payout === undefined ? {} : { payout: line.payout }),
    ...(line.traceId === undefined ? {} : { traceId: line.traceId }),
    ...(line.gift === undefined ? {} : { fund: line.gift.fund }),
    ...(line.availableOn === undefined ? {} : { available: line.availableOn }),
    ...(line.created === undefined ? {} : { created: line.created }),
  });

const accountOf = (deps: StatementImportDeps, kind: StatementFormat, named: string | undefined): string | undefined => {
  const merchants = deps.merchants();
  if (kind === "stripe-balance") return merchants.find(({ channel }) => channel === "stripe")?.account;
  if (kind === "wechat-bill" || kind === "alipay-bill") {
    const channel = kind === "wechat-bill" ? "wechat" : "alipay";
    const ours = merchants.filter((merchant) => merchant.channel === channel);
    return (ours.find(({ merchantId }) => named === undefined || named.startsWith(merchantId)) ?? undefined)?.account;
  }
  return deps
    .accounts()
    .find(
      ({ accountNo }) => accountNo !== undefined && (named === accountNo || named?.endsWith(`/${accountNo}`) === true),
    )?.account;
};

const refusedFile = (said: { file: string; kind: string }, reason: string, detail?: string): ImportOutcome => ({
  ...said,
  outcome: "refused",
  reason,
  ...(detail === undefined ? {} : { detail }),
  rows: 0,
  new: 0,
  known: 0,
  refused: [],
});
