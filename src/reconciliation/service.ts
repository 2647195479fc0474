import type { RowAnswer, Submit } from "../journal/chapter.ts";
import type { BusinessDate } from "../kernel/dates.ts";
import { idFrom } from "../kernel/ids.ts";
import { isRefusal, type JsonObject, type Refusal, refuse } from "../kernel/result.ts";
import { type AgencyRow, hasAgencyRow, takeAgencyRows } from "./agency-intake-service.ts";
import { donorMark, payerMark } from "./kept-run.ts";
import type { BankText } from "./matching.ts";
import { findProposals, type Proposal, type RunResult, runMatching } from "./run.ts";
import type { RunDeps } from "./row-run.ts";
import { type PreviewDeps, previewStatement } from "./preview-service.ts";
import {
  closeCase,
  foreseeBooking,
  foreseeTakeBack,
  lookAgain,
  takeBack,
  takeBackBooking,
  type TakeBackDeps,
  type Taken,
} from "./take-back-service.ts";
import type { Unbilled } from "./unbilled.ts";
import { undoImport, type Undoing } from "./undo-service.ts";
import { readStatement } from "./statement.ts";
import {
  type ImportOutcome,
  importStatement,
  openTransits,
  type StatementFileInput,
  type StatementImportDeps,
} from "./statement-import.ts";
import type { StatementLine } from "./statement-line.ts";
import { rowKey, type StatementRow } from "./statement-row.ts";
import type { Transit } from "./statement-facts.ts";

export type ReconciliationDeps = Omit<RunDeps, "texts"> &
  Omit<StatementImportDeps, "submit" | "book"> & {
    readonly submit: Submit;
    readonly readFile: (id: string) => Promise<Uint8Array | undefined>;
    readonly catchUp: () => Promise<void>;
    readonly line: TakeBackDeps["line"];
  };

/** A row and who decides about it; `because` is a sentence without names, kept with the decision. */
type Choice = { readonly row: string; readonly by: string; readonly because?: string };

type CaseChoice = { readonly booking: string; readonly by: string; readonly because: string };

export type ReconciliationService = {
  readonly importStatement: (input: StatementFileInput) => Promise<ImportOutcome>;
  readonly openTransits: (open: { items: readonly Transit[]; by: string; on: BusinessDate }) => Promise<void>;
  /** Matches what can be matched; proposals wait for a person. */
  readonly run: (by: string) => Promise<RunResult>;
  readonly proposals: () => Promise<readonly Proposal[]>;
  /** A person says which promise a bank row is, and may keep that for the next time the payer sends money. */
  readonly confirm: (choice: Choice & { readonly gift: string; readonly keep?: "yes" }) => Promise<Refusal | undefined>;
  /** A person says that a bank row is money of others: in for an agency, or of one of its orders (ACC-9). */
  readonly agency: (choice: Choice & { readonly target: string }) => Promise<Refusal | undefined>;
  /** The same for the rows of a file. */
  readonly importAgency: (rows: readonly AgencyRow[], by: string) => Promise<readonly RowAnswer[]>;
  readonly hasAgencyRow: (row: AgencyRow) => boolean;
  /** Forgets a rule that was kept; what it matched stays. */
  readonly dropRule: (drop: {
    readonly rule: string;
    readonly by: string;
    readonly on: BusinessDate;
  }) => Promise<Refusal | undefined>;
  /** A person says that a row is none of its candidates: its money stays in 2209 as an unknown credit (REC-4). */
  readonly setAside: (choice: Choice) => Promise<Refusal | undefined>;
  /** Takes a match back; the row waits in 2209 in the hands of who did it. */
  readonly takeBack: (choice: Choice) => Promise<Refusal | undefined>;
  /** Takes a booking back that the provider never had (REC-11), or says that other papers put it right. */
  readonly takeBackBooking: (choice: CaseChoice) => Promise<Refusal | undefined>;
  readonly closeCase: (choice: CaseChoice) => Promise<Refusal | undefined>;
  readonly foreseeBooking: (booking: Unbilled) => Promise<Taken | undefined>;
  /** Lets the rules match such a row again. */
  readonly lookAgain: (choice: Choice) => Promise<Refusal | undefined>;
  /** What matched a row, and why that cannot be taken back; undefined for a row that is not matched. */
  readonly foreseeTakeBack: (row: StatementRow) => Promise<Taken | undefined>;
  /** Undoes the import of a file while nothing of it is matched (REC-8). */
  readonly undo: (undoing: Undoing) => Promise<Refusal | undefined>;
  /** What an import of this file would do; writes nothing. */
  readonly preview: (file: Parameters<typeof previewStatement>[1]) => ReturnType<typeof previewStatement>;
  /** What rule 6 finds now: pairs, and rows that several promises fit. */
  readonly candidates: () => ReturnType<typeof findProposals>;
  /** The words of bank rows, from their encrypted files. */
  readonly texts: RunDeps["texts"];
};

type Decision = Choice & { readonly name: string; readonly key: string; readonly input: JsonObject };

