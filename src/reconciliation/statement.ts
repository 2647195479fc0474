import { limits } from "../../config/limits.ts";
import { type ByteSource, characterSetOf } from "../platform/byte-text.ts";
import { FileFault, type FileRefusal, refusingFaults } from "../platform/file-fault.ts";
import { type AlipayTotals, isAlipayTotals, readAlipayTotals, totalsMustAgree } from "./statement-alipay-totals.ts";
import { isAlipayBill, readAlipayBill } from "./statement-alipay.ts";
import { isBankCsv, readBankCsv } from "./statement-bank-csv.ts";
import { isCamt053, readCamt053 } from "./statement-camt053.ts";
import type {
  StatementEvents,
  StatementFormat,
  StatementHeader,
  StatementLine,
  StatementSummary,
} from "./statement-line.ts";
import { STATEMENT_FORMATS } from "./statement-line.ts";
import { isMt940, readMt940 } from "./statement-mt940.ts";
import { headOf, plainBytes } from "./statement-archive.ts";
import { isStripeBalance, readStripeBalance } from "./statement-stripe.ts";
import { joinedSummary } from "./statement-tally.ts";
import { seenNames } from "./seen-names.ts";
import { isUnionpay, readUnionpay } from "./statement-unionpay.ts";
import { isWechatBill, readWechatBill } from "./statement-wechat.ts";

/** What the file says of one account, without its lines. */
export type CheckedStatement = { readonly header: StatementHeader; readonly summary: StatementSummary };

/** The same with its lines. */
export type Statement = CheckedStatement & { readonly lines: readonly StatementLine[] };

/** One statement, except where the format holds several (camt.053, MT940). */
export type StatementFile = { readonly format: StatementFormat; readonly statements: readonly Statement[] };

/** A format: how its text looks, and its reader, a generator over the bytes that keeps no lines. */
type Format = {
  readonly recognises: (text: string) => boolean;
  readonly read: (bytes: ByteSource) => StatementEvents;
};

const FORMATS: Readonly<Record<StatementFormat, Format>> = {
  "wechat-bill": { recognises: isWechatBill, read: readWechatBill },
  "alipay-bill": { recognises: isAlipayBill, read: readAlipayBill },
  "bank-csv": { recognises: isBankCsv, read: readBankCsv },
  camt053: { recognises: isCamt053, read: readCamt053 },
  mt940: { recognises: isMt940, read: readMt940 },
  "stripe-balance": { recognises: isStripeBalance, read: readStripeBalance },
  unionpay: { recognises: isUnionpay, read: readUnionpay },
};

/** The format of a file from the content of its first bytes, plain, gzip or zip; undefined when it is none. Never throws for bad bytes. */
export const recogniseStatement = async (bytes: Uint8Array): Promise<StatementFormat | undefined> => {
  const head = await refusingFaults(() => headOf(plainBytes([bytes], (entry) => formatOf(entry) !== undefined)));
  return "refused" in head ? undefined : formatOf(head);
};

const formatOf = (head: Uint8Array): StatementFormat | undefined => {
  const text = textOf(head);
  return STATEMENT_FORMATS.find((format) => FORMATS[format].recognises(text));
};

const textOf = (head: Uint8Array): string => new TextDecoder(characterSetOf(head)).decode(head);

/** The events of a statement from its bytes, packed or not; the totals that lie beside a bill must agree with it (REC-2). */
async function* events(format: StatementFormat, bytes: ByteSource): StatementEvents {
  const totals: AlipayTotals[] = [];
  const beside = {
    is: (head: Uint8Array) => format === "alipay-bill" && isAlipayTotals(textOf(head)),
    take: async (file: AsyncIterable<Uint8Array>) => void totals.push(await readAlipayTotals(file)),
  };
  const plain = plainBytes(bytes, (head) => formatOf(head) === format, beside);
  for await (const event of FORMATS[format].read(plain)) {
    if (event.type === "summary") for (const each of totals) totalsMustAgree(each, event.summary);
    yield event;
  }
}

/** A line as it passes, and whose it is. */
export type Look = (line: StatementLine, header: StatementHeader) => void | Promise<void>;

/**
 * Reads a whole statement file in bounded memory and refuses it whole (REC-2) for a sum or balance that does not agree, a
 * row that cannot be read, a row that stands twice, or another currency than that of the books. Shows each line as it
 * passes: the file may still be refused after it. Statements of one account that follow each other are joined.
 */
export const checkStatement = (
  format: StatementFormat,
  bytes: ByteSource,
  look: Look,
): Promise<readonly CheckedStatement[] | FileRefusal> =>
  refusingFaults(async () => {
    const statements: CheckedStatement[] = [];
    const seen = seenNames();
    let header: StatementHeader | undefined;
    let count = 0;
    for await (const event of events(format, bytes)) {
      if (event.type === "header") header = event.header;
      if (!header) continue;
      if (event.type === "line") {
        const { id, row } = event.line;
        count += 1;
        if (count > limits.statementRows) throw new FileFault("too_many_rows", { row: count });
        if (!seen.add(`${header.account ?? ""}|${id}`)) throw new FileFault("duplicate_row", { row });
        await look(event.line, header);
      }
      if (event.type !== "summary") continue;
      if (header.currency !== "CNY") throw new FileFault("wrong_currency", { detail: "header" });
      addStatement(statements, { header, summary: event.summary });
    }
    return statements;
  });

/** The lines of one account in a file that passed checkStatement before. */
export async function* statementLines(
  format: StatementFormat,
  bytes: ByteSource,
  account: string | undefined,
): AsyncGenerator<StatementLine> {
  let current: string | undefined;
  for await (const event of events(format, bytes)) {
    if (event.type === "header") current = event.header.account;
    if (event.type === "line" && current === account) yield event.line;
  }
}

/** As checkStatement, and keeps the lines: for files that fit into memory. */
export const readStatement = async (
  format: StatementFormat,
  bytes: ByteSource,
): Promise<StatementFile | FileRefusal> => {
  const lines = new Map<string | undefined, StatementLine[]>();
  const statements = await checkStatement(format, bytes, (line, { account }) => {
    const some = lines.get(account);
    if (some) some.push(line);
    else lines.set(account, [line]);
  });
  if ("refused" in statements) return statements;
  return {
    format,
    statements: statements.map((statement) => ({ ...statement, lines: lines.get(statement.header.account) ?? [] })),
  };
};

/** REC-6: the closing balance of one statement is the opening balance of the next of its account. */
const addStatement = (statements: CheckedStatement[], next: CheckedStatement): void => {
  const at = statements.findIndex(({ header }) => header.account === next.header.account);
  const before = statements[at];
  if (!before) {
    statements.push(next);
    return;
  }
  if (before.summary.closing !== next.summary.opening)
    throw new FileFault("summary_mismatch", { detail: "opening_balance" });
  statements[at] = { header: before.header, summary: joinedSummary(before.summary, next.summary) };
};
