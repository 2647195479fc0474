import type { Submit } from "../journal/chapter.ts";
import type { BusinessDate } from "../kernel/dates.ts";
import { fen } from "../kernel/money.ts";
import { isRefusal } from "../kernel/result.ts";
import type { Files } from "../platform/files.ts";
import type { Books } from "./month.ts";
import type { Disclosure, PublishedFile, Report } from "./publication.ts";
import { reportCsv } from "./report-csv.ts";
import { reportJson } from "./report-json.ts";
import { renderReport } from "./report-pdf.ts";
import type { ReportSheet } from "./report-sheet.ts";
import { reportSheetData } from "./report-sheet-data.ts";

export type BuildDeps = {
  readonly submit: Submit;
  readonly catchUp: () => Promise<void>;
  readonly today: () => BusinessDate;
  readonly files: Pick<Files, "open">;
  readonly head: () => { readonly lines: number; readonly root: string };
  /** Signs and keeps the checkpoint of the first lines of the book. */
  readonly checkpoint: (lines: number) => Promise<string>;
  readonly books: Books;
  readonly disclosure: Disclosure;
  readonly publicUrl: string;
};

/** Freezes the data once, draws PDF, CSV and JSON from the frozen file alone, and publishes them. Twice is once. */
export const buildReport = async (deps: BuildDeps, id: string): Promise<void> => {
  await deps.catchUp();
  const report = deps.disclosure.report(id);
  if (!report) throw new Error(`no report ${id}`);
  if (report.publishedOn !== undefined) return;
  const frozen = report.frozen ?? (await freeze(deps, report));
  const stored = await deps.files.open.read(frozen.file);
  if (!stored) throw new Error(`the frozen data of ${id} are missing`);
  const sheet = thawed(stored.content.toString("utf8"));
  const drawn: readonly (readonly [PublishedFile["kind"], string, Buffer])[] = [
    ["pdf", "application/pdf", await renderReport(sheet)],
    ["csv", "text/csv; charset=utf-8", Buffer.from(reportCsv(sheet))],
    ["json", "application/json", Buffer.from(reportJson(sheet))],
  ];
  const files: PublishedFile[] = [];
  for (const [kind, mime, content] of drawn) {
    const name = `${id}.${kind}`;
    const { id: file, bytes, digest } = await deps.files.open.keep({ name, mime, content });
    files.push({ kind, id: file, name, bytes, sha256: digest });
  }
  await write(deps, { command: "publish", on: sheet.publishedOn, input: { report: id, files } });
  await deps.checkpoint(deps.head().lines);
};

const freeze = async (deps: BuildDeps, report: Report): Promise<{ readonly file: string }> => {
  const { lines, root } = deps.head();
  const publishedOn = deps.today();
  const sheet = reportSheetData(deps.books, {
    report,
    publishedOn,
    journal: { lines, root, checkpoint: await deps.checkpoint(lines) },
    publicUrl: deps.publicUrl,
  });
  const content = Buffer.from(frozenText(sheet));
  const kept = await deps.files.open.keep({ name: `${report.id}.frozen.json`, mime: "application/json", content });
  await write(deps, {
    command: "freeze",
    on: publishedOn,
    input: { report: report.id, file: kept.id, digest: kept.digest, lines, root },
  });
  return deps.disclosure.report(report.id)?.frozen ?? { file: kept.id };
};

type Write = {
  readonly command: "freeze" | "publish";
  readonly on: BusinessDate;
  readonly input: { readonly report: string } & Parameters<Submit>[0]["input"];
};

/** Another try may have written the line already: then that one counts. */
const write = async ({ submit }: BuildDeps, { command, on, input }: Write): Promise<void> => {
  const outcome = await submit({
    name: `disclosure.${command}`,
    key: `${command}:${input.report}`,
    by: "job:reports",
    on,
    input,
  });
  if (isRefusal(outcome) && outcome.refused !== "key_reused")
    throw new Error(`${command} of ${input.report}: ${outcome.refused}`);
};

/** Fen as `{"fen":"…"}`, so that the frozen file gives back exactly what was frozen. */
const frozenText = (sheet: ReportSheet): string =>
  JSON.stringify(sheet, (_key, value: unknown) => (typeof value === "bigint" ? { fen: value.toString() } : value));

const thawed = (text: string): ReportSheet =>
  JSON.parse(text, (_key, value: unknown) =>
    typeof value === "object" && value !== null && "fen" in value && typeof value.fen === "string"
      ? fen(BigInt(value.fen))
      : value,
  ) as ReportSheet;
