import { limits } from "../../config/limits.ts";
import type { RowTaken } from "../journal/chapter.ts";
import type { BusinessDate } from "../kernel/dates.ts";
import { sha256Hex } from "../kernel/ids.ts";
import { type Refusal, refuse } from "../kernel/result.ts";
import type { ByteSource } from "../platform/byte-text.ts";
import type { FileRefusal } from "../platform/file-fault.ts";
import { type ReconciliationService, STATEMENT_FORMATS, type StatementFormat } from "../reconciliation/public.ts";
import type { DeskFile } from "./desk-csv.ts";
import { isStatement, type Look, lookAt, type NotSeen, type Seen } from "./look.ts";
import { AUTO, recogniseKind } from "./recognise.ts";
import type { ImportProgress, ImportRecord, ImportStore } from "./store.ts";
import { type ImportOutcome, isFileRefusal, refusedFile, refusedForRows, rowsOutcome } from "./outcome.ts";

export type FaultyRows = "skip" | "refuse";
export type ImportFile = {
  readonly kind: string;
  readonly file: string;
  readonly content: Uint8Array;
  readonly by: string;
  readonly on: BusinessDate;
  /** Lines of the journal when this request first came. */
  readonly since: number;
  /** What to do with a file that has faulty rows: take the others, or take nothing. */
  readonly faulty: FaultyRows;
  readonly progress: (progress: ImportProgress) => void;
};
/** A file as a request brings it. */
export type Brought = Omit<ImportFile, "since" | "progress"> & {
  /** The request's command key. */
  readonly key: string;
  /** Name of the member of staff, for the list. */
  readonly name: string;
};
export type Told = {
  readonly by: string;
  readonly on: BusinessDate;
  /** Called with the number of rows that are done. */
  readonly done: (rows: number) => void;
};

/** A kind of file of the desk: how it is read, and who takes its rows. */
export type DeskKind<Row extends { readonly row: number }> = {
  readonly read: (bytes: ByteSource) => Promise<DeskFile<Row> | FileRefusal>;
  readonly take: (rows: readonly Row[], told: Told) => Promise<readonly RowTaken[]>;
  /** Whether the books have the row already. */
  readonly isKnown: (row: Row) => boolean;
};

/** The same with its rows out of sight: `fits` tells by a header row whether a file is of this kind. */
export type DeskImport = {
  readonly fits: (header: Uint8Array) => Promise<boolean>;
  readonly take: (input: ImportFile) => Promise<ImportOutcome>;
  readonly look: (content: Uint8Array) => Promise<Seen | NotSeen>;
};

export type ImportsDeps = {
  readonly catchUp: () => Promise<void>;
  readonly store: ImportStore;
  /** Lines of the journal. */
  readonly lines: () => number;
  readonly clock: () => Date;
  readonly desk: { readonly [kind: string]: DeskImport };
  readonly federation: (input: ImportFile) => Promise<ImportOutcome>;
  readonly lookAtFederation: (content: Uint8Array) => Promise<Seen | NotSeen>;
  readonly lookAtStatement: ReconciliationService["preview"];
  readonly statement: (input: {
    kind: StatementFormat;
    file: string;
    content: Uint8Array;
    by: string;
    on: BusinessDate;
    since: number;
  }) => Promise<ImportOutcome>;
};

export type Imports = {
  readonly kinds: readonly string[];
  /**
   * Takes a file in and keeps what became of it. The same request again answers the same; refuses `key_reused` when it
   * brings another file, `import_kind_unknown` for a kind that nobody knows. With the kind `auto` the content tells it; a
   * file that is refused although its content is of another kind says which one it looks like.
   */
  readonly take: (brought: Brought) => Promise<ImportOutcome | Refusal>;
  /** What an import of this file would do (REC-8); writes nothing. Refuses `import_kind_unknown`. */
  readonly look: (file: Pick<ImportFile, "kind" | "content">) => Promise<Look | Refusal>;
  /** A page of the list, the newest first; `next` is the `after` of the following page. */
  readonly listed: (after?: string) => Promise<{ readonly records: readonly ImportRecord[]; readonly next?: string }>;
};

