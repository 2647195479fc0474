import type { Submit } from "../journal/chapter.ts";
import type { BuildDeps } from "./ports.ts";
import type { BusinessDate } from "../kernel/dates.ts";
import { isRefusal } from "../kernel/result.ts";
import { dataToFreeze, frozenOf } from "./freeze.ts";
import type { PublishedFile, Report } from "./publication.ts";
import { reportCsv } from "./report-csv.ts";
import { reportJson } from "./report-json.ts";
import { renderReport } from "./report-pdf.ts";
import type { ReportSheet } from "./report-sheet.ts";

/**
 * Freezes the data once, draws the files from the frozen file alone, and publishes them. It may be stopped anywhere and
 * run again, on another day as well: there is one report, and its bytes are the same (PDF-5).
 */
export const buildReport = async (deps: BuildDeps, id: string): Promise<void> => {
  await deps.catchUp();
  const asked = deps.disclosure.report(id);
  if (!asked) throw new Error(`no report ${id}`);
  if (asked.publishedOn === undefined) await publish(deps, asked);
  await deps.checkpoint(deps.head().lines);
};

const publish = async (deps: BuildDeps, asked: Report): Promise<void> => {
  const { id } = asked;
  if (!asked.frozen) await freeze(deps, asked);
  const frozen = await frozenOf(deps, deps.disclosure.report(id) ?? asked);
  if (!frozen) throw new Error(`the data of ${id} are not frozen`);
  const files: PublishedFile[] = [];
  for (const { kind, mime, content } of await drawn(frozen.sheet)) {
    const name = `${id}.${kind}`;
    const { id: file, bytes, digest } = await deps.files.open.keep({ name, mime, content });
    files.push({ kind, id: file, name, bytes, sha256: digest });
  }
  await write(deps, { command: "publish", on: frozen.sheet.publishedOn, input: { report: id, files } });
};

type Drawn = { readonly kind: PublishedFile["kind"]; readonly mime: string; readonly content: Buffer };

/** Every file of a report, from its frozen data and nothing else (PDF-8). */
const drawn = async (sheet: ReportSheet): Promise<Drawn[]> => [
  { kind: "pdf", mime: "application/pdf", content: await renderReport(sheet) },
  { kind: "csv", mime: "text/csv; charset=utf-8", content: Buffer.from(reportCsv(sheet)) },
  { kind: "json", mime: "application/json", content: Buffer.from(reportJson(sheet)) },
];

const freeze = async (deps: BuildDeps, report: Report): Promise<void> => {
  const { lines, root } = deps.head();
  const publishedOn = deps.today();
  const journal = { lines, root, checkpoint: await deps.checkpoint(lines) };
  const { text, untold } = await dataToFreeze(deps, { report, publishedOn, journal });
  const name = `${report.id}.frozen.json`;
  const kept = await deps.files.open.keep({ name, mime: "application/json", content: Buffer.from(text) });
  await write(deps, {
    command: "freeze",
    on: publishedOn,
    input: {
      report: report.id,
      file: kept.id,
      digest: kept.digest,
      lines,
      root,
      ...(untold.length > 0 ? { untold } : {}),
    },
  });
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
