import type { BusinessDate } from "../kernel/dates.ts";
import type { ByteSource } from "../platform/byte-text.ts";
import type { FileRefusal } from "../platform/file-fault.ts";
import { STATEMENT_FORMATS, type StatementFormat } from "../reconciliation/public.ts";
import type { DeskFile } from "./desk-csv.ts";
import {
  type ImportOutcome,
  isFileRefusal,
  refusedFile,
  refusedForRows,
  type RowAnswer,
  rowsOutcome,
} from "./outcome.ts";

export type FaultyRows = "skip" | "refuse";
export type ImportFile = {
  readonly kind: string;
  readonly file: string;
  readonly content: Uint8Array;
  readonly by: string;
  readonly on: BusinessDate;
  /** What to do with a file that has faulty rows: take the others, or take nothing. */
  readonly faulty: FaultyRows;
};
export type Told = { readonly by: string; readonly on: BusinessDate };

/** A kind of file of the desk: how it is read, and who takes its rows. */
export type DeskKind<Row extends { readonly row: number }> = {
  readonly read: (bytes: ByteSource) => Promise<DeskFile<Row> | FileRefusal>;
  readonly take: (rows: readonly Row[], told: Told) => Promise<readonly RowAnswer[]>;
};

export type ImportsDeps = {
  readonly catchUp: () => Promise<void>;
  readonly desk: { readonly [kind: string]: (input: ImportFile) => Promise<ImportOutcome> };
  readonly federation: (input: ImportFile) => Promise<ImportOutcome>;
  readonly statement: (input: {
    kind: StatementFormat;
    file: string;
    content: Uint8Array;
    by: string;
    on: BusinessDate;
  }) => Promise<ImportOutcome>;
};

export type Imports = {
  readonly kinds: readonly string[];
  readonly importFile: (input: ImportFile) => Promise<ImportOutcome | undefined>;
};

/** Every kind of file by one door. Undefined for a kind that nobody knows. */
export const importsService = (deps: ImportsDeps): Imports => ({
  kinds: ["federation", ...Object.keys(deps.desk), ...STATEMENT_FORMATS],
  importFile: async (input) => {
    await deps.catchUp();
    const { kind } = input;
    if (kind === "federation") return deps.federation(input);
    if (isStatement(kind))
      return deps.statement({ kind, file: input.file, content: input.content, by: input.by, on: input.on });
    return Object.hasOwn(deps.desk, kind) ? deps.desk[kind]?.(input) : undefined;
  },
});

/** Reads a file of the desk and hands its rows on; every row is a command of its own, so the same file twice is harmless. */
export const deskImport =
  <Row extends { readonly row: number }>(kind: DeskKind<Row>) =>
  async (input: ImportFile): Promise<ImportOutcome> => {
    const name = { file: input.file, kind: input.kind };
    const read = await kind.read([input.content]);
    if (isFileRefusal(read)) return refusedFile(name, read);
    if (read.faulty.length > 0 && input.faulty === "refuse") return refusedForRows(name, read);
    const answers = await kind.take(read.rows, { by: input.by, on: input.on });
    return rowsOutcome(name, {
      rows: read.rows,
      answers,
      faulty: read.faulty.map(({ row, reason }) => ({ row, reason })),
    });
  };

const isStatement = (kind: string): kind is StatementFormat => (STATEMENT_FORMATS as readonly string[]).includes(kind);