/** Every kind of file by one door. */
export const importsService = (deps: ImportsDeps): Imports => {
  const kinds = [AUTO, "federation", ...Object.keys(deps.desk), ...STATEMENT_FORMATS];
  const importFile = (input: ImportFile): Promise<ImportOutcome> | undefined => {
    const { kind } = input;
    if (kind === "federation") return deps.federation(input);
    return isStatement(kind) ? deps.statement({ ...input, kind }) : deps.desk[kind]?.take(input);
  };
  /** By the kind that was named, or the one that the content tells. */
  const importNamed = async (input: ImportFile): Promise<ImportOutcome | undefined> => {
    if (input.kind !== AUTO) {
      const outcome = await importFile(input);
      if (outcome?.outcome !== "refused") return outcome;
      const looksLike = await recogniseKind(input.content, deps.desk);
      return looksLike === undefined || looksLike === input.kind ? outcome : { ...outcome, looks_like: looksLike };
    }
    const kind = await recogniseKind(input.content, deps.desk);
    if (kind !== undefined) return importFile({ ...input, kind });
    return refusedFile({ file: input.file, kind: AUTO }, { refused: "kind_not_recognised" });
  };
  return {
    kinds,
    take: async ({ key, name, ...file }) => {
      if (!kinds.includes(file.kind)) return refuse("import_kind_unknown", { kinds: kinds.join(", ") });
      await deps.catchUp();
      const record = await deps.store.begin(recordOf({ key, name, ...file }, deps));
      if (record.digest !== digestOf(file)) return refuse("key_reused");
      if (record.outcome) return record.outcome;
      const outcome = await importNamed({ ...file, since: record.since, progress: teller(deps, key) });
      if (!outcome) throw new Error(`nobody takes ${file.kind}`);
      await deps.store.finish(key, outcome);
      return outcome;
    },
    look: async ({ kind, content }) => {
      if (!kinds.includes(kind)) return refuse("import_kind_unknown", { kinds: kinds.join(", ") });
      await deps.catchUp();
      return lookAt(deps, { kind, content });
    },
    listed: async (after) => {
      const found = await deps.store.newest(limits.pageRows + 1, after);
      const records = found.slice(0, limits.pageRows);
      const last = found.length > records.length ? records.at(-1) : undefined;
      return { records, ...(last ? { next: last.byTime } : {}) };
    },
  };
};

/** Tells the list now and then how far an import has come. That is for people only: one that is not written is missed by nobody. */
const teller = ({ clock, store }: Pick<ImportsDeps, "clock" | "store">, key: string): ImportFile["progress"] => {
  let last = clock().getTime();
  return (progress) => {
    const now = clock().getTime();
    if (now - last < limits.importProgressEvery) return;
    last = now;
    store.advance(key, progress).catch(() => undefined);
  };
};

const recordOf = (brought: Brought, { clock, lines }: Pick<ImportsDeps, "clock" | "lines">): ImportRecord => {
  const at = clock().toISOString();
  const { key, name, file, kind } = brought;
  return { _id: key, at, byTime: `all#${at}#${key}`, by: name, file, kind, digest: digestOf(brought), since: lines() };
};

const digestOf = ({ kind, faulty, content }: Pick<ImportFile, "kind" | "faulty" | "content">): string =>
  sha256Hex(`${kind} ${faulty} ${sha256Hex(content)}`);

/** Reads a file of the desk and hands its rows on; every row is a command of its own, so the same file twice is harmless. */
export const deskImport = <Row extends { readonly row: number }>(kind: DeskKind<Row>): DeskImport => ({
  fits: async (header) => !isFileRefusal(await kind.read([header])),
  look: async (content) => {
    const read = await kind.read([content]);
    if (isFileRefusal(read)) return read;
    const known = read.rows.filter(kind.isKnown).length;
    return { rows: read.rows.length + read.faulty.length, known, faulty: read.faulty };
  },
  take: async (input) => {
    const name = { file: input.file, kind: input.kind };
    const read = await kind.read([input.content]);
    if (isFileRefusal(read)) return refusedFile(name, read);
    if (read.faulty.length > 0 && input.faulty === "refuse") return refusedForRows(name, read);
    const done = (rows: number) => input.progress({ done: rows, of: read.rows.length });
    const answers = await kind.take(read.rows, { by: input.by, on: input.on, done });
    return rowsOutcome(name, {
      rows: read.rows,
      answers,
      faulty: read.faulty.map(({ row, reason }) => ({ row, reason })),
      since: input.since,
    });
  },
});
