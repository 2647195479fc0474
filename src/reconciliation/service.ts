import type { Submit } from "../journal/chapter.ts";
import type { BusinessDate } from "../kernel/dates.ts";
import { isRefusal, type JsonObject, type Refusal, refuse } from "../kernel/result.ts";
import type { BankText } from "./matching.ts";
import { findProposals, type Proposal, type RunResult, runMatching } from "./run.ts";
import type { RunDeps } from "./row-run.ts";
import { type PreviewDeps, previewStatement } from "./preview-service.ts";
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
  };

/** A row and who decides about it; `because` is a sentence without names, kept with the decision. */
type Choice = { readonly row: string; readonly by: string; readonly because?: string };

export type ReconciliationService = {
  readonly importStatement: (input: StatementFileInput) => Promise<ImportOutcome>;
  readonly openTransits: (open: { items: readonly Transit[]; by: string; on: BusinessDate }) => Promise<void>;
  /** Matches what can be matched; proposals wait for a person. */
  readonly run: (by: string) => Promise<RunResult>;
  readonly proposals: () => Promise<readonly Proposal[]>;
  /** A person takes one of the candidates of a bank row (rule 6, or an ambiguous one). */
  readonly confirm: (choice: Choice & { readonly gift: string }) => Promise<Refusal | undefined>;
  /** A person says that a row is none of its candidates: its money stays in 2209 as an unknown credit (REC-4). */
  readonly setAside: (choice: Choice) => Promise<Refusal | undefined>;
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
    confirm: ({ gift, ...choice }) =>
      decided({ ...choice, name: "settle", key: `match:${choice.row}`, input: { rule: "name_amount_date", gift } }),
    setAside: (choice) => {
      const input = { reason: "unknown_credit", candidates: [], owner: choice.by };
      const version = book.row(choice.row)?.line ?? 0;
      return decided({ ...choice, name: "suspend", key: `set-aside:${choice.row}:${version}`, input });
    },
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
});