/** Statements in, matching, and what a person decides about the rest. */
export const reconciliationService = (deps: ReconciliationDeps): ReconciliationService => {
  const { book } = deps.reconciliation;
  const texts = textsFrom(deps);
  const run: RunDeps = { ...deps, texts };
  const decided = async (decision: Decision): Promise<Refusal | undefined> => {
    const { name, key, by, because, input } = decision;
    const row = book.row(decision.row);
    if (!row) return refuse("statement_row_unknown", { row: decision.row });
    const said = because === undefined ? {} : { because };
    const command = { name: `reconciliation.${name}`, key, by, on: row.on, input: { row: row.key, ...input, ...said } };
    const outcome = await deps.submit(command);
    return isRefusal(outcome) ? outcome : undefined;
  };
  return {
    importStatement: async (input) => {
      await deps.catchUp();
      return importStatement({ ...deps, book }, input);
    },
    openTransits: (open) => openTransits(deps.submit, open),
    run: async (by) => {
      await deps.catchUp();
      return runMatching(run, by);
    },
    proposals: async () => (await findProposals(run)).proposed,
    confirm: async ({ gift, keep, ...choice }) => {
      const input = { rule: "name_amount_date", gift };
      const refusal = await decided({ ...choice, name: "settle", key: book.matchKey(choice.row), input });
      if (refusal || keep === undefined) return refusal;
      return keepRule(run, { ...choice, gift });
    },
    agency: ({ target, ...choice }) =>
      decided({ ...choice, name: "agency", key: book.matchKey(choice.row), input: { rule: "agency", target } }),
    importAgency: async (rows, by) => {
      await deps.catchUp();
      return takeAgencyRows({ submit: deps.submit, book }, rows, by);
    },
    hasAgencyRow: (row) => hasAgencyRow(book, row),
    dropRule: async ({ rule, by, on }) => {
      const key = `drop:${rule}:${deps.reconciliation.kept.timesKept(rule)}`;
      const command = { name: "reconciliation.drop", key, by, on, input: { rule } };
      const outcome = await deps.submit(command);
      return isRefusal(outcome) ? outcome : undefined;
    },
    setAside: (choice) => {
      const input = { reason: "unknown_credit", candidates: [], owner: choice.by };
      const version = book.row(choice.row)?.line ?? 0;
      return decided({ ...choice, name: "suspend", key: `set-aside:${choice.row}:${version}`, input });
    },
    takeBack: async (choice) => {
      await deps.catchUp();
      return takeBack(deps, choice);
    },
    takeBackBooking: (choice) => takeBackBooking(deps, choice),
    closeCase: (choice) => closeCase(deps, choice),
    foreseeBooking: (booking) => foreseeBooking(deps, booking),
    lookAgain: (choice) => lookAgain(deps, choice),
    foreseeTakeBack: (row) => foreseeTakeBack(deps, row),
    undo: async (undoing) => {
      await deps.catchUp();
      return undoImport({ submit: deps.submit, book }, undoing);
    },
    preview: async (file) => {
      await deps.catchUp();
      return previewStatement(previewDeps(deps), file);
    },
    candidates: () => findProposals(run),
    texts,
  };
};

const keepRule = async (run: RunDeps, choice: Choice & { readonly gift: string }): Promise<Refusal | undefined> => {
  const { book, kept } = run.reconciliation;
  const row = book.row(choice.row);
  const donor = run.donations.gift(choice.gift)?.donor;
  if (!row || donor === undefined) return refuse("statement_row_unknown", { row: choice.row });
  const text = (await run.texts([row])).get(row.key);
  const name = (await run.names([donor])).get(donor) ?? "";
  const rule = idFrom("R", `keep:${row.key}:${row.line}`);
  const outcome = await run.submit({
    name: "reconciliation.keep",
    key: `keep:${rule}:${kept.timesKept(rule) + (kept.has(rule) ? 0 : 1)}`,
    by: choice.by,
    on: row.on,
    input: {
      rule,
      row: row.key,
      gift: choice.gift,
      payer: text ? payerMark(run.markOf, text) : "",
      donor: donorMark(run.markOf, name),
    },
  });
  return isRefusal(outcome) ? outcome : undefined;
};

const previewDeps = (deps: ReconciliationDeps): PreviewDeps => ({
  accounts: deps.accounts,
  merchants: deps.merchants,
  isKnown: (key) => deps.reconciliation.book.row(key) !== undefined,
  foresight: {
    openingDate: deps.openingDate(),
    byRef: deps.donations.byRef,
    refusalToSettle: deps.donations.refusalToSettle,
  },
});

const textsFrom =
  (deps: ReconciliationDeps): RunDeps["texts"] =>
  async (rows: readonly StatementRow[]) => {
    const wanted = new Set(rows.map((row) => row.key));
    const texts = new Map<string, BankText>();
    for (const digest of new Set(rows.map((row) => row.statement))) {
      const { account, lines } = await keptLines(deps, digest);
      for (const line of lines) {
        const key = rowKey(account, line.id);
        if (wanted.has(key)) texts.set(key, textOf(line));
      }
    }
    return texts;
  };

/** The lines of a statement from its encrypted file. Throws when the file is gone or reads no more. */
const keptLines = async (
  deps: ReconciliationDeps,
  digest: string,
): Promise<{ readonly account: string; readonly lines: readonly StatementLine[] }> => {
  const statement = deps.reconciliation.book.statement(digest);
  const content = statement && (await deps.readFile(statement.kept));
  if (!statement || !content) throw new Error(`the file of statement ${digest} is missing`);
  const read = await readStatement(statement.format, [content]);
  if ("refused" in read) throw new Error(`the kept file of statement ${digest} reads no more: ${read.refused}`);
  return { account: statement.account, lines: read.statements.flatMap((part) => part.lines) };
};

const textOf = (line: StatementLine): BankText => ({
  summary: line.summary ?? "",
  narrative: line.narrative ?? "",
  ownReference: line.ownReference ?? "",
  counterparty: line.counterparty?.name ?? "",
  payerAccount: line.counterparty?.account ?? "",
});
